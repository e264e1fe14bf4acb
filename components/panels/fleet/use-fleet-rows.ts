import { useMemo } from "react";
import { fleetLines } from "./fleet-lines.ts";
import type { FleetFilter, FleetLine } from "./fleet-lines.ts";
import type { FleetNode } from "./use-fleet-changes.ts";

/** The lines of the list, made anew only when nodes or filter change. */
export function useFleetRows(nodes: FleetNode[], filter: FleetFilter): { lines: FleetLine[]; shown: number } {
  const { q, status, region, group, sort } = filter;
  const { column, descending } = sort;
  return useMemo(() => {
    const lines = fleetLines(nodes, { q, status, region, group, sort: { column, descending } });
    return { lines, shown: lines.filter(({ kind }) => kind === "node").length };
  }, [nodes, q, status, region, group, column, descending]);
}
