/** Columns of `aggregates_hourly` and `aggregates_daily`. Latency covers replies, loss only measurements that know it. */
export type AggregatesTable = {
  bucket: string;
  node_id: string;
  avg_latency_ms: number | null;
  max_latency_ms: number | null;
  min_latency_ms: number | null;
  p95_latency_ms: number | null;
  avg_uptime_pct: number;
  avg_packet_loss: number | null;
  measurement_count: number;
  reply_count: number;
  loss_known_count: number;
  p05_latency_ms: number | null;
  p25_latency_ms: number | null;
  p50_latency_ms: number | null;
  p75_latency_ms: number | null;
  p99_latency_ms: number | null;
};

/** Columns of `aggregates_hourly_latency` and `aggregates_daily_latency`: a sparse histogram, one row a filled bin. */
export type AggregatesLatencyTable = {
  bucket: string;
  node_id: string;
  /** floor(ln(latency_ms) / 0.049); see lib/latency-bins.ts. */
  latency_bin: number;
  reply_count: number;
};
