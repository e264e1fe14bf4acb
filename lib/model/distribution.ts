import type { RangeSource } from "./node.ts";

/** Replies with latency_ms_from <= latency_ms < latency_ms_to. */
export type LatencyBin = { latency_ms_from: number; latency_ms_to: number; reply_count: number };

/** How the replies of one node over [from, to) are spread over latency. */
export type LatencyDistribution = {
  node_id: string;
  from: string;
  to: string;
  sources: RangeSource[];
  /** The sum of all bins. */
  reply_count: number;
  /**
   * From the first to the last filled bin without a hole, each 5 % wider than the one before; a bin without replies has
   * 0. Empty when no reply came.
   */
  bins: LatencyBin[];
  as_of: string;
};
