import { HEALTH_LIMITS } from "#lib/health.ts";
import type { NodeHealth, NodeStatus } from "#lib/model/node.ts";
import type { Mark } from "#components/ui/status-mark.tsx";

/** How bad one figure is. Good has no mark. */
export type Level = "degraded" | "bad" | undefined;

const atLeast = (value: number | null, limits: { degraded: number; bad: number }): Level => {
  if (value === null || value < limits.degraded) return undefined;
  return value >= limits.bad ? "bad" : "degraded";
};

const below = (value: number | null, limits: { degraded: number; bad: number }): Level => {
  if (value === null || value >= limits.degraded) return undefined;
  return value < limits.bad ? "bad" : "degraded";
};

export const p95Level = (ms: number | null): Level => atLeast(ms, HEALTH_LIMITS.latency_ms_p95);
export const lossLevel = (pct: number | null): Level => atLeast(pct, HEALTH_LIMITS.packet_loss);
export const uptimeLevel = (pct: number | null): Level => below(pct, HEALTH_LIMITS.uptime_pct);
export const coverageLevel = (share: number | null): Level => below(share, HEALTH_LIMITS.coverage);

type Marked = { status: NodeStatus; health: NodeHealth; down_since: string | null };

/** The one mark of a node: a probe that does not report comes before what its last measurements said, an outage that lasts before a range. */
export function markOf({ status, health, down_since }: Marked): Mark {
  if (status === "silent" || status === "never") return status;
  if (down_since !== null) return "down";
  if (health === "bad") return "bad";
  if (status === "late") return "late";
  return health === "degraded" ? "degraded" : "online";
}

const RANK: Record<Mark, number> = {
  down: 0,
  bad: 1,
  silent: 2,
  late: 3,
  degraded: 4,
  online: 5,
  never: 6,
};

/** Order of trouble, worst first. */
export const severityOf = (node: Marked): number => RANK[markOf(node)];
