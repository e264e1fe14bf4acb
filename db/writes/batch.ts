import type { Measurement } from "#lib/ingest/measurement.ts";
import type { KnownNode, KnownNodes } from "./nodes.ts";

const DAY_MS = 86_400_000;

/** A node's rows of one UTC day, by time, each time once. */
export type Series = { node_id: string; rows: readonly Measurement[] };

/** By node id, epoch milliseconds. */
export type SeenRanges = Map<string, { first: number; last: number }>;

/**
 * Rows as they are written: by day, node and time. All writers keep this order, so that those of the same rows wait in
 * line and never in a circle; days go first because a server buffers rows by chunk, and a chunk holds whole days.
 */
export type SortedBatch = {
  series: readonly Series[];
  /** Rows in all series. */
  row_count: number;
  seen: SeenRanges;
};

/** By time; of rows of the same time the first stands or the last. */
const byTime = (rows: readonly Measurement[], keep: "first" | "last"): readonly Measurement[] => {
  const timeAt = (at: number): number | undefined => rows[at]?.time;
  if (rows.every((row, at) => at === 0 || (timeAt(at - 1) as number) < row.time)) return rows;
  const sorted = rows.toSorted((a, b) => a.time - b.time);
  const neighbour = keep === "first" ? -1 : 1;
  return sorted.filter((row, at) => sorted[at + neighbour]?.time !== row.time);
};

type ByName = Map<string, Measurement[]>;

const groupByDay = (rows: readonly Measurement[]): [day: number, by_name: ByName][] => {
  const days = new Map<number, ByName>();
  let current: { day: number; by_name: ByName } | undefined;
  for (const row of rows) {
    const day = Math.floor(row.time / DAY_MS);
    if (current?.day !== day) {
      current = { day, by_name: days.get(day) ?? new Map<string, Measurement[]>() };
      days.set(day, current.by_name);
    }
    const same = current.by_name.get(row.node_name);
    if (same) same.push(row);
    else current.by_name.set(row.node_name, [row]);
  }
  return [...days].toSorted(([a], [b]) => a - b);
};

const listSeen = (series: readonly Series[]): SeenRanges => {
  const seen: SeenRanges = new Map();
  for (const { node_id, rows } of series) {
    const [first, last] = [rows[0]?.time ?? 0, rows.at(-1)?.time ?? 0];
    const range = seen.get(node_id);
    if (range) range.last = last;
    else seen.set(node_id, { first, last });
  }
  return seen;
};

/** Sorts rows whose nodes are all known; of rows with the same identity the first stands or the last. */
export const sortBatch = (rows: readonly Measurement[], known: KnownNodes, keep: "first" | "last"): SortedBatch => {
  const series = groupByDay(rows).flatMap(([, by_name]) =>
    [...by_name]
      .map(([name, own]) => ({ node_id: (known.get(name) as KnownNode).node_id, rows: byTime(own, keep) }))
      .toSorted((a, b) => (a.node_id < b.node_id ? -1 : 1)),
  );
  return { series, row_count: series.reduce((sum, one) => sum + one.rows.length, 0), seen: listSeen(series) };
};
