import { useTable } from "@tanstack/react-table";
import { useMemo } from "react";
import { columns, features } from "./columns.ts";
import type { FleetNode } from "./use-fleet-changes.ts";
import type { Sort, State } from "./search-params.ts";

export type FleetFilter = {
  q: string;
  status: readonly State[];
  region: readonly string[];
  group: boolean;
  sort: Sort;
};

/** A line of the list: a node, or the head of a region when grouped. */
export type FleetLine =
  | { kind: "node"; key: string; node: FleetNode }
  | { kind: "region"; key: string; region: string | null; nodes: FleetNode[] };

/** The nodes that pass the filter, in the order asked for, with region heads between when grouped. */
export function useFleetRows(nodes: FleetNode[], filter: FleetFilter): { lines: FleetLine[]; shown: number } {
  const { q, status, region, group, sort } = filter;
  const state = useMemo(
    () => ({
      sorting: [{ id: sort.column, desc: sort.descending }],
      globalFilter: q.trim().toLowerCase(),
      columnFilters: [
        ...(status.length > 0 ? [{ id: "status", value: status }] : []),
        ...(region.length > 0 ? [{ id: "region", value: region }] : []),
      ],
    }),
    [sort.column, sort.descending, q, status, region],
  );
  const table = useTable({
    features,
    columns,
    data: nodes,
    state,
    getRowId: (node) => node.node_id,
    getColumnCanGlobalFilter: (column) => column.id === "node_name",
    globalFilterFn: (row, _id, text: string) => matches(row.original, text),
  });
  const rows = table.getRowModel().rows;
  return useMemo(() => {
    const sorted = rows.map((row) => row.original);
    return { lines: group ? grouped(sorted) : sorted.map(lineOf), shown: sorted.length };
  }, [rows, group]);
}

/** Every word of the search is in the node's name, region or id. */
function matches({ node_name, region, node_id }: FleetNode, text: string): boolean {
  const haystack = `${node_name} ${region ?? ""} ${node_id}`.toLowerCase();
  return text.split(/\s+/).every((word) => haystack.includes(word));
}

const lineOf = (node: FleetNode): FleetLine => ({ kind: "node", key: node.node_id, node });

/** Regions by name, those without one last; inside a region the order stays. */
function grouped(nodes: readonly FleetNode[]): FleetLine[] {
  const regions = Map.groupBy(nodes, ({ region }) => region);
  return [...regions]
    .toSorted(([a], [b]) => (a === null ? 1 : b === null ? -1 : a.localeCompare(b)))
    .flatMap(([region, members]) => [
      { kind: "region" as const, key: `region:${region ?? ""}`, region, nodes: members },
      ...members.map(lineOf),
    ]);
}
