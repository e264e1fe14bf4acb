import { describe, expect, test } from "vitest";
import { lifecycleBlocks, lifecycleOf } from "./lifecycle.ts";
import type { Chunk, Job } from "./model/storage.ts";

const DAY = 86_400_000;
const NOW = Date.parse("2026-11-22T12:00:00Z");

const chunk = (day: number, change: Partial<Chunk> = {}): Chunk => ({
  hypertable_schema: "public",
  hypertable_name: "metrics",
  aggregate_name: null,
  chunk_schema: "_timescaledb_internal",
  chunk_name: `_hyper_1_${day}_chunk`,
  range_start: new Date(NOW - day * DAY).toISOString(),
  range_end: new Date(NOW - (day - 1) * DAY).toISOString(),
  created_at: "2026-11-12T00:00:00Z",
  state: "row",
  frozen: false,
  table_bytes: 0,
  index_bytes: 0,
  toast_bytes: 0,
  total_bytes: 100,
  sizes_measured: true,
  row_count_estimate: 10,
  late_row_estimate: null,
  activity: null,
  before_compression_bytes: null,
  after_compression_bytes: null,
  compression_ratio: null,
  ...change,
});

const job = (change: Partial<Job>) =>
  ({
    job_id: 1,
    kind: "compression",
    target: "metrics",
    scheduled: true,
    config: { compress_after: "3 days" },
    ...change,
  }) as Job;
const named = { hypertable_schema: "public", hypertable_name: "metrics", shown_name: "metrics" };

describe("blocks", () => {
  test("oldest first, chunks without a time left out, those of one stretch together", () => {
    const blocks = lifecycleBlocks([
      chunk(1),
      chunk(2),
      chunk(2, { chunk_name: "other" }),
      chunk(9, { range_start: null }),
    ]);
    expect(blocks.map(({ chunk_name, chunk_count, total_bytes }) => [chunk_name, chunk_count, total_bytes])).toEqual([
      [null, 2, 200],
      ["_hyper_1_1_chunk", 1, 100],
    ]);
  });

  test("ten thousand become at most four hundred, and no change of state is lost", () => {
    const many = Array.from({ length: 10_000 }, (_, i) =>
      chunk(i + 1, i === 5000 ? { state: "partial" } : i > 10 ? { state: "compressed" } : {}),
    );
    const blocks = lifecycleBlocks(many);
    expect(blocks.length).toBeLessThanOrEqual(405);
    expect(blocks.reduce((sum, b) => sum + b.chunk_count, 0)).toBe(10_000);
    expect(blocks.filter(({ state }) => state === "partial")).toHaveLength(1);
    expect(blocks.at(-1)?.state).toBe("row");
  });
});

describe("collisions", () => {
  test("what is merely waiting for its run is none; what is past its turn is one", () => {
    const kinds = (days: number[], jobs = [job({})]) =>
      lifecycleOf(named, {
        chunks: days.map((day) => chunk(day)),
        aggregates: [],
        jobs,
        archived: [],
        now_ms: NOW,
      }).collisions.map(({ kind, consequence }) => `${kind}: ${consequence.split(" ").slice(0, 2).join(" ")}`);
    expect(kinds([1, 2, 3, 5])).toEqual([]);
    expect(kinds([1, 9])).toEqual(["compression_overdue: The policy"]);
    expect(kinds([9], [job({ kind: "retention", config: { drop_after: "5 days" } })])).toEqual([
      "retention_overdue: The policy",
    ]);
  });

  test("late rows are counted where they are known", () => {
    const partial = chunk(5, { state: "partial", late_row_estimate: 12 });
    const of = lifecycleOf(named, { chunks: [partial], aggregates: [], jobs: [], archived: [], now_ms: NOW });
    expect(of.collisions.map(({ title }) => title)).toEqual([
      "1 compressed chunk holds about 12 rows that came after compression",
    ]);
  });
});
