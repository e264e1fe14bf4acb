import { formatRecentTime, formatTime } from "./format.ts";
import type { Series } from "./model/series.ts";
import { percentilesText } from "./source-line.ts";

const DAY = 86_400;

/** A bucket's length in words: "2 min", "1 h", "7 d". */
export function bucketText(seconds: number): string {
  if (seconds % DAY === 0) return `${seconds / DAY} d`;
  if (seconds % 3600 === 0) return `${seconds / 3600} h`;
  return seconds % 60 === 0 ? `${seconds / 60} min` : `${seconds} s`;
}

/** What a chart rests on: "aggregates_hourly · 1 h buckets · materialized to 13:00, then measurements". */
export function sourceText(series: Series, zone: string): string {
  return [
    series.source,
    `${bucketText(series.bucket_seconds)} buckets`,
    freshness(series, zone),
    series.percentiles.method === "measurements" ? "" : percentilesText(series.percentiles, "percentiles"),
    series.bucket_seconds % DAY === 0 ? `${series.time_zone} days` : "",
  ]
    .filter((part) => part !== "")
    .join(" · ");
}

function freshness({ source, fresh_until, to, as_of }: Series, zone: string): string {
  if (source === "metrics") return `read ${formatRecentTime(as_of, zone, as_of)}`;
  if (fresh_until === null) return "not known how far it is materialized";
  if (Date.parse(fresh_until) >= Date.parse(to)) return "materialized for the whole range";
  return `materialized to ${formatTime(fresh_until, zone)}, then measurements`;
}
