import { pointKind, spans } from "./chart-series.ts";
import type { Span } from "./chart-series.ts";
import { formatDuration, formatLatency, formatPercent, formatTime } from "./format.ts";
import type { Series, SeriesPoint } from "./model/series.ts";

const count = (n: number, one: string, many = `${one}s`) => `${n} ${n === 1 ? one : many}`;

const longest = (found: Span[]) =>
  found.reduce<Span | undefined>((a, b) => (a && a.to_ms - a.from_ms >= b.to_ms - b.from_ms ? a : b), undefined);

function stretches(series: Series, kind: "silent" | "down", zone: string): string {
  const found = spans(series.points, series.bucket_seconds, (p) => pointKind(p) === kind);
  const worst = longest(found);
  const what = kind === "silent" ? "The probe was silent" : "No reply came";
  if (!worst) return "";
  return ` ${what} in ${count(found.length, "stretch", "stretches")}, the longest ${formatDuration((worst.to_ms - worst.from_ms) / 1000, 2)} from ${formatTime(worst.from_ms, zone)}.`;
}

function extreme(points: SeriesPoint[], key: keyof SeriesPoint, sign: 1 | -1): SeriesPoint | undefined {
  return points.reduce<SeriesPoint | undefined>((best, point) => {
    const [value, held] = [point[key], best?.[key]];
    if (typeof value !== "number") return best;
    return typeof held !== "number" || (value - held) * sign > 0 ? point : best;
  }, undefined);
}

const rangeText = (series: Series, zone: string) =>
  `${formatTime(series.from, zone)} to ${formatTime(series.to, zone)}`;

/** The latency chart in words: spread of the median, the highest value, outages and silences. */
export function latencySummary(series: Series, zone: string): string {
  const low = extreme(series.points, "latency_ms_p50", -1);
  const high = extreme(series.points, "latency_ms_p50", 1);
  const top = extreme(series.points, "latency_ms_max", 1);
  const median =
    low && high
      ? ` The median lies between ${formatLatency(low.latency_ms_p50)} and ${formatLatency(high.latency_ms_p50)}.`
      : " Not one reply came.";
  const peak = top
    ? ` The highest value is ${formatLatency(top.latency_ms_max)} at ${formatTime(top.time, zone)}.`
    : "";
  return `${rangeText(series, zone)}.${median}${peak}${stretches(series, "down", zone)}${stretches(series, "silent", zone)}`;
}

/** One bucket of the latency chart in words. */
export function latencyText(series: Series, index: number, zone: string): string {
  const point = series.points[index];
  if (!point) return "no value";
  const received = `${point.count} of ${point.expected_count} received`;
  const kind = pointKind(point);
  const time = formatTime(point.time, zone);
  if (kind === "silent") return `${time}: probe silent`;
  if (kind === "unexpected") return `${time}: no measurement was due`;
  const loss = point.packet_loss === null ? "loss not known" : `loss ${formatPercent(point.packet_loss)}`;
  if (kind === "down") return `${time}: no reply, ${loss}, ${received}`;
  return `${time}: median ${formatLatency(point.latency_ms_p50)}, p95 ${formatLatency(point.latency_ms_p95)}, maximum ${formatLatency(point.latency_ms_max)}, ${loss}, ${received}`;
}

/** A chart of one share (uptime, loss) in words: its worst bucket and the silences. */
export function shareSummary(series: Series, key: "uptime_pct" | "packet_loss", zone: string): string {
  const word = key === "uptime_pct" ? "uptime" : "loss";
  const worst = extreme(series.points, key, key === "uptime_pct" ? -1 : 1);
  const value = worst?.[key] ?? null;
  if (value === null) return `${rangeText(series, zone)}. No ${word} is known.${stretches(series, "silent", zone)}`;
  const calm = value === (key === "uptime_pct" ? 100 : 0);
  const told = calm
    ? ` The ${word} is ${formatPercent(value)} throughout.`
    : ` The worst ${word} is ${formatPercent(value)} at ${formatTime(worst?.time ?? null, zone)}.`;
  return `${rangeText(series, zone)}.${told}${stretches(series, "silent", zone)}`;
}

/** The coverage chart in words. */
export function coverageSummary(series: Series, zone: string): string {
  const share =
    series.coverage === null
      ? "Nothing was expected"
      : `${series.measurement_count} of ${series.expected_count} measurements came`;
  return `${rangeText(series, zone)}. ${share}.${stretches(series, "silent", zone)}`;
}
