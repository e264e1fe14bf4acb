"use client";

import { useMemo } from "react";
import { valueScale } from "#lib/axis.ts";
import { latencyBounds } from "#lib/chart-bounds.ts";
import { bandPath, linePath, lonePath, medianPaths, PLOT_WIDTH } from "#lib/chart-paths.ts";
import type { LossPath, Plot } from "#lib/chart-paths.ts";
import { nearestPoint, pointKind, spans } from "#lib/chart-series.ts";
import { latencySummary, latencyText } from "#lib/chart-summary.ts";
import { latencyQuantity, percentQuantity } from "#lib/format.ts";
import type { Outage } from "#lib/model/outage.ts";
import type { Series } from "#lib/model/series.ts";
import { ChartFrame } from "./chart-frame.client.tsx";
import { useChartGroup } from "./chart-group.client.tsx";
import { ChartLegend } from "./chart-legend.client.tsx";
import { Drawing, NoReplies, OutageMarks, Outliers, PlotNote, Silences, Tail } from "./chart-marks.tsx";
import { BAND_OPACITY, BandSwatch, LatencyKey, lossColour, LossSwatch, lossWidth } from "./latency-key.tsx";

const HEIGHT = 240;
const BANDS = [
  { low: "latency_ms_min", high: "latency_ms_max", opacity: BAND_OPACITY.whole },
  { low: "latency_ms_p05", high: "latency_ms_p95", opacity: BAND_OPACITY.most },
  { low: "latency_ms_p25", high: "latency_ms_p75", opacity: BAND_OPACITY.middle },
] as const;

type ChartBandLatencyProps = {
  series: Series;
  p95: boolean;
  /** Marked one by one at the head of the plot. */
  outages: Outage[];
};

/** The smoke chart: how latency is spread in each bucket, its median by the loss ramp, silence and outage as themselves. */
export function ChartBandLatency({ series, p95, outages }: ChartBandLatencyProps) {
  const { view, zone } = useChartGroup();
  const drawn = useMemo(() => draw(series, view.from_ms, view.to_ms), [series, view]);
  const summary = useMemo(() => latencySummary(series, zone), [series, zone]);
  const { points, bucket_seconds } = series;
  const fresh_ms = series.fresh_until === null ? null : Date.parse(series.fresh_until);
  const pointX = (index: number) => {
    const middle = Date.parse(points[index]?.time ?? "") + bucket_seconds * 500;
    return ((middle - view.from_ms) / (view.to_ms - view.from_ms)) * 100;
  };
  return (
    <>
      <ChartLegend at={(time_ms) => legendAt(series, time_ms, p95)} />
      <ChartFrame
        height={HEIGHT}
        label="Latency over time"
        summary={summary}
        valueText={(time_ms) => latencyText(series, nearestPoint(points, bucket_seconds, time_ms), zone)}
        axis={drawn.scale}
        unit="ms"
        above={<Outliers outliers={drawn.outliers} at={pointX} />}
      >
        <Tail view={view} from_ms={fresh_ms} />
        <Silences view={view} spans={drawn.silent} />
        <Smoke drawn={drawn} p95={p95} />
        <NoReplies view={view} spans={drawn.down} />
        <OutageMarks view={view} outages={outages} />
        {drawn.replied ? null : <PlotNote>No reply came in this range: loss is 100 %.</PlotNote>}
      </ChartFrame>
      <LatencyKey
        p95={p95}
        silent={drawn.silent.length > 0}
        down={drawn.down.length > 0}
        unknown={drawn.medians.some(({ level }) => level === null)}
        tail_ms={fresh_ms !== null && fresh_ms < view.to_ms ? fresh_ms : null}
        zone={zone}
      />
    </>
  );
}

function draw(series: Series, from_ms: number, to_ms: number) {
  const { points, bucket_seconds } = series;
  const bounds = latencyBounds(points, 4);
  const scale = valueScale(bounds?.low ?? 0, bounds?.high ?? 100, { zero: false, max_ticks: 5 });
  const plot: Plot = { from_ms, to_ms, bucket_seconds, min: scale.min, max: scale.max, height: HEIGHT };
  return {
    scale,
    replied: bounds !== null,
    outliers: (bounds?.outliers ?? []).filter(({ value }) => value > scale.max),
    silent: spans(points, bucket_seconds, (p) => pointKind(p) === "silent"),
    down: spans(points, bucket_seconds, (p) => pointKind(p) === "down"),
    bands: BANDS.map(({ low, high, opacity }) => ({ opacity, d: bandPath(plot, points, low, high) })),
    p95: linePath(plot, points, "latency_ms_p95"),
    medians: medianPaths(plot, points),
    lone: lonePath(plot, points),
  };
}

function Smoke({ drawn, p95 }: { drawn: ReturnType<typeof draw>; p95: boolean }) {
  return (
    <Drawing height={HEIGHT} width={PLOT_WIDTH}>
      {drawn.bands.map(({ d, opacity }) => (
        <path key={opacity} d={d} fill="var(--smoke)" fillOpacity={opacity} />
      ))}
      {p95 ? (
        <path
          d={drawn.p95}
          fill="none"
          stroke="var(--ink-2)"
          strokeWidth={1}
          strokeDasharray="4 3"
          vectorEffect="non-scaling-stroke"
        />
      ) : null}
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

function legendAt({ points, bucket_seconds }: Series, time_ms: number | null, p95: boolean) {
  const newest = points.findLastIndex((p) => p.count > 0);
  const index = time_ms === null ? Math.max(newest, 0) : nearestPoint(points, bucket_seconds, time_ms);
  const point = points[index];
  if (!point) return null;
  const from_ms = Date.parse(point.time);
  const range = (low: number | null, high: number | null) =>
    low === null || high === null ? "–" : `${latencyQuantity(low).value} – ${latencyQuantity(high).value}`;
  const words = { silent: "probe silent", unexpected: "none due", down: "no reply", replies: "" }[pointKind(point)];
  return {
    from_ms,
    to_ms: from_ms + bucket_seconds * 1000,
    items: [
      {
        label: "median",
        swatch: <LossSwatch packet_loss={point.packet_loss} />,
        value: words || latencyQuantity(point.latency_ms_p50),
      },
      {
        label: "p25 – p75",
        swatch: <BandSwatch band="middle" />,
        value: range(point.latency_ms_p25, point.latency_ms_p75),
        className: "@lg:w-28",
      },
      {
        label: "p5 – p95",
        swatch: <BandSwatch band="most" />,
        value: range(point.latency_ms_p05, point.latency_ms_p95),
        className: "@lg:w-28",
      },
      {
        label: "min – max",
        swatch: <BandSwatch band="whole" />,
        value: range(point.latency_ms_min, point.latency_ms_max),
        className: "@lg:w-28",
      },
      ...(p95 ? [{ label: "p95", value: latencyQuantity(point.latency_ms_p95) }] : []),
      {
        label: "loss",
        value: point.packet_loss === null && point.count > 0 ? "not known" : percentQuantity(point.packet_loss, 2),
      },
      { label: "received", value: `${point.count} of ${point.expected_count}` },
    ],
  };
}
