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
