import type { Figures, PercentileMethod, RangeSource, Slices } from "./node.ts";

/** The figures that can be compared with the period before. */
export type ChangeMeasure =
  | "latency_ms_p50"
  | "latency_ms_p95"
  | "latency_ms_avg"
  | "uptime_pct"
  | "packet_loss"
  | "coverage";

/**
 * Why the period before cannot be compared: `young`, the node came after its middle; `retention`, its measurements were dropped and
 * no rollup kept them; `coverage`, less than half of what its interval promises is there.
 */
export type NotComparable = "young" | "retention" | "coverage";

export type BeforeFigures = Pick<Figures, ChangeMeasure>;

/** A node in the period before. With a reason its figures stand there, but say little. */
export type NodeBefore = BeforeFigures & { node_id: string; not_comparable: NotComparable | null };

/** The fleet over the slices of the range, oldest first; null where nothing was measured. */
export type FleetTrend = Record<Exclude<ChangeMeasure, "latency_ms_avg">, (number | null)[]>;

/** The period of the same length right before a range, and how the fleet went through the range itself. */
export type FleetChanges = {
  from: string;
  to: string;
  time_zone: "UTC";
  as_of: string;
  /** The period before, [from, to). */
  before: {
    from: string;
    to: string;
    sources: RangeSource[];
    percentiles: PercentileMethod;
    fleet: BeforeFigures & { not_comparable: NotComparable | null };
    nodes: NodeBefore[];
  };
  slices: Slices;
  /** Latencies of slices come from histograms: within 2.5 %. */
  trend: FleetTrend;
};
