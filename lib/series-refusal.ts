import { bucketText, resolutionText } from "./chart-source.ts";
import type { Series } from "./model/series.ts";

/** What an address asks of a series, as it has it. */
type Asked = { source: string | null; bucket_seconds: string | null };

const SOURCES: Record<string, string> = {
  metrics: "measurements",
  aggregates_hourly: "hourly",
  aggregates_daily: "daily",
};

const bucketsText = (bucket_seconds: string): string =>
  /^[1-9]\d{0,7}$/.test(bucket_seconds)
    ? `buckets of ${bucketText(Number(bucket_seconds))}`
    : `buckets of “${bucket_seconds.slice(0, 20)}”`;

/** What was asked for: "buckets of 1 min", "measurements", "hourly in buckets of 20 min". */
export function askedText({ source, bucket_seconds }: Asked): string {
  const from = source === null ? null : (SOURCES[source] ?? `the source “${source.slice(0, 20)}”`);
  const buckets = bucket_seconds === null ? null : bucketsText(bucket_seconds);
  return [from, buckets].filter(Boolean).join(" in ");
}

/** What is drawn in its place. */
export const insteadText = (series: Pick<Series, "source" | "bucket_seconds">): string =>
  `Shown instead: ${resolutionText(series)}, chosen automatically.`;
