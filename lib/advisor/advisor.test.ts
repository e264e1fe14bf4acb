import { describe, expect, test } from "vitest";
import { advise, type Facts } from "./index.ts";
import { findingsCsv, findingsSummary, runnerText, runsText } from "./summary.ts";
import { ago, idsOf, makeAggregate, makeFacts, makeGaps, makeJob, makeTable, NOW, onlyOf } from "./testing.ts";
import { alterConfig, intervalText, quoteName, relationLiteral } from "./text.ts";

/** Chunks of a compression policy, the oldest due for so many hours. */
const due = (hours: number, count = 1) => ({
  job_id: 1000,
  due_count: count,
  oldest_chunk: "_timescaledb_internal._hyper_1_9_chunk",
  oldest_due_at: ago(hours),
  due_chunks: ["_timescaledb_internal._hyper_1_9_chunk"],
  next_due_at: ago(-48),
});
const nothing_due = { ...due(0, 0), oldest_chunk: null, oldest_due_at: null, due_chunks: [] };

describe("a policy is judged by what it should have achieved", () => {
  test("nothing waits: good, and when the next whole chunk's turn is", () => {
    const { advice, jobs } = advise(makeFacts({ jobs: [makeJob({})], achievements: [nothing_due] }), []);
    expect(advice.items).toEqual([]);
    expect(jobs[0]).toMatchObject({
      verdict: "good",
      verdict_text: "every chunk older than 3 days is compressed",
      next_due_at: ago(-48),
    });
  });

  test("a turn that came after the last run waits for the next one; nothing is red", () => {
    const jobs = [makeJob({ last_run_started_at: ago(11), next_start_at: ago(-1) })];
    const report = advise(makeFacts({ jobs, achievements: [due(10)] }), []);
    expect(report.advice.items).toEqual([]);
    expect(report.jobs[0]).toMatchObject({
      verdict: "waiting",
      verdict_text: "1 chunk due, compressed with the next run",
    });
  });

  test("the grace grows with the schedule: 12 hours and half of it", () => {
    const at = (hours: number) =>
      idsOf(
        makeFacts({
          jobs: [makeJob({ last_run_started_at: ago(20), next_start_at: ago(-1) })],
          achievements: [due(hours)],
        }),
      );
    expect(at(17.9)).toEqual([]);
    expect(at(18.1)).toEqual(["warning chunks_not_compressed:metrics"]);
  });

  test("a run that succeeded after the turn and left the chunk is trouble at once", () => {
    const { finding, job } = onlyOf(makeFacts({ jobs: [makeJob({})], achievements: [due(2)] }));
    expect(finding).toMatchObject({
      finding_id: "chunks_not_compressed:metrics",
      severity: "warning",
      title: "metrics: 1 chunk not compressed, the oldest 2 h past its turn although the last run says Success.",
      sql: "SELECT compress_chunk('_timescaledb_internal._hyper_1_9_chunk');\nCALL run_job(1000);",
    });
    expect(job).toMatchObject({ verdict: "attention", finding_ids: [finding.finding_id] });
  });

  test("late by days is critical", () => {
    expect(idsOf(makeFacts({ jobs: [makeJob({})], achievements: [due(24 * 6)] }))).toEqual([
      "critical chunks_not_compressed:metrics",
    ]);
  });

  test("failed although the work is done is a notice that explains itself", () => {
    const jobs = [
      makeJob({
        state: "failed",
        last_run_succeeded: false,
        last_error: 'cannot drop portal "" while it is being set up',
        consecutive_failures: 7,
      }),
    ];
    const { finding, job } = onlyOf(makeFacts({ jobs, achievements: [nothing_due] }));
    expect(finding).toMatchObject({ severity: "notice", rule: "jobs_marked_failed", sql: null });
    expect(finding.evidence.join(" ")).toContain(
      "TimescaleDB 2.28.3 on PostgreSQL 15.20 marks every background job so",
    );
    expect(job).toMatchObject({
      verdict: "good",
      verdict_text: "every chunk older than 3 days is compressed",
      finding_ids: [finding.finding_id],
    });
  });

  test("a server that marks every job Failed is one finding; what is undone, and what fails for another reason, its own", () => {
    const marked = {
      state: "failed" as const,
      last_run_succeeded: false,
      last_error: 'cannot drop portal "" while it is being set up',
    };
    const jobs = [
      makeJob(marked),
      makeJob({ ...marked, job_id: 1001, kind: "retention", config: { drop_after: "90 days" } }),
      makeJob({ ...marked, job_id: 1002, kind: "user", target: null, config: null }),
    ];
    const kept = [nothing_due, { ...nothing_due, job_id: 1001 }];
    const { advice } = advise(makeFacts({ jobs, achievements: kept }), []);
    expect(advice.items.map(({ finding_id }) => finding_id)).toEqual(["jobs_marked_failed:background jobs"]);
    expect(advice.items[0]?.evidence).toContain(
      "2 of the 2 policies among them that can be judged did all that was due.",
    );
    expect(idsOf(makeFacts({ jobs, achievements: [due(24 * 2), kept[1]!] }))).toEqual([
      "warning chunks_not_compressed:metrics",
      "warning jobs_marked_failed:background jobs",
    ]);
    const other = makeJob({ ...marked, job_id: 1003, kind: "user", target: null, last_error: "no room" });
    expect(idsOf(makeFacts({ jobs: [...jobs, other], achievements: kept }))).toEqual([
      "warning job_failing:job 1003",
      "notice jobs_marked_failed:background jobs",
    ]);
    const mended = jobs.map((job) => ({ ...job, state: "success" as const, last_run_succeeded: true }));
    expect(idsOf(makeFacts({ jobs: mended, achievements: kept }))).toEqual([]);
  });

  test("an aggregate is judged by how far refreshes have come, so that silent probes are no trouble", () => {
    const jobs = [
      makeJob({
        kind: "refresh",
        target: "hourly",
        config: { start_offset: "3 days", end_offset: "01:00:00" },
        schedule_seconds: 3600,
      }),
    ];
    const facts = (hours: number) =>
      makeFacts({
        jobs,
        aggregates: [makeAggregate({ materialized_until: ago(500), behind_seconds: 500 * 3600 })],
        gaps: [makeGaps({ processed_until: ago(hours) })],
      });
    expect(idsOf(facts(2))).toEqual([]);
    expect(idsOf(facts(8))).toEqual(["warning aggregate_behind:hourly"]);
  });
});

describe("jobs that do not run well are told apart", () => {
  const of = (change: Parameters<typeof makeJob>[0], more: Partial<Facts> = {}) =>
    onlyOf(
      makeFacts({
        jobs: [makeJob({ kind: "user", target: null, config: null, schedule_seconds: 3600, ...change })],
        ...more,
      }),
    );
  const unfinished = { state: "running" as const, last_run_succeeded: null, next_start_at: null };

  test("hung: a worker is at it beyond the limit", () => {
    const { finding } = of({ ...unfinished, has_worker: true, max_runtime_seconds: 1800 });
    expect(finding.rule).toBe("job_hung");
    expect(finding.sql).toContain("pg_terminate_backend");
  });
  test("crashed: no session bears its name", () => expect(of(unfinished).finding.rule).toBe("job_crashed"));
  test("crashed: the next try is set while the run has no end", () =>
    expect(of({ ...unfinished, next_start_at: ago(-1) }).finding.rule).toBe("job_crashed"));
  test("crashed: the server noted a failure that gives no reason, as it does when a worker was ended", () => {
    const last_error = 'failed to execute job Job 1000 ("User-Defined Action [1000]") failed to execute.';
    const { finding, job } = of({ state: "failed", last_run_succeeded: false, last_error });
    expect(finding.rule).toBe("job_crashed");
    expect(finding.evidence[0]).toBe("Its worker was ended during the run, and no reason noted.");
    expect(job?.condition).toBe("crashed");
  });
  test("crashed at once: the scheduler noted the end of a process that was killed, in the history alone", () => {
    const killed = { job_id: 1000, started_at: null, finished_at: ago(0.99), succeeded: false, sqlerrcode: null };
    const { finding } = of(unfinished, { runs: [{ ...killed, error: null }] });
    expect(finding.rule).toBe("job_crashed");
    expect(finding.evidence).toContain("The server noted 2026-03-31 11:00 UTC that its process is gone.");
    const before = { ...killed, finished_at: ago(2), error: null };
    const facts = makeFacts({
      jobs: [makeJob({ ...unfinished, has_worker: true })],
      achievements: [nothing_due],
      runs: [before],
    });
    expect(advise(facts, []).jobs[0]?.condition).toBe("running");
  });
  test("crashed: a run that its limit ended names the limit", () => {
    const { finding } = of({ ...unfinished, max_runtime_seconds: 5 });
    expect(finding.rule).toBe("job_crashed");
    expect(finding.evidence).toContain("The server ends a run after 5 s, and notes nothing then.");
  });
  test("runs that neither succeeded nor failed ended without a word, but for the one that goes on", () => {
    const text = (change: Parameters<typeof makeJob>[0]) => {
      const report = advise(makeFacts({ jobs: [makeJob(change)], achievements: [nothing_due] }), []).jobs[0];
      return report && runsText(report);
    };
    expect(text({ total_runs: 10, total_successes: 8, total_failures: 2 })).toBe("80.0 % of 10 runs succeeded");
    expect(text({ total_runs: 10, total_successes: 6, total_failures: 2 })).toBe(
      "60.0 % of 10 runs succeeded, 2 ended without a word",
    );
    expect(text({ ...unfinished, has_worker: true, total_runs: 10, total_successes: 9, total_failures: 0 })).toBe(
      "100 % of 9 runs succeeded",
    );
    expect(text({ ...unfinished, has_worker: true, total_runs: 1, total_successes: 0 })).toBeNull();
  });
  test("a next start that somebody set during a run does not make it a crash", () => {
    const job = makeJob({ ...unfinished, has_worker: true, next_start_at: ago(0) });
    expect(advise(makeFacts({ jobs: [job], achievements: [nothing_due] }), []).jobs[0]?.condition).toBe("running");
  });
  test("running is no trouble, however much waits", () => {
    const facts = makeFacts({ jobs: [makeJob({ ...unfinished, has_worker: true })], achievements: [due(400)] });
    const { advice, jobs } = advise(facts, []);
    expect(advice.items).toEqual([]);
    expect(jobs[0]).toMatchObject({ condition: "running", verdict: "waiting" });
  });
  test("a policy whose first run is yet to come is late for nothing", () => {
    const never = { state: "never", last_run_started_at: null, last_run_succeeded: null } as const;
    const at = (initial_start_at: string) =>
      advise(makeFacts({ jobs: [makeJob({ ...never, initial_start_at })], achievements: [due(400)] }), []);
    const waits = at(ago(-48));
    expect(waits.advice.items).toEqual([]);
    expect(waits.jobs[0]?.verdict).toBe("waiting");
    expect(waits.jobs[0]?.verdict_text).toContain("with its first run");
    expect(at(ago(20)).advice.items.map(({ rule }) => rule)).toEqual(["chunks_not_compressed"]);
  });
  test("never started", () =>
    expect(
      of({ state: "never", last_run_started_at: null, last_run_succeeded: null, initial_start_at: ago(2) }).finding
        .rule,
    ).toBe("job_never_started"));
  test("not started though its time is past", () =>
    expect(of({ next_start_at: ago(1) }).finding.rule).toBe("job_not_started"));
  test("paused by someone, and given up by TimescaleDB", () => {
    expect(of({ scheduled: false, state: "paused" }).finding.rule).toBe("job_paused");
    expect(of({ scheduled: false, state: "paused", max_retries: 3, consecutive_failures: 3 }).finding.rule).toBe(
      "job_given_up",
    );
  });
  test("a first run that is not due yet is waited for", () => {
    const job = makeJob({
      kind: "user",
      target: null,
      state: "never",
      last_run_started_at: null,
      last_run_succeeded: null,
      initial_start_at: ago(-1),
    });
    expect(advise(makeFacts({ jobs: [job] }), []).jobs[0]).toMatchObject({ condition: "waiting", verdict: "waiting" });
  });
});

test("what was snoozed stands last and does not count, until its time", () => {
  const facts = makeFacts({
    jobs: [makeJob({ scheduled: false, state: "paused" })],
    achievements: [nothing_due],
    tables: [makeTable({ unordered_count: 1 })],
  });
  const snooze = { finding_id: "job_paused:job 1000", reason: "import", snoozed_by: "ana", snoozed_at: ago(1) };
  expect(idsOf(facts)).toEqual(["warning job_paused:job 1000", "notice unordered_chunks:metrics"]);
  const { items } = advise(facts, [{ ...snooze, until: ago(-1) }]).advice;
  expect(items.map(({ finding_id }) => finding_id)).toEqual(["unordered_chunks:metrics", "job_paused:job 1000"]);
  expect(findingsSummary(items)).toBe("1 notice, 1 snoozed");
  expect(idsOf(facts, [{ ...snooze, until: NOW }])[0]).toBe("warning job_paused:job 1000");
  expect(findingsCsv(items).split("\r\n")).toHaveLength(4);
});

test("what cannot be judged is said, and is not good", () => {
  const { unjudged } = advise(
    makeFacts({
      edition: "apache",
      jobs: [makeJob({ target: null, kind: "user", errors_visible: false })],
      achievements: [nothing_due],
      tables: [makeTable({ partial_count: null })],
    }),
    [],
  ).advice;
  expect(unjudged.map(({ subject }) => subject)).toEqual([
    "policies and aggregates",
    "late rows",
    "history of job 1000",
  ]);
});

test("policies that an edition keeps and does not run are one critical finding, and no job is good", () => {
  const runner = { ...makeFacts({}).runner, kind: "none" as const, running: false };
  const job = makeJob({ state: "not_available" });
  const due = { ...nothing_due, due_count: 1, oldest_chunk: "_hyper_1_1_chunk", oldest_due_at: ago(100) };
  const facts = makeFacts({ edition: "apache", runner, jobs: [job], achievements: [due] });
  expect(idsOf(facts)).toEqual(["critical edition_runs_no_jobs:edition"]);
  const { jobs, advice } = advise(facts, []);
  expect(jobs[0]).toMatchObject({ condition: "not_available", verdict: "attention" });
  expect(jobs[0]?.verdict_text).toContain("not run by the Apache edition; 1 chunk not compressed");
  expect(advice.unjudged.map(({ subject }) => subject)).toEqual(["policies and aggregates"]);
  expect(runnerText(runner)).toContain("Apache");
  expect(idsOf({ ...facts, edition: "timescale", runner: makeFacts({}).runner, jobs: [makeJob({})] })).toHaveLength(1);
});

test("names and settings are written so that PostgreSQL takes them", () => {
  expect([quoteName("metrics"), quoteName("order"), quoteName('a"b'), quoteName("Ä")]).toEqual([
    "metrics",
    '"order"',
    '"a""b"',
    '"Ä"',
  ]);
  expect(relationLiteral("public", "it's")).toBe(`'public."it''s"'`);
  expect(alterConfig({ job_id: 7, config: { a: "it's" } }, { b: "2 days" })).toBe(
    `SELECT alter_job(7, config => '{"a":"it''s","b":"2 days"}'::jsonb);`,
  );
  expect([intervalText(172_800), intervalText(5400)]).toEqual(["2 days", "90 minutes"]);
});
