import type { Series } from "./series.ts";

/**
 * What is told of how much latency varies. `successive`: the mean absolute difference of successive replies, from the
 * measurements. `spread`: p95 - p50 of the bucket, where the measurements are gone or too many; the order of replies is
 * not kept in rollups. The two are not comparable and never stand in one answer.
 */
export type JitterMeasure = "successive" | "spread";

/** One bucket. `count`: pairs of successive replies that end in it, or replies; `jitter_ms` null: there is none. */
export type JitterPoint = { time: string; count: number; jitter_ms: number | null };

export type Jitter = Pick<
  Series,
  "node_id" | "from" | "to" | "as_of" | "source" | "bucket_seconds" | "time_zone" | "fresh_until" | "percentiles"
> & {
  measure: JitterMeasure;
  /** Over all pairs of the range; null for the spread, which cannot be averaged. */
  jitter_ms: number | null;
  count: number;
  points: JitterPoint[];
};
