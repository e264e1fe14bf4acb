import type { Measured, Store } from "./model/capacity.ts";
import { measure, times } from "./spread.ts";
import { MILLISECONDS, SECONDS } from "./units.ts";

/** A whole day as it was counted: rows, and nodes that sent. */
export type DayCount = { from_ms: number; rows: number; nodes: number };

type ChunkRow = {
  from_ms: number;
  to_ms: number;
  bytes: number;
  compressed: boolean;
  /** Before its compression; null when not compressed. */
  before_bytes: number | null;
  /** By the statistics of the planner; null: nobody counted. */
  row_count: number | null;
};

/** A store as the database tells of it. */
export type StoreRow = {
  name: string;
  /** Where it is stored, as PostgreSQL quotes it. */
  hypertable: string;
  measurements: boolean;
  chunk_seconds: number;
  compress_after_seconds: number | null;
  retain_seconds: number | null;
  parent_bytes: number;
  index_bytes: number;
  toast_bytes: number;
  chunks: ChunkRow[];
};

/** Days by which bytes of chunks are told apart, and what is taken for the day that is not over. */
export type Counted = {
  days: DayCount[];
  today: DayCount & { to_ms: number };
  rows_per_node_day: Measured | null;
};

/** Today so far counts as much of a day as has passed, at the rows of the days before it or else as promised. */
export const openChunkDays = (of: {
  days: DayCount[];
  nodes: number;
  rows_per_node_day: Measured | null;
  interval_seconds: number;
  now: Date;
}): Counted => {
  const { days, nodes, rows_per_node_day, interval_seconds, now } = of;
  const to_ms = +now;
  const last = days.at(-1);
  const from_ms = last ? last.from_ms + MILLISECONDS.day : Math.floor(to_ms / MILLISECONDS.day) * MILLISECONDS.day;
  const share = Math.max(0, to_ms - from_ms) / MILLISECONDS.day;
  const rows = (rows_per_node_day?.mid ?? SECONDS.day / interval_seconds) * nodes * share;
  return { days, today: { from_ms, to_ms, rows, nodes: nodes * share }, rows_per_node_day };
};

/** Days of nodes and rows that lie in a chunk; undefined when it begins before what was counted. */
const inChunk = ({ days, today }: Counted, { from_ms, to_ms }: ChunkRow, counted_from_ms: number) => {
  if (from_ms < counted_from_ms && to_ms > counted_from_ms + MILLISECONDS.day && days.length >= COUNTED_MANY)
    return undefined;
  const within = days.filter((day) => day.from_ms >= from_ms && day.from_ms < to_ms);
  const open = today.from_ms >= from_ms && today.from_ms < to_ms ? [today] : [];
  const all = [...within, ...open];
  return {
    rows: all.reduce((sum, day) => sum + day.rows, 0),
    node_days: all.reduce((sum, day) => sum + day.nodes, 0),
    whole: open.length === 0,
  };
};

/** With so many days there may be older ones that were not counted. */
const COUNTED_MANY = 99;
/** A chunk tells something from so many days of nodes on. */
const LEAST_NODE_DAYS = 0.5;
/** Newest chunks that are looked at. */
const NEWEST = 26;

type Sample = { hot: number | null; warm: number | null; rows: number; node_days: number };

const samplesOf = (row: StoreRow, counted: Counted): Sample[] => {
  const counted_from_ms = counted.days[0]?.from_ms ?? counted.today.from_ms;
  return row.chunks.slice(-NEWEST).flatMap((chunk) => {
    const found = inChunk(counted, chunk, counted_from_ms);
    if (!found || found.node_days < LEAST_NODE_DAYS || chunk.bytes === 0) return [];
    return [
      {
        hot: chunk.compressed ? chunk.before_bytes : chunk.bytes,
        warm: chunk.compressed ? chunk.bytes : null,
        // Before the first whole day nothing was counted but by the planner.
        rows: counted.days.length === 0 && chunk.row_count !== null ? chunk.row_count : found.rows,
        node_days: found.node_days,
      },
    ];
  });
};

const each = (samples: Sample[], bytes: "hot" | "warm", by: "rows" | "node_days"): Measured | null =>
  measure(
    samples.flatMap((sample) => {
      const value = sample[bytes];
      return value === null || sample[by] <= 0 ? [] : [value / sample[by]];
    }),
  );

type Built = { store: Store; hot_bytes_per_row: Measured | null; warm_bytes_per_row: Measured | null };

/**
 * A store with what it takes: bytes of each chunk by the rows, or by the days of nodes, that it holds. Hot bytes of
 * a compressed chunk are those before its compression. Index and toast are in all of them.
 */
export const storeOf = (row: StoreRow, counted: Counted): Built => {
  const samples = samplesOf(row, counted);
  const per_row = { hot: each(samples, "hot", "rows"), warm: each(samples, "warm", "rows") };
  const promised = counted.today.nodes > 0 ? counted.today.rows / counted.today.nodes : 0;
  const daily = counted.rows_per_node_day ?? { low: promised, mid: promised, high: promised, count: 0 };
  const per_day = (tier: "hot" | "warm"): Measured | null => {
    if (!row.measurements) return each(samples, tier, "node_days");
    const bytes = per_row[tier];
    return bytes && times(bytes, daily);
  };
  const { measurements, chunks, hypertable: _hypertable, ...rest } = row;
  return {
    store: {
      ...rest,
      kind: measurements ? "measurements" : "rollup",
      hot_bytes_per_node_day: per_day("hot"),
      warm_bytes_per_node_day: per_day("warm"),
      total_bytes: chunks.reduce((sum, chunk) => sum + chunk.bytes, row.parent_bytes),
      chunks: chunks.map(({ from_ms, to_ms, bytes, compressed }) => ({ from_ms, to_ms, bytes, compressed })),
    },
    hot_bytes_per_row: per_row.hot,
    warm_bytes_per_row: per_row.warm,
  };
};
