import { createParser } from "nuqs/server";
import { CHUNK_STATE_WORDS } from "#lib/chart-lane.ts";
import type { Chunk } from "#lib/model/storage.ts";

/** A column's key and direction. */
export type Sort = { key: string; descending: boolean };

type Value = string | number | null;

/** What each column sorts by; null comes last either way. */
const SORT_VALUES: Record<string, (chunk: Chunk) => Value> = {
  range: (chunk) => chunk.range_start,
  state: (chunk) => CHUNK_STATE_WORDS[chunk.state],
  size: (chunk) => chunk.total_bytes,
  rows: (chunk) => chunk.row_count_estimate,
  before: (chunk) => chunk.before_compression_bytes,
  after: (chunk) => chunk.after_compression_bytes,
  ratio: (chunk) => chunk.compression_ratio,
  index: (chunk) => chunk.index_bytes,
  late: (chunk) => chunk.late_row_estimate,
  scans: (chunk) => chunk.activity?.select_count ?? null,
};

const NEWEST_FIRST: Sort = { key: "range", descending: true };

/** `sort` of the address: a column's key, with "-" before it for descending. Anything unknown is newest first. */
export const parseAsChunkSort = createParser<Sort>({
  parse: (text) => {
    const key = text.replace(/^-/, "");
    return Object.hasOwn(SORT_VALUES, key) ? { key, descending: text.startsWith("-") } : null;
  },
  serialize: ({ key, descending }) => `${descending ? "-" : ""}${key}`,
  eq: (a, b) => a.key === b.key && a.descending === b.descending,
}).withDefault(NEWEST_FIRST);

/** A sorted copy; equal values stay newest first. */
export function sortChunks(chunks: Chunk[], { key, descending }: Sort): Chunk[] {
  const value = SORT_VALUES[key] ?? SORT_VALUES.range;
  const sign = descending ? -1 : 1;
  return chunks.toSorted((a, b) => {
    const [x, y] = [value?.(a) ?? null, value?.(b) ?? null];
    if (x === null || y === null) return x === y ? 0 : x === null ? 1 : -1;
    if (typeof x === "number" && typeof y === "number") return (x - y) * sign;
    return String(x) < String(y) ? -sign : String(x) > String(y) ? sign : 0;
  });
}
