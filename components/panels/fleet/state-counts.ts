import type { NodeSummary } from "#lib/model/node.ts";
import { STATES } from "./search-params.ts";
import type { State } from "./search-params.ts";

/** How many nodes are in each state. A node counts under its status and, when its figures are bad, under that too. */
export function stateCounts(
  nodes: readonly Pick<NodeSummary, "status" | "health">[],
): { state: State; count: number }[] {
  const counts = new Map<string, number>();
  for (const { status, health } of nodes) {
    counts.set(status, (counts.get(status) ?? 0) + 1);
    counts.set(health, (counts.get(health) ?? 0) + 1);
  }
  return STATES.map((state) => ({ state, count: counts.get(state) ?? 0 }));
}
