import { expectedCount } from "#lib/coverage.ts";
import type { Node } from "#lib/model/node.ts";
import type { SeriesPoint } from "#lib/model/series.ts";
import type { Grid, SeriesRow } from "./series-rows.ts";

type Expecting = Pick<Node, "first_seen_at" | "interval_seconds">;

const PERCENTILES = [
  "latency_ms_p05",
  "latency_ms_p25",
  "latency_ms_p50",
  "latency_ms_p75",
  "latency_ms_p95",
  "latency_ms_p99",
] as const;

/** A bin's middle can lie beyond the bucket's own extremes; they are known exactly. */
const withinExtremes = (row: SeriesRow): SeriesRow => {
  const clamped = { ...row };
  for (const name of PERCENTILES) {
    const value = row[name];
    if (value !== null)
      clamped[name] = Math.min(row.latency_ms_max ?? value, Math.max(row.latency_ms_min ?? value, value));
  }
  return clamped;
};

type Alike = { node: Expecting; node_count: number };

/** Nodes that were there before the range and have the same interval expect the same: each kind is counted once. */
const alikeOf = (nodes: readonly Expecting[], from_ms: number): Alike[] => {
  const kinds = Map.groupBy(nodes, ({ first_seen_at, interval_seconds }) => {
    const since = first_seen_at !== null && Date.parse(first_seen_at) <= from_ms ? "before" : first_seen_at;
    return `${interval_seconds} ${since}`;
  });
  return [...kinds.values()].map((alike) => ({ node: alike[0]!, node_count: alike.length }));
};

/** What the nodes would have sent together, told as expectedCount tells it of one. */
const expectedOf = (kinds: readonly Alike[], window: { from: Date; to: Date; now: Date }, received: number) => {
  const sum = (of_each: number) =>
    kinds.reduce((total, { node, node_count }) => total + expectedCount(node, window, of_each) * node_count, 0);
  return Math.max(sum(0), Math.min(received, sum(Number.POSITIVE_INFINITY)));
};

const EMPTY: Omit<SeriesPoint, "time" | "expected_count"> = {
  count: 0,
  reply_count: 0,
  latency_ms_avg: null,
  latency_ms_min: null,
  latency_ms_max: null,
  latency_ms_p05: null,
  latency_ms_p25: null,
  latency_ms_p50: null,
  latency_ms_p75: null,
  latency_ms_p95: null,
  latency_ms_p99: null,
  uptime_pct: null,
  packet_loss: null,
};

/**
 * Every bucket of the range up to now; one without measurements is a point with count 0 and nulls. Expected is what all
 * of `nodes` together would have sent.
 */
export const fillGaps = (rows: SeriesRow[], { edges }: Grid, nodes: readonly Expecting[], now: Date): SeriesPoint[] => {
  const row_at = new Map(rows.map((row) => [Date.parse(row.time), row]));
  const end = Math.max(now.getTime(), ...row_at.keys());
  const kinds = alikeOf(nodes, edges[0]!);
  const points = edges.slice(0, -1).flatMap((at, index) => {
    if (at > end) return [];
    const row = row_at.get(at);
    const window = { from: new Date(at), to: new Date(edges[index + 1]!), now };
    const expected_count = expectedOf(kinds, window, row?.count ?? 0);
    return [{ ...EMPTY, ...(row && withinExtremes(row)), time: new Date(at).toISOString(), expected_count }];
  });
  // A bucket that has only just begun, with nothing due in it yet, is no gap.
  const newest = points.at(-1);
  const begun = newest && newest.count === 0 && newest.expected_count === 0;
  return begun && edges[points.length]! > now.getTime() ? points.slice(0, -1) : points;
};
