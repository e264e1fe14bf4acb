/** How recently a node reported: `online` within 2 intervals, `late` within 10, `silent` longer, `never` not once. */
export type NodeStatus = "online" | "late" | "silent" | "never";

/** What its measurements say, apart from how recent they are. `unknown`: no measurement in the range. */
export type NodeHealth = "good" | "degraded" | "bad" | "unknown";

/** Where the measurements of a node came from. */
export type NodeOrigin = "probe" | "demo" | "import";

/** A row of table `nodes`. Times are ISO 8601 UTC. */
export type Node = {
  node_id: string;
  node_name: string;
  region: string | null;
  /** Expected distance of two measurements. */
  interval_seconds: number;
  origin: NodeOrigin;
  created_at: string;
  first_seen_at: string | null;
  last_seen_at: string | null;
};

/**
 * Figures over one range. Latency covers replies only, loss only measurements that know it, uptime all measurements.
 * null: no such measurement in the range.
 */
export type Figures = {
  measurement_count: number;
  expected_count: number;
  /** received / expected, 0 to 1 (above 1 when a probe sends more often than its interval); null when nothing was expected. */
  coverage: number | null;
  reply_count: number;
  loss_known_count: number;
  latency_ms_avg: number | null;
  latency_ms_min: number | null;
  latency_ms_max: number | null;
  latency_ms_p50: number | null;
  latency_ms_p95: number | null;
  latency_ms_p99: number | null;
  uptime_pct: number | null;
  packet_loss: number | null;
};

/** A node as the fleet table shows it. */
export type NodeSummary = Node &
  Figures & {
    status: NodeStatus;
    health: NodeHealth;
    /** Seconds since the last measurement; null when there is none. */
    age_seconds: number | null;
    /** Since when its target gives no reply, on the newest measurements of a probe that still reports, whatever the range; null: it replies. */
    down_since: string | null;
    /** Average latency per slice of the fleet's `slices`, oldest first, to four digits; null where no reply. */
    latency_ms_spark: (number | null)[];
    /** A SliceKind a slice, oldest first. */
    slice_kinds: string;
  };

/** What a slice holds: r replies, d measurements without any reply, s nothing although due (probe silent), n nothing was due. */
export type SliceKind = "r" | "d" | "s" | "n";

/** Slices of a range: whole buckets of UTC, so that each is read from rows of its own. `from` lies at or before the range's. */
export type Slices = { from: string; seconds: number; count: number };

/** Which part of a range was read from which relation. */
export type RangeSource = {
  source: "metrics" | "aggregates_hourly" | "aggregates_daily";
  from: string;
  to: string;
};

/** How the percentiles of an answer were made. */
export type PercentileMethod = {
  method: "measurements" | "histogram";
  /** Largest relative error of a percentile; 0 when computed from measurements. */
  relative_error_max: number;
};

/** The fleet over a range: totals, every node, and what the figures rest on. */
export type FleetSummary = {
  from: string;
  to: string;
  time_zone: "UTC";
  sources: RangeSource[];
  percentiles: PercentileMethod;
  /** Up to when the aggregates read here are materialized; null when only measurements were read. */
  fresh_until: string | null;
  as_of: string;
  slices: Slices;
  status_counts: Record<NodeStatus, number>;
  health_counts: Record<NodeHealth, number>;
  /** Nodes with `down_since`. */
  down_count: number;
  fleet: Figures;
  nodes: NodeSummary[];
};

/** A node as a search finds it. */
export type FoundNode = { node_id: string; node_name: string; region: string | null };
