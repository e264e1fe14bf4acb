import type { NodeSummary } from "./model/node.ts";
import { MILLISECONDS } from "./units.ts";

/** Of this many nodes and this share of those that ever reported, what happens to each is told as one event. */
const LEAST_NODES = 3;
const LEAST_SHARE = 0.5;
/** Nodes that fall within this time of each other, or within three of their intervals if that is longer, fall together. */
const TOGETHER_MS = 10 * MILLISECONDS.minute;

export type FleetEventKind = "silent" | "down" | "bad";

/** Something that happened to much of a region, or of the whole fleet (`scope` "fleet"), as one event. */
export type FleetEvent = {
  kind: FleetEventKind;
  scope: "region" | "fleet";
  region: string | null;
  count: number;
  /** Nodes of the region (or the fleet) that ever reported. */
  of: number;
  /** When the first of them fell, ISO 8601; null for `bad`, which is told of the range. */
  since: string | null;
};

type Member = Pick<
  NodeSummary,
  "region" | "status" | "health" | "last_seen_at" | "first_seen_at" | "down_since" | "interval_seconds"
>;

/** The moment a node fell silent or its target went down; undefined when it did not. */
const fellAt = (node: Member, kind: "silent" | "down"): number | undefined => {
  if (kind === "silent")
    return node.status === "silent" && node.last_seen_at !== null ? Date.parse(node.last_seen_at) : undefined;
  const reports = node.status === "online" || node.status === "late";
  return reports && node.down_since !== null ? Date.parse(node.down_since) : undefined;
};

/** The largest set of moments that lie together: how many, and the first. */
const largestCluster = (times: number[], together_ms: number): { count: number; first: number } => {
  const sorted = times.toSorted((a, b) => a - b);
  let best = { count: 0, first: Number.NaN };
  let start = 0;
  sorted.forEach((time, end) => {
    while (time - (sorted[start] ?? time) > together_ms) start += 1;
    if (end - start + 1 > best.count) best = { count: end - start + 1, first: sorted[start] ?? time };
  });
  return best;
};

const togetherMs = (nodes: readonly Member[]): number =>
  Math.max(TOGETHER_MS, 3000 * Math.min(...nodes.map(({ interval_seconds }) => interval_seconds)));

const isMuch = (count: number, of: number) => count >= LEAST_NODES && count >= LEAST_SHARE * of;

type Scope = Pick<FleetEvent, "scope" | "region">;

const fallOf = (nodes: readonly Member[], kind: "silent" | "down", scope: Scope): FleetEvent | undefined => {
  const times = nodes.map((node) => fellAt(node, kind)).filter((time) => time !== undefined);
  const { count, first } = largestCluster(times, togetherMs(nodes));
  return isMuch(count, nodes.length)
    ? { kind, ...scope, count, of: nodes.length, since: new Date(first).toISOString() }
    : undefined;
};

const badOf = (nodes: readonly Member[], scope: Scope): FleetEvent | undefined => {
  const bad = nodes.filter((node) => node.health === "bad" && node.status !== "silent" && node.down_since === null);
  return isMuch(bad.length, nodes.length)
    ? { kind: "bad", ...scope, count: bad.length, of: nodes.length, since: null }
    : undefined;
};

/**
 * What happened to many nodes at once, worst first: half of the fleet over several regions as one event, else half of a region (three
 * nodes at least) that fell silent or went down together, or whose figures are bad over the range.
 */
export function fleetEvents(all: readonly Member[]): FleetEvent[] {
  const nodes = all.filter(({ first_seen_at }) => first_seen_at !== null);
  const regions = [...Map.groupBy(nodes, ({ region }) => region)].filter(([region]) => region !== null);
  return (["silent", "down", "bad"] as const).flatMap((kind) => {
    const find = (members: readonly Member[], scope: Scope) =>
      kind === "bad" ? badOf(members, scope) : fallOf(members, kind, scope);
    const of_regions = regions.flatMap(([region, members]) => find(members, { scope: "region", region }) ?? []);
    const whole = find(nodes, { scope: "fleet", region: null });
    return whole && of_regions.length > 1 ? [whole] : of_regions.toSorted((a, b) => b.count - a.count);
  });
}

/** The nodes that an event is made of are found by this status and region. */
export const eventFilter = ({ kind, scope, region }: FleetEvent): { status: FleetEventKind[]; region: string[] } => ({
  status: [kind],
  region: scope === "region" && region !== null ? [region] : [],
});
