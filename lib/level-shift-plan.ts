import type { DetectorQuality } from "./model/level-shift.ts";
import type { SeriesSource } from "./model/series.ts";
import { EXACT_ROWS } from "./resolution.ts";
import { SECONDS } from "./units.ts";

/** More buckets than this are not looked at at once. */
export const SHIFT_BUCKETS_MAX = 5000;

/** A bucket lasts at least so long: a median of a few measurements is no outlier. */
const BUCKET_SECONDS_MIN = 240;

/** Lengths of buckets in intervals of the node. */
const INTERVALS = [1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 30, 40, 45];

export type ShiftQuestion = {
  from: Date;
  to: Date;
  interval_seconds: number;
  /** Measurements expected in the range. */
  expected_rows: number;
  measurements_kept: boolean;
};

export type ShiftPlan = { source: SeriesSource; bucket_seconds: number; reason: string };

/** The finest buckets of which a range has no more than are looked at, and the source that has their medians as they are. */
export const planShifts = ({
  from,
  to,
  interval_seconds,
  expected_rows,
  measurements_kept,
}: ShiftQuestion): ShiftPlan => {
  const seconds = (to.getTime() - from.getTime()) / 1000;
  const fits = (bucket_seconds: number) => seconds / bucket_seconds <= SHIFT_BUCKETS_MAX;
  const few = measurements_kept && expected_rows <= EXACT_ROWS.node;
  const own = few
    ? INTERVALS.map((n) => n * interval_seconds).find((bucket) => bucket >= BUCKET_SECONDS_MIN && fits(bucket))
    : undefined;
  if (own !== undefined && own < SECONDS.hour)
    return {
      source: "metrics",
      bucket_seconds: own,
      reason: `medians of ${own / interval_seconds === 1 ? "every measurement" : `${own / interval_seconds} measurements`}, the finest of at most ${SHIFT_BUCKETS_MAX} buckets`,
    };
  const why = measurements_kept ? "too many measurements to read" : "its measurements are past retention";
  if (fits(SECONDS.hour)) return { source: "aggregates_hourly", bucket_seconds: SECONDS.hour, reason: why };
  return { source: "aggregates_daily", bucket_seconds: SECONDS.day, reason: `${why}, and too many hours` };
};

/**
 * Precision and recall on the 25 probes that did not choose the parameters (docs/decisions/0017-level-shifts.md). Days were
 * not measured: those of hours stand for them.
 */
const MEASURED: readonly DetectorQuality[] = [
  { bucket_seconds: 240, precision: 0.587, recall: 0.586, tolerance_seconds: 1200 },
  { bucket_seconds: 720, precision: 0.741, recall: 0.531, tolerance_seconds: 1200 },
  { bucket_seconds: 2400, precision: 0.889, recall: 0.388, tolerance_seconds: 2400 },
  { bucket_seconds: 3600, precision: 0.942, recall: 0.301, tolerance_seconds: 3600 },
];

/** How good the detector was with buckets most like these. */
export const detectorQuality = (bucket_seconds: number): DetectorQuality =>
  MEASURED.toSorted(
    (a, b) =>
      Math.abs(Math.log(a.bucket_seconds / bucket_seconds)) - Math.abs(Math.log(b.bucket_seconds / bucket_seconds)),
  )[0]!;
