import type { Series } from "./series.ts";

/** A moment from which a node's replies take another time than before, for a while at least. */
export type LevelShift = {
  /** When the first bucket of the new level begins. */
  time: string;
  /** Medians of the buckets next to the shift on either side, up to the neighbouring shift. */
  latency_ms_before: number;
  latency_ms_after: number;
  /** after - before. */
  change_ms: number;
};

/** How good the marks are, measured against those of a person on other data (docs/decisions/0017-level-shifts.md). */
export type DetectorQuality = {
  /** The share of marks that a person made too, and of a person's marks that are found; 0 to 1. */
  precision: number;
  recall: number;
  /** Two marks are one and the same when they are at most so far apart. */
  tolerance_seconds: number;
  /** Length of the buckets that this was measured with: the nearest to those of the answer. */
  bucket_seconds: number;
};

/** The level shifts of a node over [from, to), newest first. */
export type LevelShifts = Pick<
  Series,
  "node_id" | "from" | "to" | "source" | "bucket_seconds" | "fresh_until" | "as_of"
> & {
  /** Why this source and bucket. */
  reason: string;
  /** Buckets with a reply; the others are not looked at. */
  bucket_count: number;
  /** A level lasts for at least so many buckets. */
  level_buckets_min: number;
  shifts: LevelShift[];
  /** Shifts left off, older than these. */
  more: number;
  detector: DetectorQuality;
};
