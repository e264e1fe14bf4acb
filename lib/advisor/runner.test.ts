import { describe, expect, test } from "vitest";
import { advise, type Facts } from "./index.ts";
import { runnerText } from "./summary.ts";
import { ago, idsOf, makeFacts, makeJob, makeTable } from "./testing.ts";

const nothing_due = {
  job_id: 1000,
  due_count: 0,
  oldest_chunk: null,
  oldest_due_at: null,
  due_chunks: [],
  next_due_at: ago(-48),
};
const unfinished = { state: "running" as const, last_run_succeeded: null, next_start_at: null };

describe("nobody runs the jobs", () => {
  const jobs = [makeJob({})];
  const achievements = [nothing_due];
  const with_runner = (change: Partial<Facts["runner"]>, embedded = false) => {
    const { runner } = makeFacts({});
    return idsOf(makeFacts({ jobs, achievements, embedded, runner: { ...runner, ...change } }));
  };
  test("no workers, no scheduler, restoring", () => {
    expect(with_runner({ max_background_workers: 0, running: false })).toEqual([
      "critical no_workers:background workers",
    ]);
    expect(with_runner({ running: false })).toEqual(["critical no_scheduler:scheduler"]);
    expect(with_runner({ restoring: true })).toEqual(["critical restoring:timescaledb.restoring"]);
    expect(with_runner({ running: null })).toEqual([]);
  });
  test("a replica does not show who is at work on its primary: nothing crashed, nobody is missed, and it is said", () => {
    const runner = { ...makeFacts({}).runner, in_recovery: true, running: null };
    const facts = makeFacts({ jobs: [makeJob({ ...unfinished, job_id: 1000 })], achievements: [nothing_due], runner });
    const { advice, jobs } = advise(facts, []);
    expect(advice.items).toEqual([]);
    expect(jobs[0]).toMatchObject({ condition: "running", verdict: "good" });
    const user = makeFacts({ jobs: [makeJob({ ...unfinished, kind: "user", target: null })], runner });
    expect(advise(user, []).jobs[0]?.verdict_text).toBe("runs, or ended without a word");
    expect(advice.unjudged.map(({ subject }) => subject)).toEqual(["who runs the jobs"]);
    expect(runnerText(runner)).toBe("run by the primary of this replica, which does not show who is at work there");
  });
  test("no policy at all is said once there are rows, and not where policies cannot be", () => {
    const tables = [makeTable({}), makeTable({ hypertable_name: "empty", chunk_count: 0 })];
    const user = makeJob({ kind: "user", target: null });
    expect(idsOf(makeFacts({ jobs: [user], tables }))).toEqual(["notice no_policies:policies"]);
    expect(idsOf(makeFacts({ jobs: [user], tables: tables.slice(1) }))).toEqual([]);
    expect(idsOf(makeFacts({ jobs: [user], tables, edition: "apache" }))).toEqual([]);
    expect(idsOf(makeFacts({ jobs, achievements, tables }))).toEqual([]);
  });
  test("the embedded runner is shown like any", () => {
    expect(with_runner({ kind: "embedded", running: false, looked_at: ago(5) }, true)).toEqual([
      "warning runner_silent:job runner",
    ]);
    const { runner } = makeFacts({});
    expect(runnerText({ ...runner, kind: "embedded", looked_at: ago(0) })).toBe(
      "run by the embedded database's runner, which looks every 3 s, last noted 2026-03-31 12:00 UTC",
    );
  });
});
