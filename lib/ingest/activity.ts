import type { IngestCounts } from "#lib/model/ingest-activity.ts";

/** Upper bounds of the bins of batch times and of lags, both in milliseconds; one more bin is above the last. */
export const BATCH_MS_BOUNDS: readonly number[] = [5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000];
export const LAG_MS_BOUNDS: readonly number[] = [
  1_000, 2_000, 5_000, 10_000, 30_000, 60_000, 120_000, 300_000, 900_000, 3_600_000, 21_600_000, 86_400_000,
  604_800_000,
];

/** The bin of a value: the first whose bound is not below it. */
export const binOf = (bounds: readonly number[], value: number): number => {
  let bin = 0;
  while (bin < bounds.length && value > (bounds[bin] as number)) bin += 1;
  return bin;
};

/** How many of the lags (milliseconds) are how long, by LAG_MS_BOUNDS. */
export const countLags = (lags: readonly number[]): number[] => {
  const counts = Array.from({ length: LAG_MS_BOUNDS.length + 1 }, () => 0);
  for (const lag of lags) {
    const bin = binOf(LAG_MS_BOUNDS, lag);
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return counts;
};

export const noCounts = (): IngestCounts => ({
  bodies: 0,
  failed_bodies: 0,
  batches: 0,
  accepted: 0,
  duplicates: 0,
  rejected: 0,
  nodes_created: 0,
  batch_ms_sum: 0,
  batch_ms_max: 0,
  batch_counts: Array.from({ length: BATCH_MS_BOUNDS.length + 1 }, () => 0),
  lag_ms_sum: 0,
  lag_ms_min: null,
  lag_ms_max: null,
  lag_counts: Array.from({ length: LAG_MS_BOUNDS.length + 1 }, () => 0),
});

const SUMS = [
  "bodies",
  "failed_bodies",
  "batches",
  "accepted",
  "duplicates",
  "rejected",
  "nodes_created",
  "batch_ms_sum",
  "lag_ms_sum",
] as const;

const addTo = (into: number[], more: readonly number[]): void => {
  for (const [bin, count] of more.entries()) into[bin] = (into[bin] ?? 0) + count;
};

const pick = (a: number | null, b: number | null, choose: (...values: number[]) => number): number | null =>
  a === null ? b : b === null ? a : choose(a, b);

/** Adds counts to others, in place. */
export const addCounts = (into: IngestCounts, more: IngestCounts): IngestCounts => {
  for (const key of SUMS) into[key] += more[key];
  into.batch_ms_max = Math.max(into.batch_ms_max, more.batch_ms_max);
  into.lag_ms_min = pick(into.lag_ms_min, more.lag_ms_min, Math.min);
  into.lag_ms_max = pick(into.lag_ms_max, more.lag_ms_max, Math.max);
  addTo(into.batch_counts, more.batch_counts);
  addTo(into.lag_counts, more.lag_counts);
  return into;
};

export type Bound = { /** At most so much; null: more than the last bound. */ at_most: number | null };

/**
 * The bound of the bin that holds quantile `q`: so many of the values are at most that. Bins add up over sources and
 * time, so this is true of any range, as exact as the bounds are close. Undefined: nothing was counted.
 */
export const quantileBound = (bounds: readonly number[], counts: readonly number[], q: number): Bound | undefined => {
  const all = counts.reduce((sum, count) => sum + count, 0);
  if (all === 0) return undefined;
  let sum = 0;
  for (const [bin, count] of counts.entries()) {
    sum += count;
    if (sum >= q * all) return { at_most: bounds[bin] ?? null };
  }
  return { at_most: null };
};

const MINUTES_KEPT_MS = 2 * 86_400_000;
/** Counts by the minute that are added up for one answer; more are taken by the hour. */
const MINUTES_READ_MAX = 300_000;
const POINTS_MAX = 180;
const BUCKET_SECONDS = [60, 300, 600, 1_800, 3_600, 10_800, 21_600, 43_200, 86_400];

/** From which counts a range is answered (by the minute or the hour), widened to whole ones, and in which buckets. */
export const activityBuckets = (
  { from, to, now }: { from: Date; to: Date; now: Date },
  sources: number,
): { from: string; to: string; counted_by_seconds: 60 | 3600; bucket_seconds: number } => {
  const seconds = (to.getTime() - from.getTime()) / 1000;
  const kept = from.getTime() >= now.getTime() - MINUTES_KEPT_MS + 60_000;
  const counted_by_seconds = kept && (seconds / 60) * sources <= MINUTES_READ_MAX ? 60 : 3600;
  const fits = (size: number) => size >= counted_by_seconds && seconds / size <= POINTS_MAX;
  const bucket_seconds = BUCKET_SECONDS.find(fits) ?? Math.ceil(seconds / POINTS_MAX / 86_400) * 86_400;
  const step = counted_by_seconds * 1000;
  return {
    from: new Date(Math.floor(from.getTime() / step) * step).toISOString(),
    to: new Date(Math.ceil(to.getTime() / step) * step).toISOString(),
    counted_by_seconds,
    bucket_seconds,
  };
};
