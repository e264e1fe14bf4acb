import { describe, expect, test } from "vitest";
import type { Chunk } from "#lib/model/storage.ts";
import { parseAsChunkSort, sortChunks } from "./chunk-sort.ts";

const chunk = (chunk_name: string, change: Partial<Chunk>) =>
  ({ chunk_name, aggregate_name: null, ...change }) as Chunk;

describe("the chunk table's order", () => {
  const chunks = [
    chunk("a", { total_bytes: 5, compression_ratio: null, range_start: "2026-11-05T00:00:00Z" }),
    chunk("b", { total_bytes: 50, compression_ratio: 20, range_start: "2026-11-12T00:00:00Z" }),
    chunk("c", { total_bytes: 9, compression_ratio: 3, range_start: "2026-11-19T00:00:00Z" }),
  ];
  const names = (text: string) =>
    sortChunks(chunks, parseAsChunkSort.parse(text) ?? parseAsChunkSort.defaultValue).map((c) => c.chunk_name);

  test("by number, not by text", () => expect(names("-size")).toEqual(["b", "c", "a"]));
  test("what is not known comes last either way", () => {
    expect(names("ratio")).toEqual(["c", "b", "a"]);
    expect(names("-ratio")).toEqual(["b", "c", "a"]);
  });
  test("anything unknown is newest first", () => {
    expect(names("nonsense")).toEqual(["c", "b", "a"]);
    expect(names("constructor")).toEqual(["c", "b", "a"]);
  });
  test("comes back from the address as it went in", () => {
    expect(parseAsChunkSort.serialize({ key: "size", descending: true })).toBe("-size");
  });
});
