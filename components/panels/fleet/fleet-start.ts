import { fleetEvents } from "#lib/fleet-events.ts";
import type { FleetEvent } from "#lib/fleet-events.ts";
import type { FleetSummary } from "#lib/model/node.ts";
import { fleetLines } from "./fleet-lines.ts";
import type { FleetFilter } from "./fleet-lines.ts";
import { stateCounts } from "./state-counts.ts";
import type { State } from "./search-params.ts";

/** What a list's frame tells of all nodes: how many are in each state and region, and what happened to many at once. */
export type FleetCounts = {
  states: { state: State; count: number }[];
  /** By name; "" is none. */
  regions: [region: string, count: number][];
  events: FleetEvent[];
};

/**
 * What the page of a large fleet begins with: the nodes of the first screen in the order that the address asks for, and
 * the counts of all. Every node follows by the API.
 */
export type FleetStart = FleetCounts & {
  /** Of all nodes, but `nodes` has those of the first screen alone. */
  summary: FleetSummary;
  /** Nodes that pass the filter. */
  shown: number;
  /** The filter and order that `summary.nodes` are of. */
  asked: string;
};

/** More nodes than these are not written into the page: a summary is about a kilobyte. */
const WHOLE = 250;
/** As many lines as the server draws. */
export const FIRST_LINES = 40;

export const countsOf = (nodes: FleetSummary["nodes"]): FleetCounts => {
  const regions = new Map<string, number>();
  for (const { region } of nodes) regions.set(region ?? "", (regions.get(region ?? "") ?? 0) + 1);
  return {
    states: stateCounts(nodes),
    regions: [...regions].toSorted(([a], [b]) => (a < b ? -1 : 1)),
    events: fleetEvents(nodes),
  };
};

/** Tells whether two filters ask for the same list. */
export const askedBy = ({ q, status, region, group, sort }: FleetFilter): string =>
  JSON.stringify([q, status, region, group, sort.column, sort.descending]);

/** The start of a fleet that is too large to be written into the page; undefined for one that is not. */
export function fleetStart(summary: FleetSummary, filter: FleetFilter): FleetStart | undefined {
  if (summary.nodes.length <= WHOLE) return undefined;
  const nodes = summary.nodes.map((node) => ({ ...node, change: undefined, worsening: 0 }));
  // Heads of regions tell figures of all their nodes: a grouped list waits for them.
  const lines = filter.group ? [] : fleetLines(nodes, filter);
  const first = new Set(lines.slice(0, FIRST_LINES).map(({ key }) => key));
  const order = new Map([...first].map((key, at) => [key, at]));
  return {
    summary: {
      ...summary,
      nodes: summary.nodes
        .filter(({ node_id }) => first.has(node_id))
        .toSorted((a, b) => order.get(a.node_id)! - order.get(b.node_id)!),
    },
    shown: filter.group ? 0 : lines.length,
    asked: askedBy(filter),
    ...countsOf(summary.nodes),
  };
}
