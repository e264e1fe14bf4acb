import { invalidInput } from "./errors.ts";
import type { SeriesSource } from "./model/series.ts";

/** What the reader wants of a series instead of the table's choice; what is left open the table chooses. */
export type SeriesWish = { source?: SeriesSource | undefined; bucket_seconds?: number | undefined };

export const SERIES_SOURCES = ["metrics", "aggregates_hourly", "aggregates_daily"] as const satisfies SeriesSource[];

/** The longest bucket that can be asked for: four weeks. */
const LONGEST = 28 * 86_400;

type Value = string | string[] | null | undefined;

/** `source` and `bucket_seconds` of a URL. Throws FiberError `invalid_input` that names the parameter and its limit. */
export const readSeriesWish = ({ source, bucket_seconds }: { source?: Value; bucket_seconds?: Value }): SeriesWish => {
  const known = SERIES_SOURCES.find((name) => name === source);
  if (source != null && known === undefined)
    throw invalidInput("source", `source must be one of ${SERIES_SOURCES.join(", ")}.`);
  const seconds = typeof bucket_seconds === "string" && /^\d{1,8}$/.test(bucket_seconds) ? Number(bucket_seconds) : 0;
  if (bucket_seconds != null && (seconds < 1 || seconds > LONGEST))
    throw invalidInput("bucket_seconds", `bucket_seconds must be a whole number from 1 to ${LONGEST}.`);
  return { source: known, bucket_seconds: bucket_seconds == null ? undefined : seconds };
};
