import { describe, expect, test } from "vitest";
import { chunkAchievement } from "./advisor/achievement.ts";
import { lifecycleBlocks, lifecycleOf } from "./lifecycle.ts";
import type { Chunk, Job } from "./model/storage.ts";

const DAY = 86_400_000;
const NOW = Date.parse("2026-11-22T12:00:00Z");

const CREATED = "2026-11-01T00:00:00Z";

const chunk = (day: number, change: Partial<Chunk> = {}): Chunk => ({
  hypertable_schema: "public",
  hypertable_name: "metrics",
  aggregate_name: null,
  chunk_schema: "_timescaledb_internal",
  chunk_name: `_hyper_1_${day}_chunk`,
  range_start: new Date(NOW - day * DAY).toISOString(),
  range_end: new Date(NOW - (day - 1) * DAY).toISOString(),
  created_at: CREATED,
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
    target_schema: "public",
    scheduled: true,
    schedule_seconds: 43_200,
    state: "success",
    initial_start_at: null,
    last_run_started_at: new Date(NOW - 30 * DAY).toISOString(),
    last_run_succeeded: true,
    config: { compress_after: "3 days" },
    ...change,
  }) as Job;
const named = { hypertable_schema: "public", hypertable_name: "metrics", shown_name: "metrics" };

test("a policy on a hypertable of the same name in another schema draws no line", () => {
  const edgesOf = (target_schema: string | null) =>
    lifecycleOf(named, {
      chunks: [chunk(1)],
      aggregates: [],
      jobs: [job({ target_schema })],
      archived: [],
      now_ms: NOW,
    }).edges;
  expect(edgesOf("public")).toHaveLength(1);
  expect(edgesOf("branch")).toEqual([]);
});

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
  /** What the lane says of chunks that ended so many days ago, and what the doctor says of the same. */
  const said = (days: number[], change: Partial<Job> = {}) => {
    const chunks = days.map((day) => chunk(day + 1));
    const policy = job(change);
    const parts = { chunks, aggregates: [], jobs: [policy], archived: [], now_ms: NOW };
    const { collisions, edges } = lifecycleOf(named, parts);
    const after = policy.kind === "retention" ? 5 : 3;
    const due = days.filter((day) => day > after).toSorted((a, b) => b - a);
    const turn = (day: number | undefined) =>
      day === undefined ? null : new Date(Math.max(NOW - (day - after) * DAY, Date.parse(CREATED))).toISOString();
    const found = { due_count: due.length, oldest_chunk: "c", oldest_due_at: turn(due[0]), due_chunks: [] };
    const now = new Date(NOW).toISOString();
    const judged = chunkAchievement(policy, { job_id: 1, next_due_at: null, ...found }, now);
    const told = edges.flatMap((edge) => edge.due ?? []);
    return { lane: collisions.map(({ title, consequence }) => [title, consequence]), due: told, judged };
  };

  test("what its schedule allows is none; what is past it is told in the doctor's words", () => {
    expect(said([0, 1, 2, 3.5])).toMatchObject({ lane: [], judged: { state: "due" } });
    const { lane, judged } = said([0, 9]);
    expect(judged).toMatchObject({ state: "overdue", text: "1 chunk not compressed, the oldest 6 d past its turn" });
    expect(lane).toEqual([[judged.text, "No run came to it: see its job."]]);
    const ran = said([9], { last_run_started_at: new Date(NOW).toISOString(), last_run_succeeded: true });
    expect(ran.lane).toEqual([[ran.judged.text, "A run came since and left it so: see its job."]]);
    const dropped = said([9, 8], { kind: "retention", config: { drop_after: "5 days" } });
    expect(dropped.lane[0]?.[0]).toBe("2 chunks not dropped, the oldest 4 d past its turn");
  });

  test("what waits for the first run of its policy, or came into being just now, is none", () => {
    const first = { state: "never", last_run_started_at: null, last_run_succeeded: null } as const;
    const start = new Date(NOW + DAY).toISOString();
    const { lane, due, judged } = said([9], { ...first, initial_start_at: start });
    expect(lane).toEqual([]);
    expect(due).toEqual([judged.text]);
    expect(judged).toMatchObject({ state: "due", text: "1 chunk due, compressed with its first run" });
    expect(said([9], { ...first, initial_start_at: new Date(NOW - DAY).toISOString() }).lane).toHaveLength(1);
    const imported = { ...chunk(40), created_at: new Date(NOW - 3_600_000).toISOString() };
    const parts = { chunks: [imported], aggregates: [], jobs: [job({})], archived: [], now_ms: NOW };
    expect(lifecycleOf(named, parts).collisions).toEqual([]);
  });

  test("a policy that does not run says why nothing will happen; frozen chunks are left to whoever froze them", () => {
    expect(said([9], { scheduled: false, state: "paused" }).lane[0]?.[1]).toContain("is paused");
    expect(said([9], { state: "not_available" }).lane[0]?.[1]).toContain("Apache edition");
    const parts = { chunks: [chunk(9, { frozen: true })], aggregates: [], jobs: [job({})], archived: [], now_ms: NOW };
    expect(lifecycleOf(named, parts).collisions).toEqual([]);
  });

  test("late rows are counted where they are known", () => {
    const partial = chunk(5, { state: "partial", late_row_estimate: 12 });
    const of = lifecycleOf(named, { chunks: [partial], aggregates: [], jobs: [], archived: [], now_ms: NOW });
    expect(of.collisions.map(({ title }) => title)).toEqual([
      "1 compressed chunk holds about 12 rows that came after compression",
    ]);
  });
});
