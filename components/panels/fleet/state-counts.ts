import type { NodeSummary } from "#lib/model/node.ts";
import { STATES } from "./search-params.ts";
import type { State } from "./search-params.ts";

/** How many nodes are in each state. A node counts under its status and, when its figures are bad or its target is down, under that too. */
export function stateCounts(
  nodes: readonly Pick<NodeSummary, "status" | "health" | "down_since">[],
): { state: State; count: number }[] {
  const counts = new Map<string, number>();
  for (const { status, health, down_since } of nodes) {
    counts.set(status, (counts.get(status) ?? 0) + 1);
    counts.set(health, (counts.get(health) ?? 0) + 1);
    if (down_since !== null) counts.set("down", (counts.get("down") ?? 0) + 1);
  }
  return STATES.map((state) => ({ state, count: counts.get(state) ?? 0 }));
}
