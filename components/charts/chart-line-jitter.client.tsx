"use client";

import { useMemo } from "react";
import { valueScale } from "#lib/axis.ts";
import { quantile } from "#lib/chart-bounds.ts";
import { linePath, PLOT_WIDTH } from "#lib/chart-paths.ts";
import type { Plot } from "#lib/chart-paths.ts";
import { nearestPoint, pointKind, spans } from "#lib/chart-series.ts";
import type { Window } from "#lib/chart-zoom.ts";
import { latencyQuantity } from "#lib/format.ts";
import { JITTER_WORDS, jitterSummary, jitterText } from "#lib/jitter.ts";
import type { Jitter } from "#lib/model/jitter.ts";
import type { Series } from "#lib/model/series.ts";
import { ChartFrame } from "./chart-frame.client.tsx";
import { useChartGroup } from "./chart-group.client.tsx";
import { ChartLegend } from "./chart-legend.client.tsx";
import { Drawing, Outliers, PlotNote, Silences } from "./chart-marks.tsx";

const HEIGHT = 88;

/** How much latency varies per bucket, from a zero base, on the axis of the series; silences are those of the series. */
export function ChartLineJitter({ jitter, series }: { jitter: Jitter; series: Series }) {
  const { view, zone } = useChartGroup();
  const { points, bucket_seconds, measure } = jitter;
  const drawn = useMemo(() => draw(jitter, view), [jitter, view]);
  const silent = useMemo(
    () => spans(series.points, series.bucket_seconds, (point) => pointKind(point) === "silent"),
    [series],
  );
  const pointX = (index: number) => {
    const middle = Date.parse(points[index]?.time ?? "") + bucket_seconds * 500;
    return ((middle - view.from_ms) / (view.to_ms - view.from_ms)) * 100;
  };
  return (
    <>
      <ChartLegend at={(time_ms) => legendAt(jitter, time_ms)} />
      <ChartFrame
        height={HEIGHT}
        label={`${JITTER_WORDS[measure].title} over time`}
        summary={useMemo(() => jitterSummary(jitter, zone), [jitter, zone])}
        valueText={(time_ms) => jitterText(jitter, nearestPoint(points, bucket_seconds, time_ms), zone)}
        axis={drawn.scale}
        unit="ms"
        above={<Outliers outliers={drawn.outliers} at={pointX} />}
      >
        <Silences view={view} spans={silent} />
        <Drawing height={HEIGHT} width={PLOT_WIDTH}>
          <path
            d={drawn.line}
            fill="none"
            stroke="var(--smoke)"
            strokeWidth={1.25}
            strokeLinejoin="round"
            vectorEffect="non-scaling-stroke"
          />
        </Drawing>
        {drawn.known ? null : <PlotNote>There are no two successive replies in this range.</PlotNote>}
      </ChartFrame>
    </>
  );
}

/** A few extreme buckets do not press the rest flat: the highest is told by an arrow. */
function draw({ points, bucket_seconds }: Jitter, view: Window) {
  const sorted = points.flatMap(({ jitter_ms }) => jitter_ms ?? []).toSorted((a, b) => a - b);
  const highest = sorted.at(-1) ?? 1;
  const usual = sorted.length > 0 ? quantile(sorted, 0.98) : 1;
  const scale = valueScale(0, highest > usual * 2 ? usual * 1.25 : highest, { zero: true, max_ticks: 3 });
  const plot: Plot = { ...view, bucket_seconds, min: scale.min, max: scale.max, height: HEIGHT };
  const cut = points.findIndex(({ jitter_ms }) => jitter_ms === highest && jitter_ms > scale.max);
  return {
    scale,
    known: sorted.length > 0,
    line: linePath(plot, points, "jitter_ms"),
    outliers: cut < 0 ? [] : [{ index: cut, value: highest }],
  };
}

function legendAt({ points, bucket_seconds, measure }: Jitter, time_ms: number | null) {
  const newest = points.findLastIndex(({ jitter_ms }) => jitter_ms !== null);
  const point = points[time_ms === null ? Math.max(newest, 0) : nearestPoint(points, bucket_seconds, time_ms)];
  if (!point) return null;
  const { figure, counted } = JITTER_WORDS[measure];
  const from_ms = Date.parse(point.time);
  return {
    from_ms,
    to_ms: from_ms + bucket_seconds * 1000,
    items: [
      { label: figure, value: point.jitter_ms === null ? "–" : latencyQuantity(point.jitter_ms) },
      { label: counted, value: String(point.count) },
    ],
  };
}
