import { dayEdges } from "./days.ts";
import { UTC } from "./time-zone.ts";
import { SECONDS } from "./units.ts";

/** TimescaleDB's time_bucket counts from this Monday; ours must cut at the same moments. */
const ORIGIN_MS = Date.UTC(2000, 0, 3);

/** Start of the bucket that holds the moment; milliseconds since 1970. */
export const bucketStart = (moment_ms: number, bucket_seconds: number): number => {
  const width = bucket_seconds * 1000;
  return Math.floor((moment_ms - ORIGIN_MS) / width) * width + ORIGIN_MS;
};

/** Starts of all buckets that touch [from, to), oldest first; milliseconds since 1970. */
export const bucketStarts = (from_ms: number, to_ms: number, bucket_seconds: number): number[] => {
  const starts: number[] = [];
  for (let at = bucketStart(from_ms, bucket_seconds); at < to_ms; at += bucket_seconds * 1000) starts.push(at);
  return starts;
};

/** Where the buckets that touch [from_ms, to_ms) begin, and where the last of them ends; days are those of `time_zone`. */
export const bucketEdges = (from_ms: number, to_ms: number, bucket_seconds: number, time_zone: string): number[] => {
  if (bucket_seconds % SECONDS.day === 0 && time_zone !== UTC)
    return dayEdges(from_ms, to_ms, time_zone, bucket_seconds / SECONDS.day);
  const starts = bucketStarts(from_ms, to_ms, bucket_seconds);
  return [...starts, (starts.at(-1) ?? from_ms) + bucket_seconds * 1000];
};
