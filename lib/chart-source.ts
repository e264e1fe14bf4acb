import { formatCount, formatDuration, formatRecentTime } from "./format.ts";
import type { Series, SeriesSource } from "./model/series.ts";
import { percentilesText } from "./source-line.ts";
import { offsetLabel, UTC } from "./time-zone.ts";

const DAY = 86_400;

/** In the source line of a panel whose resolution was refused. */
export const NOT_AS_ASKED = "not the resolution asked for";

/** A bucket's length in words: "2 min", "1 h", "7 d". */
export function bucketText(seconds: number): string {
  if (seconds % DAY === 0) return `${seconds / DAY} d`;
  if (seconds % 3600 === 0) return `${seconds / 3600} h`;
  return seconds % 60 === 0 ? `${seconds / 60} min` : `${seconds} s`;
}

const NAMES: Record<SeriesSource, string> = {
  metrics: "measurements",
  aggregates_hourly: "hourly",
  aggregates_daily: "daily",
};

/** Length of a source's own rows, which needs no telling. */
const OWN_SECONDS: Record<SeriesSource, number> = { metrics: 0, aggregates_hourly: 3600, aggregates_daily: DAY };

/** "hourly", "daily in 7 d buckets", "measurements in 5 min buckets". */
export function resolutionText({ source, bucket_seconds }: Pick<Series, "source" | "bucket_seconds">): string {
  const own = bucket_seconds === OWN_SECONDS[source];
  return own ? NAMES[source] : `${NAMES[source]} in ${bucketText(bucket_seconds)} buckets`;
}

/**
 * What a chart rests on, in one line: "hourly · materialized to 13:00 · last 42 min from measurements · 58 of 60 samples ·
 * UTC+1".
 */
export function sourceText(series: Series, zone: string): string {
  const { measurement_count, expected_count, percentiles } = series;
  return [
    resolutionText(series),
    ...freshness(series, zone),
    percentiles.method === "measurements" ? "" : percentilesText(percentiles, "percentiles"),
    `${formatCount(measurement_count)} of ${formatCount(expected_count)} samples`,
    zoneText(series, zone),
  ]
    .filter((part) => part !== "")
    .join(" · ");
}

/** Whose days the buckets are, or how far the shown clock is ahead of UTC. */
function zoneText({ bucket_seconds, time_zone, to }: Series, zone: string): string {
  if (bucket_seconds % DAY !== 0) return offsetLabel(Date.parse(to), zone);
  return time_zone === UTC ? "UTC days" : `days of ${time_zone.replaceAll("_", " ")}`;
}

function freshness({ source, fresh_until, to, as_of }: Series, zone: string): string[] {
  if (source === "metrics") return [`read ${formatRecentTime(as_of, zone, as_of)}`];
  if (fresh_until === null) return ["not known how far it is materialized"];
  const end = Math.min(Date.parse(to), Date.parse(as_of));
  const behind_seconds = (end - Date.parse(fresh_until)) / 1000;
  if (behind_seconds <= 0) return ["materialized for the whole range"];
  return [
    `materialized to ${formatRecentTime(fresh_until, zone, as_of)}`,
    `last ${formatDuration(behind_seconds, 2)} from measurements`,
  ];
}
