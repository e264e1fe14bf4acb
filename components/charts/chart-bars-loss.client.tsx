"use client";

import { useMemo } from "react";
import { valueScale } from "#lib/axis.ts";
import { bar, barsPath, PLOT_WIDTH } from "#lib/chart-paths.ts";
import { LOSS_LABELS, lossLevel, nearestPoint, pointKind, spans } from "#lib/chart-series.ts";
import type { LossLevel } from "#lib/chart-series.ts";
import { shareSummary } from "#lib/chart-summary.ts";
import type { Window } from "#lib/chart-zoom.ts";
import { formatPercent, formatTime, percentQuantity } from "#lib/format.ts";
import type { Series, SeriesPoint } from "#lib/model/series.ts";
import { ChartFrame } from "./chart-frame.client.tsx";
import { useChartGroup } from "./chart-group.client.tsx";
import { ChartLegend } from "./chart-legend.client.tsx";
import { ChartKey, Drawing, PlotNote, Silences, Stretch, Swatch } from "./chart-marks.tsx";
import { LOSS_FILL, lossColour } from "./latency-key.tsx";

const HEIGHT = 88;
const LEVELS: LossLevel[] = [1, 2, 3, 4];

/** Loss per bucket from a zero base, by the loss ramp; where the source cannot know it, a dotted foot says so. */
export function ChartBarsLoss({ series }: { series: Series }) {
  const { view, zone } = useChartGroup();
  const { points, bucket_seconds } = series;
  const drawn = useMemo(() => draw(series, view), [series, view]);
  return (
    <>
      <ChartLegend at={(time_ms) => legendAt(series, time_ms)} />
      <ChartFrame
        height={HEIGHT}
        label="Packet loss over time"
        summary={useMemo(() => shareSummary(series, "packet_loss", zone), [series, zone])}
        valueText={(time_ms) => pointText(points[nearestPoint(points, bucket_seconds, time_ms)], zone)}
        axis={drawn.scale}
        unit="%"
      >
        <Silences view={view} spans={drawn.silent} />
        {drawn.unknown.map(({ from_ms, to_ms }) => (
          <Stretch
            key={from_ms}
            {...{ view, from_ms, to_ms }}
            className="mb-1 h-[2px]! self-end border-t-2 border-dotted border-ink-3"
          />
        ))}
        <Drawing height={HEIGHT} width={PLOT_WIDTH}>
          {drawn.paths.map(({ level, d }) => (
            <path key={level} d={d} fill={lossColour(level)} />
          ))}
        </Drawing>
        {drawn.note ? <PlotNote>{drawn.note}</PlotNote> : null}
      </ChartFrame>
      <ChartKey
        items={[
          ...LEVELS.map((level) => ({
            swatch: <Swatch className={LOSS_FILL[level]} />,
            text: LOSS_LABELS[level],
          })),
          ...(drawn.unknown.length > 0
            ? [{ swatch: <span className="w-3.5 border-t-2 border-dotted border-ink-3" />, text: "loss not known" }]
            : []),
          ...(drawn.silent.length > 0
            ? [{ swatch: <Swatch className="hatch border border-(--hatch)" />, text: "probe silent" }]
            : []),
        ]}
      />
    </>
  );
}

function draw({ points, bucket_seconds }: Series, view: Window) {
  const known = points.map((p) => p.packet_loss).filter((v) => v !== null);
  const scale = valueScale(0, Math.max(0, ...known), { zero: true, max_ticks: 3, least_max: 1 });
  const plot = { ...view, bucket_seconds, min: scale.min, max: scale.max, height: HEIGHT };
  const bars = (level: LossLevel) =>
    points.flatMap((p) => {
      if (p.packet_loss === null || lossLevel(p.packet_loss) !== level) return [];
      const from_ms = Date.parse(p.time);
      // Two units are about two pixels: a single lossy minute of a day stays visible.
      return [bar(plot, from_ms, from_ms + bucket_seconds * 1000, p.packet_loss, 2)];
    });
  const note =
    known.length === 0
      ? points.some((p) => p.count > 0) && "The source of these measurements cannot know its loss."
      : known.every((v) => v === 0) && "No loss in this range.";
  return {
    scale,
    note,
    paths: LEVELS.map((level) => ({ level, d: barsPath(bars(level)) })),
    silent: spans(points, bucket_seconds, (p) => pointKind(p) === "silent"),
    unknown: spans(points, bucket_seconds, (p) => p.count > 0 && p.packet_loss === null),
  };
}

function legendAt({ points, bucket_seconds }: Series, time_ms: number | null) {
  const newest = points.findLast((p) => p.count > 0) ?? points.at(-1);
  const point = time_ms === null ? newest : points[nearestPoint(points, bucket_seconds, time_ms)];
  if (!point) return null;
  const from_ms = Date.parse(point.time);
  return {
    from_ms,
    to_ms: from_ms + bucket_seconds * 1000,
    items: [
      { label: "loss", value: point.packet_loss === null ? words(point) : percentQuantity(point.packet_loss, 2) },
      { label: "replies", value: `${point.reply_count} of ${point.count}` },
    ],
  };
}

function words(point: SeriesPoint): string {
  const kind = pointKind(point);
  if (kind === "silent") return "probe silent";
  return kind === "unexpected" ? "none due" : "not known";
}

function pointText(point: SeriesPoint | undefined, zone: string): string {
  if (!point) return "no value";
  const value = point.packet_loss === null ? words(point) : formatPercent(point.packet_loss);
  return `${formatTime(point.time, zone)}: loss ${value}, ${point.reply_count} replies to ${point.count} measurements`;
}
