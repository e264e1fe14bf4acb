import type { Figures, FleetSummary, NodeHealth, NodeStatus } from "./model/node.ts";

/** A node is online up to this many of its intervals after its last measurement, then late, then silent. */
export const STATUS_INTERVALS = { online: 2, late: 10 } as const;

/**
 * Where a figure counts as degraded or bad: loss and p95 from the limit on, uptime and coverage below it. The only place that says
 * so, for the fleet's marks, the node's health and the shades of uptime charts.
 */
export const HEALTH_LIMITS = {
  packet_loss: { degraded: 1, bad: 5 },
  latency_ms_p95: { degraded: 300, bad: 1000 },
  uptime_pct: { degraded: 99.9, bad: 99 },
  /** Has no part in health (a silent probe is not a bad target); marked all the same when measurements are missing. */
  coverage: { degraded: 0.95, bad: 0.5 },
} as const;

/** A target is down now when this many of its newest measurements, one after the other, had no reply. */
export const OUTAGE_MEASUREMENTS = 3;

/** How recently a node reported. `age_seconds` null: it never did. */
export const nodeStatus = (age_seconds: number | null, interval_seconds: number): NodeStatus => {
  if (age_seconds === null) return "never";
  if (age_seconds <= STATUS_INTERVALS.online * interval_seconds) return "online";
  return age_seconds <= STATUS_INTERVALS.late * interval_seconds ? "late" : "silent";
};

type Judged = Pick<Figures, "measurement_count" | "packet_loss" | "latency_ms_p95" | "uptime_pct">;

/** What the measurements say, however recent. The worst figure decides. */
export const nodeHealth = (figures: Judged): NodeHealth => {
  if (figures.measurement_count === 0) return "unknown";
  const reaches = (level: "degraded" | "bad") =>
    (figures.packet_loss ?? 0) >= HEALTH_LIMITS.packet_loss[level] ||
    (figures.latency_ms_p95 ?? 0) >= HEALTH_LIMITS.latency_ms_p95[level] ||
    (figures.uptime_pct ?? 100) < HEALTH_LIMITS.uptime_pct[level];
  if (reaches("bad")) return "bad";
  return reaches("degraded") ? "degraded" : "good";
};

/** How many nodes a fleet has, whichever of them are listed. */
export const nodeCount = ({ status_counts }: Pick<FleetSummary, "status_counts">): number =>
  Object.values(status_counts).reduce((sum, count) => sum + count, 0);
