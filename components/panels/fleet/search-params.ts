import {
  createParser,
  parseAsArrayOf,
  parseAsBoolean,
  parseAsNativeArrayOf,
  parseAsString,
  parseAsStringLiteral,
} from "nuqs/server";
import { CHANGE_MEASURES } from "#lib/change.ts";
import { HEAT_SHOWN } from "#lib/heat.ts";

/** Columns that the fleet can be sorted by; in the URL under these names, "-" in front for descending. */
export const SORT_COLUMNS = [
  "status",
  "node_name",
  "region",
  "age_seconds",
  "latency_ms_avg",
  "latency_ms_p50",
  "latency_ms_p95",
  "uptime_pct",
  "packet_loss",
  "coverage",
  "change",
] as const;

export type SortColumn = (typeof SORT_COLUMNS)[number];
export type Sort = { column: SortColumn; descending: boolean };

/** Worst first. */
export const DEFAULT_SORT: Sort = { column: "status", descending: false };

/** "-latency_ms_p95": largest p95 first. */
export const parseAsSort = createParser<Sort>({
  parse: (text) => {
    const descending = text.startsWith("-");
    const column = SORT_COLUMNS.find((known) => known === (descending ? text.slice(1) : text));
    return column ? { column, descending } : null;
  },
  serialize: ({ column, descending }) => (descending ? `-${column}` : column),
  eq: (a, b) => a.column === b.column && a.descending === b.descending,
});

/** What rows can be filtered by: how recent a node is, how bad its figures are, and whether its target is down now. */
export const STATES = ["online", "late", "silent", "never", "degraded", "bad", "down"] as const;
export type State = (typeof STATES)[number];

/** The fleet table's part of the URL. */
export const fleetParams = {
  sort: parseAsSort.withDefault(DEFAULT_SORT),
  q: parseAsString.withDefault(""),
  status: parseAsArrayOf(parseAsStringLiteral(STATES)).withDefault([]),
  region: parseAsArrayOf(parseAsString).withDefault([]),
  group: parseAsBoolean.withDefault(false),
  /** What the change column compares. */
  change: parseAsStringLiteral(CHANGE_MEASURES.map(({ key }) => key)).withDefault("latency_ms_p50"),
  /** The same nodes as a list or as a heat map. */
  view: parseAsStringLiteral(["list", "map"]).withDefault("list"),
  /** What the heat map shows, and whether a line of it is one node or several; absent: by how many there are. */
  heat: parseAsStringLiteral(HEAT_SHOWN),
  lines: parseAsStringLiteral(["nodes", "fleet"]),
  /** Chosen to be compared, by node_id; the page /compare has them under the same name. */
  node: parseAsNativeArrayOf(parseAsString),
};
