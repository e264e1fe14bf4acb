import type { PercentileMethod, RangeSource } from "./node.ts";

/** One bucket. A gap is a point with count 0 and nulls. `time` is the bucket's start, ISO 8601 UTC. */
export type SeriesPoint = {
  time: string;
  /** Measurements received. */
  count: number;
  /** Measurements that a probe of this interval would have sent. */
  expected_count: number;
  reply_count: number;
  latency_ms_avg: number | null;
  latency_ms_min: number | null;
  latency_ms_max: number | null;
  latency_ms_p05: number | null;
  latency_ms_p25: number | null;
  latency_ms_p50: number | null;
  latency_ms_p75: number | null;
  latency_ms_p95: number | null;
  latency_ms_p99: number | null;
  uptime_pct: number | null;
  packet_loss: number | null;
};

export type SeriesSource = RangeSource["source"];

/** A node's series over [from, to). */
export type Series = {
  node_id: string;
  from: string;
  to: string;
  source: SeriesSource;
  /** Why this source and bucket, in clauses. */
  reason: string;
  /** Days of a zone are 86,400 s by name; those of a clock change are shorter or longer. */
  bucket_seconds: number;
  /** Whose days the buckets are, from one day a bucket on: an IANA name. UTC below. */
  time_zone: string;
  /** Up to when `source` is materialized; null when read from measurements. What is later comes from measurements. */
  fresh_until: string | null;
  as_of: string;
  measurement_count: number;
  expected_count: number;
  /** received / expected, 0 to 1; null when nothing was expected. */
  coverage: number | null;
  percentiles: PercentileMethod;
  points: SeriesPoint[];
};
