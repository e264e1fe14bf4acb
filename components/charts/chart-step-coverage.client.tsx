"use client";

import { useMemo } from "react";
import { valueScale } from "#lib/axis.ts";
import { plotX, PLOT_WIDTH, stepPath } from "#lib/chart-paths.ts";
import { nearestPoint, pointKind, spans } from "#lib/chart-series.ts";
import { coverageSummary } from "#lib/chart-summary.ts";
import type { Window } from "#lib/chart-zoom.ts";
import { formatShare, formatTime, shareQuantity } from "#lib/format.ts";
import type { Series, SeriesPoint } from "#lib/model/series.ts";
import { ChartFrame } from "./chart-frame.client.tsx";
import { useChartGroup } from "./chart-group.client.tsx";
import { ChartLegend } from "./chart-legend.client.tsx";
import { Drawing, Silences } from "./chart-marks.tsx";

const HEIGHT = 56;

const coverage = (point: SeriesPoint): number | null =>
  point.expected_count > 0 ? point.count / point.expected_count : null;

/** Received of expected per bucket, as steps from a zero base. Where nothing was due there is nothing. */
export function ChartStepCoverage({ series }: { series: Series }) {
  const { view, zone } = useChartGroup();
  const { points, bucket_seconds } = series;
  const drawn = useMemo(() => draw(series, view), [series, view]);
  const textAt = (time_ms: number) => {
    const point = points[nearestPoint(points, bucket_seconds, time_ms)];
    return point
      ? `${formatTime(point.time, zone)}: ${formatShare(coverage(point))}, ${point.count} of ${point.expected_count}`
      : "no value";
  };
  return (
    <>
      <ChartLegend at={(time_ms) => legendAt(series, time_ms)} />
      <ChartFrame
        height={HEIGHT}
        label="Coverage over time"
        summary={useMemo(() => coverageSummary(series, zone), [series, zone])}
        valueText={textAt}
        axis={drawn.scale}
        unit="%"
      >
        <Silences view={view} spans={drawn.silent} />
        <Drawing height={HEIGHT} width={PLOT_WIDTH}>
          <path d={drawn.area} fill="var(--smoke)" fillOpacity={0.16} />
          <path d={drawn.line} fill="none" stroke="var(--smoke)" strokeWidth={1.25} vectorEffect="non-scaling-stroke" />
        </Drawing>
      </ChartFrame>
    </>
  );
}

function draw({ points, bucket_seconds }: Series, view: Window) {
  const highest = Math.max(0, ...points.map((p) => (coverage(p) ?? 0) * 100));
  const scale = valueScale(0, highest > 105 ? highest : 100, { zero: true, max_ticks: 2, least_max: 100 });
  const plot = { ...view, bucket_seconds, min: scale.min, max: scale.max, height: HEIGHT };
  const share = (p: SeriesPoint) => {
    const value = coverage(p);
    return value === null ? null : Math.min(value * 100, scale.max);
  };
  const area = spans(points, bucket_seconds, (p) => share(p) !== null)
    .map(({ first, last, from_ms, to_ms }) => {
      const top = stepPath(plot, points.slice(first, last + 1), share).replace("M", "L");
      return `M${plotX(plot, from_ms)} ${HEIGHT}${top}L${plotX(plot, to_ms)} ${HEIGHT}Z`;
    })
    .join("");
  return {
    scale,
    area,
    line: stepPath(plot, points, share),
    silent: spans(points, bucket_seconds, (p) => pointKind(p) === "silent"),
  };
}

function legendAt({ points, bucket_seconds }: Series, time_ms: number | null) {
  const point = time_ms === null ? points.at(-1) : points[nearestPoint(points, bucket_seconds, time_ms)];
  if (!point) return null;
  const from_ms = Date.parse(point.time);
  const value = point.expected_count > 0 ? shareQuantity(coverage(point), 1) : "none due";
  return {
    from_ms,
    to_ms: from_ms + bucket_seconds * 1000,
    items: [
      { label: "coverage", value },
      { label: "received", value: `${point.count} of ${point.expected_count}` },
    ],
  };
}
