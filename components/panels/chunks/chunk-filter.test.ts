import { expect, test } from "vitest";
import type { Chunk } from "#lib/model/storage.ts";
import { filterChunks, filterCounts } from "./chunk-filter.ts";

const chunk = (chunk_name: string, change: Partial<Chunk>) =>
  ({
    chunk_name,
    state: "row",
    frozen: false,
    row_count_estimate: 5,
    range_start: null,
    range_end: null,
    ...change,
  }) as Chunk;

const chunks = [
  chunk("a", { range_start: "2026-11-05T00:00:00Z" }),
  chunk("b", { state: "compressed", frozen: true }),
  chunk("c", { state: "partial", row_count_estimate: null }),
  chunk("d", { row_count_estimate: 0 }),
];
const names = (found: Chunk[]) => found.map(({ chunk_name }) => chunk_name).join("");

test("states count and filter alike; what is not known is not empty", () => {
  expect(filterCounts(chunks)).toEqual({ row: 2, compressed: 2, late: 1, frozen: 1, empty: 1 });
  expect(names(filterChunks(chunks, "compressed", ""))).toBe("bc");
  expect(names(filterChunks(chunks, "empty", ""))).toBe("d");
  expect(names(filterChunks(chunks, null, ""))).toBe("abcd");
});

test("text finds names, days and states", () => {
  expect(names(filterChunks(chunks, null, "2026-11-05"))).toBe("a");
  expect(names(filterChunks(chunks, null, " PARTIAL "))).toBe("c");
  expect(names(filterChunks(chunks, "row", "b"))).toBe("");
});
