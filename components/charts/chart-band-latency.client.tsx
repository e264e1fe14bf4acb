"use client";

import { useMemo } from "react";
import { valueScale } from "#lib/axis.ts";
import { latencyBounds, quantile } from "#lib/chart-bounds.ts";
import { bandPath, linePath, lonePath, medianPaths, PLOT_WIDTH } from "#lib/chart-paths.ts";
import type { LossPath, Plot } from "#lib/chart-paths.ts";
import { nearestPoint, pointKind, spans } from "#lib/chart-series.ts";
import { latencySummary, latencyText } from "#lib/chart-summary.ts";
import type { Window } from "#lib/chart-zoom.ts";
import { shiftsSummary } from "#lib/level-shift-words.ts";
import type { LevelShift } from "#lib/model/level-shift.ts";
import type { Outage } from "#lib/model/outage.ts";
import type { Series } from "#lib/model/series.ts";
import { overlaySummary, overlayText } from "#lib/overlay-lines.ts";
import type { OverlayLine } from "#lib/overlay-lines.ts";
import { ChartFrame } from "./chart-frame.client.tsx";
import { useChartGroup } from "./chart-group.client.tsx";
import { ChartLegend } from "./chart-legend.client.tsx";
import { Drawing, NoReplies, OutageMarks, Outliers, PlotNote, Silences, Tail } from "./chart-marks.tsx";
import { BAND_OPACITY, LatencyKey, lossColour, lossWidth, PERCENTILE_DASH } from "./latency-key.tsx";
import type { LatencyPercentile } from "./latency-key.tsx";
import { latencyLegendAt } from "./latency-legend.tsx";
import { OverlayKey, OverlayPaths, OverlaySigns } from "./overlay-marks.tsx";
import type { OverlayNote } from "./overlay-marks.tsx";
import { ShiftMarks } from "./shift-marks.tsx";

const HEIGHT = 240;
const BANDS = [
  { low: "latency_ms_min", high: "latency_ms_max", opacity: BAND_OPACITY.whole },
  { low: "latency_ms_p05", high: "latency_ms_p95", opacity: BAND_OPACITY.most },
  { low: "latency_ms_p25", high: "latency_ms_p75", opacity: BAND_OPACITY.middle },
] as const;

type ChartBandLatencyProps = {
  series: Series;
  /** High percentiles drawn as lines. */
  percentiles: readonly LatencyPercentile[];
  /** Medians of something else, over the smoke. */
  overlays: readonly OverlayLine[];
  /** What the overlays are, also those that are not there. */
  notes: readonly OverlayNote[];
  /** Marked one by one at the head of the plot. */
  outages: Outage[];
  /** Where the level of latency shifted. */
  shifts: readonly LevelShift[];
};

/** The smoke chart: how latency is spread in each bucket, its median by the loss ramp, silence and outage as themselves. */
export function ChartBandLatency({ series, percentiles, overlays, notes, outages, shifts }: ChartBandLatencyProps) {
  const { view, zone } = useChartGroup();
  const drawn = useMemo(() => draw(series, view, { percentiles, overlays }), [series, view, percentiles, overlays]);
  const summary = useMemo(
    () =>
      [
        latencySummary(series, zone),
        ...overlays.map((line) => overlaySummary(line, series)),
        shiftsSummary(shifts, zone, series.as_of),
      ]
        .filter(Boolean)
        .join(" "),
    [series, zone, overlays, shifts],
  );
  const textAt = (time_ms: number) => {
    const others = overlays.map((line) => `${line.label} ${overlayText(line, time_ms)}`);
    return [latencyText(series, nearestPoint(points, bucket_seconds, time_ms), zone), ...others].join(", ");
  };
  const { points, bucket_seconds } = series;
  const fresh_ms = series.fresh_until === null ? null : Date.parse(series.fresh_until);
  const pointX = (index: number) => {
    const middle = Date.parse(points[index]?.time ?? "") + bucket_seconds * 500;
    return ((middle - view.from_ms) / (view.to_ms - view.from_ms)) * 100;
  };
  return (
    <>
      <ChartLegend at={(time_ms) => latencyLegendAt(series, time_ms, { percentiles, overlays })} />
      <ChartFrame
        height={HEIGHT}
        label="Latency over time"
        summary={summary}
        valueText={textAt}
        axis={drawn.scale}
        unit="ms"
        above={<Outliers outliers={drawn.outliers} at={pointX} />}
      >
        <Tail view={view} from_ms={fresh_ms} />
        <Silences view={view} spans={drawn.silent} />
        <Smoke drawn={drawn} overlays={overlays} />
        <NoReplies view={view} spans={drawn.down} />
        <ShiftMarks view={view} shifts={shifts} />
        <OutageMarks view={view} outages={outages} />
        <OverlaySigns lines={overlays} plot={drawn.plot} />
        {drawn.replied ? null : <PlotNote>No reply came in this range: loss is 100 %.</PlotNote>}
      </ChartFrame>
      <LatencyKey
        percentiles={percentiles}
        silent={drawn.silent.length > 0}
        down={drawn.down.length > 0}
        shifted={shifts.length > 0}
        unknown={drawn.medians.some(({ level }) => level === null)}
        tail_ms={fresh_ms !== null && fresh_ms < view.to_ms ? fresh_ms : null}
        zone={zone}
      />
      <OverlayKey notes={notes} />
    </>
  );
}

type Lines = Pick<ChartBandLatencyProps, "percentiles" | "overlays">;

/** The bounds of the smoke, wide enough for the lines that are drawn with it; a line's few highest values may be cut. */
function boundsWith(series: Series, { percentiles, overlays }: Lines) {
  const bounds = latencyBounds(series.points, 4);
  if (!bounds) return null;
  const medians = overlays.flatMap(({ points }) => points.flatMap(({ latency_ms_p50 }) => latency_ms_p50 ?? []));
  const tops = percentiles.map((name) => highOf(series.points.flatMap((point) => point[`latency_ms_${name}`] ?? [])));
  const low = medians.reduce((a, b) => Math.min(a, b), bounds.low);
  const high = [...medians, ...tops].reduce((a, b) => Math.max(a, b), bounds.high);
  return { ...bounds, low, high };
}

const highOf = (values: number[]) =>
  values.length > 0
    ? quantile(
        values.toSorted((a, b) => a - b),
        0.98,
      )
    : 0;

function draw(series: Series, { from_ms, to_ms }: Window, lines: Lines) {
  const { points, bucket_seconds } = series;
  const bounds = boundsWith(series, lines);
  const scale = valueScale(bounds?.low ?? 0, bounds?.high ?? 100, { zero: false, max_ticks: 5 });
  const plot: Plot = { from_ms, to_ms, bucket_seconds, min: scale.min, max: scale.max, height: HEIGHT };
  return {
    scale,
    plot,
    replied: bounds !== null,
    outliers: (bounds?.outliers ?? []).filter(({ value }) => value > scale.max),
    silent: spans(points, bucket_seconds, (p) => pointKind(p) === "silent"),
    down: spans(points, bucket_seconds, (p) => pointKind(p) === "down"),
    bands: BANDS.map(({ low, high, opacity }) => ({ opacity, d: bandPath(plot, points, low, high) })),
    percentiles: lines.percentiles.map((name) => ({ name, d: linePath(plot, points, `latency_ms_${name}`) })),
    medians: medianPaths(plot, points),
    lone: lonePath(plot, points),
  };
}

function Smoke({ drawn, overlays }: { drawn: ReturnType<typeof draw>; overlays: readonly OverlayLine[] }) {
  return (
    <Drawing height={HEIGHT} width={PLOT_WIDTH}>
      {drawn.bands.map(({ d, opacity }) => (
        <path key={opacity} d={d} fill="var(--smoke)" fillOpacity={opacity} />
      ))}
      {drawn.percentiles.map(({ name, d }) => (
        <path
          key={name}
          data-line={name}
          d={d}
          fill="none"
          stroke="var(--ink-2)"
          strokeWidth={1}
          strokeDasharray={PERCENTILE_DASH[name]}
          vectorEffect="non-scaling-stroke"
        />
      ))}
      <OverlayPaths lines={overlays} plot={drawn.plot} />
      {drawn.medians.map((path) => (
        <LossLine key={path.level} path={path} width={lossWidth(path.level)} />
      ))}
      {drawn.lone.map((path) => (
        <LossLine key={path.d} path={path} width={lossWidth(path.level) + 3.5} />
      ))}
    </Drawing>
  );
}

function LossLine({ path, width }: { path: LossPath; width: number }) {
  return (
    <path
      d={path.d}
      fill="none"
      stroke={lossColour(path.level)}
      strokeWidth={width}
      strokeLinecap="round"
      strokeLinejoin="round"
      vectorEffect="non-scaling-stroke"
    />
  );
}
