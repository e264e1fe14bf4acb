import { severityOf } from "./levels.ts";
import type { FleetNode } from "./use-fleet-changes.ts";
import type { Sort, SortColumn, State } from "./search-params.ts";

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
export function fleetLines(nodes: readonly FleetNode[], filter: FleetFilter): FleetLine[] {
  const passed = nodes.filter(passes(filter));
  const sorted = sortNodes(passed, filter.sort);
  return filter.group ? grouped(sorted) : sorted.map(lineOf);
}

/** Every word of the search is in the node's name, region or id; of states and regions it has one that is asked for. */
function passes({ q, status, region }: FleetFilter): (node: FleetNode) => boolean {
  const words = q.toLowerCase().split(/\s+/).filter(Boolean);
  return (node) => {
    if (region.length > 0 && !region.includes(node.region ?? "")) return false;
    if (status.length > 0 && !status.some((state) => isIn(state, node))) return false;
    if (words.length === 0) return true;
    const text = `${node.node_name} ${node.region ?? ""} ${node.node_id}`.toLowerCase();
    return words.every((word) => text.includes(word));
  };
}

const isIn = (state: State, { status, health, down_since }: FleetNode): boolean =>
  state === status || state === health || (state === "down" && down_since !== null);

type Key = number | string | null;

/** What a column is sorted by; null (nothing measured, no region) goes to the end in either direction. */
const KEYS: Record<SortColumn, (node: FleetNode) => Key> = {
  status: severityOf,
  node_name: (node) => node.node_name,
  region: (node) => node.region,
  age_seconds: (node) => node.age_seconds,
  latency_ms_avg: (node) => node.latency_ms_avg,
  latency_ms_p50: (node) => node.latency_ms_p50,
  latency_ms_p95: (node) => node.latency_ms_p95,
  uptime_pct: (node) => node.uptime_pct,
  packet_loss: (node) => node.packet_loss,
  coverage: (node) => node.coverage,
  change: ({ change }) => (change?.kind === "change" ? change.delta : null),
};

/** probe-2 stands before probe-10. */
let text: Intl.Collator | undefined;

const compare = (a: Key, b: Key): number => {
  if (typeof a !== "string" || typeof b !== "string") return Number(a) - Number(b);
  text ??= new Intl.Collator("en", { numeric: true });
  return text.compare(a, b);
};

/** Of equals the order stays. */
function sortNodes(nodes: readonly FleetNode[], { column, descending }: Sort): FleetNode[] {
  const keyOf = KEYS[column];
  const sign = descending ? -1 : 1;
  return nodes
    .map((node) => ({ node, key: keyOf(node) }))
    .toSorted((a, b) => {
      if (a.key === null || b.key === null) return Number(a.key === null) - Number(b.key === null);
      return sign * compare(a.key, b.key);
    })
    .map(({ node }) => node);
}

const lineOf = (node: FleetNode): FleetLine => ({ kind: "node", key: node.node_id, node });

/** Regions by name, those without one last; inside a region the order stays. */
function grouped(nodes: readonly FleetNode[]): FleetLine[] {
  const regions = Map.groupBy(nodes, ({ region }) => region);
  return [...regions]
    .toSorted(([a], [b]) => (a === null ? 1 : b === null || a < b ? -1 : 1))
    .flatMap(([region, members]) => [
      { kind: "region" as const, key: `region:${region ?? ""}`, region, nodes: members },
      ...members.map(lineOf),
    ]);
}
