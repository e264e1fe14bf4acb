import { NOT_AS_ASKED, resolutionText } from "./chart-source.ts";
import { csvLine } from "./csv.ts";
import { formatCount, formatLatency, formatRecentTime, formatTime } from "./format.ts";
import type { Jitter, JitterMeasure } from "./model/jitter.ts";
import { percentilesText } from "./source-line.ts";

/** What each measure is called, and what it counts. They are not comparable, so neither carries the other's name. */
export const JITTER_WORDS: Record<
  JitterMeasure,
  { title: string; figure: string; counted: string; is: string; columns: string[] }
> = {
  successive: {
    title: "Jitter",
    figure: "jitter",
    counted: "pairs",
    is: "mean absolute difference of successive replies",
    columns: ["jitter_ms", "pair_count"],
  },
  spread: {
    title: "Latency spread",
    figure: "p95 − p50",
    counted: "replies",
    is: "p95 − p50 of each bucket, for jitter cannot be told from rollups",
    columns: ["latency_ms_p95_minus_p50", "reply_count"],
  },
};

/** The line under the panel's title: which measure, from what, how much, how fresh; first of all when it is not as asked. */
export function jitterSource(jitter: Jitter, zone: string, as_asked: boolean): string {
  const { measure, count, jitter_ms, percentiles, as_of } = jitter;
  const { is, counted } = JITTER_WORDS[measure];
  return [
    as_asked ? "" : NOT_AS_ASKED,
    is,
    resolutionText(jitter),
    measure === "spread" ? percentilesText(percentiles, "percentiles") : "",
    `${formatCount(count)} ${counted}`,
    jitter_ms === null ? "" : `${formatLatency(jitter_ms)} over the range`,
    `read ${formatRecentTime(as_of, zone, as_of)}`,
  ]
    .filter((part) => part !== "")
    .join(" · ");
}

/** One bucket in words. */
export function jitterText({ measure, points }: Jitter, index: number, zone: string): string {
  const point = points[index];
  if (!point) return "no value";
  const { figure, counted } = JITTER_WORDS[measure];
  const value = point.jitter_ms === null ? `no ${figure}` : `${figure} ${formatLatency(point.jitter_ms)}`;
  return `${formatTime(point.time, zone)}: ${value}, ${point.count} ${counted}`;
}

/** The chart in words: where its values lie, and when it was highest. */
export function jitterSummary(jitter: Jitter, zone: string): string {
  const { measure, points, from, to } = jitter;
  const range = `${formatTime(from, zone)} to ${formatTime(to, zone)}.`;
  const known = points.flatMap(({ time, jitter_ms }) => (jitter_ms === null ? [] : [{ time, jitter_ms }]));
  const { title, is } = JITTER_WORDS[measure];
  if (known.length === 0) return `${range} ${title} (${is}) is not known: there are no two successive replies.`;
  const high = known.reduce((a, b) => (b.jitter_ms > a.jitter_ms ? b : a));
  const low = known.reduce((a, b) => (b.jitter_ms < a.jitter_ms ? b : a));
  return `${range} ${title} (${is}) lies between ${formatLatency(low.jitter_ms)} and ${formatLatency(high.jitter_ms)}, the highest at ${formatTime(high.time, zone)}.`;
}

/** The shown buckets as CSV; the heading names the measure. */
export function jitterCsv({ measure, points }: Jitter): string {
  const lines = points.map(({ time, jitter_ms, count }) => csvLine([time, jitter_ms, count]));
  return [csvLine(["time", ...JITTER_WORDS[measure].columns]), ...lines].join("");
}
