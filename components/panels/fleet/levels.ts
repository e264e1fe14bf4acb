import { HEALTH_LIMITS } from "#lib/health.ts";
import type { NodeHealth, NodeStatus, NodeSummary } from "#lib/model/node.ts";
import type { Mark } from "#components/ui/status-mark.tsx";

/** How bad one figure is. Good has no mark. */
export type Level = "degraded" | "bad" | undefined;

const atLeast = (value: number | null, limits: { degraded: number; bad: number }): Level => {
  if (value === null || value < limits.degraded) return undefined;
  return value >= limits.bad ? "bad" : "degraded";
};

const atMost = (value: number | null, limits: { degraded: number; bad: number }): Level => {
  if (value === null || value > limits.degraded) return undefined;
  return value <= limits.bad ? "bad" : "degraded";
};

/** Coverage has no part in health (a silent probe is not a bad target); it is marked all the same when rows are missing. */
const COVERAGE_LIMITS = { degraded: 0.95, bad: 0.5 };

export const p95Level = (ms: number | null): Level => atLeast(ms, HEALTH_LIMITS.latency_ms_p95);
export const lossLevel = (pct: number | null): Level => atLeast(pct, HEALTH_LIMITS.packet_loss);
export const uptimeLevel = (pct: number | null): Level => atMost(pct, HEALTH_LIMITS.uptime_pct);
export const coverageLevel = (share: number | null): Level => atMost(share, COVERAGE_LIMITS);

/** The one mark of a node: a probe that does not report comes before what its last measurements said. */
export function markOf({ status, health }: { status: NodeStatus; health: NodeHealth }): Mark {
  if (status === "silent" || status === "never") return status;
  if (health === "bad") return "bad";
  if (status === "late") return "late";
  return health === "degraded" ? "degraded" : "online";
}

const RANK: Record<Mark, number> = { bad: 0, silent: 1, late: 2, degraded: 3, online: 4, never: 5 };

/** Order of trouble, worst first. */
export const severityOf = (node: Pick<NodeSummary, "status" | "health">): number => RANK[markOf(node)];
