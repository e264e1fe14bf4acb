import { parseAsStringLiteral } from "nuqs/server";
import { CHUNK_STATE_WORDS } from "#lib/chart-lane.ts";
import type { Chunk } from "#lib/model/storage.ts";

export const CHUNK_FILTERS = ["row", "compressed", "late", "frozen", "empty"] as const;
export type ChunkFilter = (typeof CHUNK_FILTERS)[number];

/** What each filter lets through, in words. */
export const FILTER_WORDS: Record<ChunkFilter, string> = {
  row: "row",
  compressed: "compressed",
  late: "with late rows",
  frozen: "frozen",
  empty: "empty",
};

const TESTS: Record<ChunkFilter, (chunk: Chunk) => boolean> = {
  row: ({ state }) => state === "row",
  compressed: ({ state }) => state !== "row",
  late: ({ state }) => state === "partial" || state === "unordered" || state === "partial_unordered",
  frozen: ({ frozen }) => frozen,
  empty: ({ row_count_estimate }) => row_count_estimate === 0,
};

/** `state` of the address; anything unknown is no filter. */
export const parseAsChunkFilter = parseAsStringLiteral(CHUNK_FILTERS);

/** How many chunks each filter lets through. */
export const filterCounts = (chunks: Chunk[]): Record<ChunkFilter, number> =>
  Object.fromEntries(CHUNK_FILTERS.map((key) => [key, chunks.filter(TESTS[key]).length])) as Record<
    ChunkFilter,
    number
  >;

/** Chunks of a state whose name, range or state holds the text; ranges as ISO dates. */
export function filterChunks(chunks: Chunk[], filter: ChunkFilter | null, text: string): Chunk[] {
  const wanted = text.trim().toLowerCase();
  return chunks.filter((chunk) => {
    if (filter !== null && !TESTS[filter](chunk)) return false;
    if (wanted === "") return true;
    const words = [
      chunk.chunk_name,
      chunk.range_start?.slice(0, 10),
      chunk.range_end?.slice(0, 10),
      CHUNK_STATE_WORDS[chunk.state],
    ];
    return words.some((word) => word?.toLowerCase().includes(wanted));
  });
}
