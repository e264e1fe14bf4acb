import { useMemo } from "react";
import { fleetLines } from "./fleet-lines.ts";
import type { FleetLine } from "./fleet-lines.ts";
import { askedBy } from "./fleet-start.ts";
import type { FleetStart } from "./fleet-start.ts";
import type { FleetNode } from "./use-fleet-changes.ts";
import type { FleetFilterState } from "./use-fleet-filter.ts";

export type FleetRows = {
  lines: readonly FleetLine[];
  /** Lines there are in all, of which `lines` may be the first. */
  count: number;
  /** Nodes among them; undefined while nodes are still to come that this depends on. */
  shown: number | undefined;
};

/** The lines of the list, made anew only when nodes or filter change. `start`: nodes are the first of a fleet still to come. */
export function useFleetRows(nodes: FleetNode[], filter: FleetFilterState, start: FleetStart | undefined): FleetRows {
  const { q, status, region, group, sort, view } = filter;
  const { column, descending } = sort;
  return useMemo(() => {
    const asked = { q, status, region, group, sort: { column, descending } };
    const lines = fleetLines(nodes, asked);
    if (!start) return { lines, count: lines.length, shown: lines.filter(({ kind }) => kind === "node").length };
    const is_start = !group && view === "list" && start.asked === askedBy(asked);
    return { lines, count: start.shown, shown: is_start ? start.shown : undefined };
  }, [nodes, q, status, region, group, column, descending, view, start]);
}
