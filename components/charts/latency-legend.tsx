import { nearestPoint, pointKind } from "#lib/chart-series.ts";
import { latencyQuantity, percentQuantity } from "#lib/format.ts";
import type { Series } from "#lib/model/series.ts";
import { overlayText } from "#lib/overlay-lines.ts";
import type { OverlayLine } from "#lib/overlay-lines.ts";
import { BandSwatch, LossSwatch, PercentileSwatch } from "./latency-key.tsx";
import type { LatencyPercentile } from "./latency-key.tsx";
import { OverlaySwatch } from "./overlay-marks.tsx";

type Shown = { percentiles: readonly LatencyPercentile[]; overlays: readonly OverlayLine[] };

/** The values of the latency chart at a time, or of its newest bucket that has a measurement. */
export function latencyLegendAt(
  { points, bucket_seconds }: Series,
  time_ms: number | null,
  { percentiles, overlays }: Shown,
) {
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
      ...percentiles.map((name) => ({
        label: name,
        swatch: <PercentileSwatch name={name} />,
        value: latencyQuantity(point[`latency_ms_${name}`]),
      })),
      {
        label: "loss",
        value: point.packet_loss === null && point.count > 0 ? "not known" : percentQuantity(point.packet_loss, 2),
      },
      { label: "received", value: `${point.count} of ${point.expected_count}` },
      ...overlays.map((line) => ({
        label: line.label,
        swatch: <OverlaySwatch look={line} />,
        value: overlayText(line, from_ms + bucket_seconds * 500),
        className: "@lg:w-36",
      })),
    ],
  };
}
