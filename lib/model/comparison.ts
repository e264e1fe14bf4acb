import type { Figures, Node, PercentileMethod, RangeSource } from "./node.ts";
import type { SeriesSource } from "./series.ts";

/** A node of a comparison. Each list has one entry a bucket, oldest first; null where nothing was measured. */
export type ComparedNode = {
  node: Node;
  /** Over the whole range. */
  figures: Figures;
  count: number[];
  expected_count: number[];
  reply_count: number[];
  latency_ms_p50: (number | null)[];
  latency_ms_p95: (number | null)[];
  uptime_pct: (number | null)[];
  packet_loss: (number | null)[];
};

/** Several nodes over the same buckets. */
export type Comparison = {
  from: string;
  to: string;
  time_zone: "UTC";
  as_of: string;
  /** Where the buckets come from, and why. */
  source: SeriesSource;
  reason: string;
  /** First moment of the first bucket. */
  start: string;
  bucket_seconds: number;
  bucket_count: number;
  percentiles: PercentileMethod;
  /** Where the figures of the range come from. */
  figures_sources: RangeSource[];
  figures_percentiles: PercentileMethod;
  /** In the order asked for. */
  nodes: ComparedNode[];
  /** Ids that no node has. */
  unknown_ids: string[];
};
