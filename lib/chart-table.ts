import { csvLine } from "./csv.ts";
import type { Series, SeriesPoint } from "./model/series.ts";
import { overlayColumn, overlayValues } from "./overlay-lines.ts";
import type { OverlayLine } from "./overlay-lines.ts";

/** A table's column: the key of a point, and its heading with the unit. */
export type SeriesColumn = { key: keyof SeriesPoint; heading: string };

export const SERIES_COLUMNS: Record<"latency" | "uptime" | "loss" | "coverage", SeriesColumn[]> = {
  latency: [
    { key: "latency_ms_min", heading: "min ms" },
    { key: "latency_ms_p05", heading: "p5 ms" },
    { key: "latency_ms_p25", heading: "p25 ms" },
    { key: "latency_ms_p50", heading: "p50 ms" },
    { key: "latency_ms_p75", heading: "p75 ms" },
    { key: "latency_ms_p95", heading: "p95 ms" },
    { key: "latency_ms_p99", heading: "p99 ms" },
    { key: "latency_ms_max", heading: "max ms" },
    { key: "packet_loss", heading: "loss %" },
    { key: "count", heading: "received" },
  ],
  uptime: [
    { key: "uptime_pct", heading: "uptime %" },
    { key: "count", heading: "received" },
    { key: "expected_count", heading: "expected" },
  ],
  loss: [
    { key: "packet_loss", heading: "loss %" },
    { key: "reply_count", heading: "replies" },
    { key: "count", heading: "received" },
    { key: "expected_count", heading: "expected" },
  ],
  coverage: [
    { key: "count", heading: "received" },
    { key: "expected_count", heading: "expected" },
  ],
};

/** The shown points as CSV with a header, snake_case names, empty where there is no value. Lines end in CR LF (RFC 4180). */
export function seriesCsv(series: Series, columns: SeriesColumn[], overlays: readonly OverlayLine[] = []): string {
  const keys: (keyof SeriesPoint)[] = ["time", ...columns.map((c) => c.key)];
  const laid = overlays.map((line) => overlayValues(line, series));
  const header = csvLine([...keys, ...overlays.map(overlayColumn)]);
  const rows = series.points.map((point, at) =>
    csvLine([...keys.map((key) => point[key]), ...laid.map((values) => values[at])]),
  );
  return [header, ...rows].join("");
}
