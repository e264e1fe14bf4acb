import type { Growth } from "./model/growth.ts";
import { MILLISECONDS, SECONDS } from "./units.ts";

const MAX_TIMES = 240;
const BUCKETS = [1, 2, 6, 12, 24, 48, 168].map((hours) => hours * SECONDS.hour);

/** The finest bucket, no finer than the samples, that cuts a range into at most 240. */
export const growthBucketSeconds = (range_seconds: number, every_seconds: number): number =>
  BUCKETS.find((bucket) => bucket >= every_seconds && range_seconds / bucket <= MAX_TIMES) ?? 14 * SECONDS.day;

/** How the size of something moved. `young`: the samples span less than a day, too little for a trend. */
export type GrowthTrend =
  | { kind: "none" }
  | { kind: "young"; since: string; samples: number }
  | { kind: "trend"; bytes_per_day: number; from: string; to: string };

const TREND_MS = 7 * MILLISECONDS.day;

/**
 * The net change a day, compression and retention included, between the newest sample and the oldest one of the seven
 * days before it. It says what happened, not what will.
 */
export const growthTrend = ({ times }: Pick<Growth, "times">, bytes: readonly (number | null)[]): GrowthTrend => {
  const known = times.flatMap((time, i) => {
    const value = bytes[i];
    return value === null || value === undefined ? [] : [{ time, ms: Date.parse(time), value }];
  });
  const last = known.at(-1);
  const first = known.find(({ ms }) => last !== undefined && ms >= last.ms - TREND_MS);
  if (!first || !last) return { kind: "none" };
  if (last.ms - first.ms < MILLISECONDS.day) return { kind: "young", since: first.time, samples: known.length };
  const bytes_per_day = ((last.value - first.value) / (last.ms - first.ms)) * MILLISECONDS.day;
  return { kind: "trend", bytes_per_day, from: first.time, to: last.time };
};
