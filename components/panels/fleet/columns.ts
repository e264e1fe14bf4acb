import {
  columnFilteringFeature,
  createColumnHelper,
  createFilteredRowModel,
  createSortedRowModel,
  globalFilteringFeature,
  rowSortingFeature,
  sortFn_basic,
  sortFn_alphanumeric,
  tableFeatures,
} from "@tanstack/react-table";
import type { NodeSummary } from "#lib/model/node.ts";
import type { FleetNode } from "./use-fleet-changes.ts";
import { severityOf } from "./levels.ts";
import type { SortColumn, State } from "./search-params.ts";

export const features = tableFeatures({
  rowSortingFeature,
  columnFilteringFeature,
  globalFilteringFeature,
  sortedRowModel: createSortedRowModel(),
  filteredRowModel: createFilteredRowModel(),
  sortFns: { basic: sortFn_basic, alphanumeric: sortFn_alphanumeric },
});

const helper = createColumnHelper<typeof features, FleetNode>();

type Numeric = keyof Pick<
  NodeSummary,
  "latency_ms_avg" | "latency_ms_p50" | "latency_ms_p95" | "uptime_pct" | "packet_loss" | "coverage"
>;

/** No measurement goes to the end in either direction. */
const numeric = (id: Numeric) =>
  helper.accessor((node) => node[id] ?? undefined, { id, sortFn: "basic", sortUndefined: "last" });

/** How the table sorts and filters. What a cell looks like is in row.tsx. */
export const columns = helper.columns([
  helper.accessor(severityOf, {
    id: "status",
    sortFn: "basic",
    filterFn: (row, _id, wanted: readonly State[]) =>
      wanted.some(
        (state) =>
          state === row.original.status ||
          state === row.original.health ||
          (state === "down" && row.original.down_since !== null),
      ),
  }),
  helper.accessor("node_name", { sortFn: "alphanumeric" }),
  helper.accessor((node) => node.region ?? undefined, {
    id: "region",
    sortFn: "alphanumeric",
    sortUndefined: "last",
    filterFn: (row, _id, wanted: readonly string[]) => wanted.includes(row.original.region ?? ""),
  }),
  helper.accessor((node) => node.age_seconds ?? undefined, {
    id: "age_seconds",
    sortFn: "basic",
    sortUndefined: "last",
  }),
  numeric("latency_ms_avg"),
  numeric("latency_ms_p50"),
  numeric("latency_ms_p95"),
  numeric("uptime_pct"),
  numeric("packet_loss"),
  numeric("coverage"),
  helper.accessor((node) => (node.change?.kind === "change" ? node.change.delta : undefined), {
    id: "change",
    sortFn: "basic",
    sortUndefined: "last",
  }),
]);

export type HeadCell = {
  id: SortColumn;
  label: string;
  unit?: string;
  right?: boolean;
  /** The first click sorts the largest first. */
  largestFirst?: boolean;
  title?: string;
};

/** The header, in order. Widths are in globals of the table (`fleet-grid`). */
export const HEAD: readonly HeadCell[] = [
  { id: "status", label: "Status", title: "Worst first" },
  { id: "node_name", label: "Node" },
  { id: "region", label: "Region" },
  { id: "age_seconds", label: "Seen", right: true, title: "Time since the last measurement" },
  { id: "latency_ms_avg", label: "Latency", largestFirst: true, title: "Average latency over the range; sorts by it" },
  { id: "latency_ms_p50", label: "p50", unit: "ms", right: true, largestFirst: true },
  { id: "latency_ms_p95", label: "p95", unit: "ms", right: true, largestFirst: true },
  { id: "uptime_pct", label: "Uptime", unit: "%", right: true },
  { id: "packet_loss", label: "Loss", unit: "%", right: true, largestFirst: true },
  { id: "coverage", label: "Coverage", unit: "%", right: true, title: "Measurements received of those expected" },
  {
    id: "change",
    label: "Change",
    right: true,
    largestFirst: true,
    title: "Against the period of the same length before",
  },
];
