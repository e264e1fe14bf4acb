import { describe, expect, test } from "vitest";
import { chunkTone, intervalSeconds, policyEdges } from "./chart-lane.ts";
import type { Job } from "./model/storage.ts";

const NOW = Date.parse("2026-11-22T12:00:00Z");

const job = (change: Partial<Job>): Job => ({
  job_id: 1000,
  kind: "compression",
  application_name: "",
  target: "metrics",
  target_schema: "public",
  description: "",
  config: { compress_after: "3 days" },
  schedule_seconds: 3600,
  max_runtime_seconds: null,
  max_retries: -1,
  initial_start_at: null,
  last_run_succeeded: true,
  consecutive_failures: 0,
  has_worker: false,
  scheduled: true,
  state: "success",
  last_run_started_at: null,
  last_run_seconds: null,
  last_success_at: null,
  next_start_at: null,
  total_runs: 0,
  total_successes: 0,
  total_failures: 0,
  last_error: null,
  errors_visible: true,
  ...change,
});

test("late rows show as partial", () => {
  expect((["row", "compressed", "partial", "unordered", "unknown_compressed"] as const).map(chunkTone)).toEqual([
    "row",
    "compressed",
    "partial",
    "partial",
    "compressed",
  ]);
});

describe("policyEdges", () => {
  test("policies of the shown hypertables alone, by their interval", () => {
    const edges = policyEdges(
      [
        job({}),
        job({ job_id: 1001, kind: "retention", target: "public.metrics", config: { drop_after: "90 days" } }),
        job({ job_id: 1002, target: "other" }),
        job({ job_id: 1003, kind: "refresh" }),
        job({ job_id: 1004, config: { compress_after: 5000 } }),
      ],
      ["metrics"],
      NOW,
    );
    expect(edges.map((e) => [e.job_id, e.kind, (NOW - e.time_ms) / 86_400_000])).toEqual([
      [1000, "compression", 3],
      [1001, "retention", 90],
    ]);
  });
});

test.each([
  ["3 days", 259_200],
  ["90 days", 7_776_000],
  ["03:00:00", 10_800],
  ["1 day 02:30:00", 95_400],
  ["7 days -01:00:00", 601_200],
  ["1 mon", 2_629_800],
  ["2 years 3 mons", 71_004_600],
  ["12 hours", 43_200],
  ["soon", null],
  ["4 fortnights", null],
  ["", null],
  [3, null],
])("interval %s is %s seconds", (text, seconds) => {
  expect(intervalSeconds(text)).toBe(seconds);
});
