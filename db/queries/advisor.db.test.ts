import { type Kysely, sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createDatabase } from "#db/client.ts";
import type { Database } from "#db/schema/index.ts";
import {
  createTestDatabase,
  insertMeasurements,
  insertNode,
  refreshAggregates,
  runPolicies,
  scheduleJobs,
  type TestDatabase,
} from "#db/testing/index.ts";
import { doctorStatus } from "#lib/advisor/summary.ts";
import type { Finding } from "#lib/model/advisor.ts";
import { getJudgement } from "./advisor.ts";

const DAY = 86_400_000;
const daysAgo = (days: number): string => new Date(Date.now() - days * DAY).toISOString();

let database: TestDatabase;
let db: Kysely<Database>;
let node_id: string;

const findById = async (finding_id: string): Promise<Finding | undefined> =>
  (await getJudgement(db)).advice.items.find((item) => item.finding_id === finding_id);

/** Whether `fiber doctor` tells of it, and the status it ends with, whoever runs the jobs of a test database. */
const doctorOf = async (finding_id: string): Promise<{ told: boolean; status: number }> => {
  const items = (await getJudgement(db)).advice.items.filter(({ rule }) => quiet([rule]).length > 0);
  return { told: items.some((item) => item.finding_id === finding_id), status: doctorStatus(items) };
};

const listRules = async (from = db): Promise<string[]> =>
  (await getJudgement(from)).advice.items.map((item) => item.rule);

const getJob = async (proc_name: string, relation: string): Promise<number> => {
  const { items } = (await getJudgement(db)).jobs;
  const job = items.find(
    (item) => item.target === relation && item.application_name.length > 0 && item.kind === proc_name,
  );
  if (!job) throw new Error(`No ${proc_name} policy on ${relation}.`);
  return job.job_id;
};

/** What an operator would do: every statement of a finding, as it is told. */
const mend = async (finding: Finding | undefined): Promise<void> => {
  if (!finding?.sql) throw new Error("There is nothing to mend.");
  for (const statement of finding.sql.split(/;\n|;$/).filter(Boolean)) await sql.raw(statement).execute(db);
};

const listOwnJobs = async (): Promise<number[]> => {
  const { rows } = await sql<{ job_id: number }>`
    SELECT job_id FROM timescaledb_information.jobs WHERE proc_name <> 'policy_telemetry'`.execute(db);
  return rows.map(({ job_id }) => job_id);
};

/** The bookkeeping of a run, as a scheduler writes it. */
const recordRun = (job_id: number, run: { start: string; success: boolean; failures?: number }) =>
  sql`
    INSERT INTO _timescaledb_internal.bgw_job_stat VALUES
      (${job_id}, ${run.start}::timestamptz, ${run.start}::timestamptz + INTERVAL '1 s', now() + INTERVAL '1 hour',
       ${run.start}::timestamptz, ${run.success}, 9, '0', '0', 9, 0, 0, ${run.failures ?? 0}, 0, 0)
    ON CONFLICT (job_id) DO UPDATE SET (last_start, last_finish, next_start, last_run_success, consecutive_failures)
      = (excluded.last_start, excluded.last_finish, excluded.next_start, excluded.last_run_success, excluded.consecutive_failures)`.execute(
    db,
  );

const recordRuns = async (): Promise<void> => {
  for (const job_id of await listOwnJobs()) await recordRun(job_id, { start: new Date().toISOString(), success: true });
};

/** Chunks that came into being just now are given time; here they are as old as their rows. */
const settle = () => sql`UPDATE _timescaledb_catalog.chunk SET creation_time = now() - INTERVAL '1 day'`.execute(db);

/** Weeks of a node, everything refreshed, compressed and kept, and jobs that ran just now. */
beforeAll(async () => {
  database = await createTestDatabase({ policies: true });
  db = database.db;
  ({ node_id } = await insertNode(db, { interval_seconds: 3600 }));
  await insertMeasurements(db, node_id, { from: daysAgo(24), count: 24 * 24, interval_seconds: 3600 });
  await refreshAggregates(db);
  await runPolicies(db, "policy_compression");
  await sql`ANALYZE`.execute(db);
  await scheduleJobs(db, await listOwnJobs(), { scheduled: true, next_start: new Date(Date.now() + DAY / 24) });
  await recordRuns();
  await settle();
}, 60_000);
afterAll(() => database?.drop());

/** No scheduler works in a test database, and the embedded one's runner is told not to. */
const RUNNER = ["no_scheduler", "runner_silent"];
const quiet = (rules: string[]) =>
  rules.filter((rule) => !RUNNER.includes(rule) && rule !== "setting" && rule !== "extension_update");

it("has nothing to say of a database in order but that nobody runs its jobs", async () => {
  const { advice, jobs } = await getJudgement(db);
  expect(quiet(advice.items.map((item) => item.rule))).toEqual([]);
  expect(advice.items.some((item) => RUNNER.includes(item.rule))).toBe(true);
  expect(jobs.runner).toMatchObject({ running: false });
  const policies = jobs.items.filter((job) => job.target !== null);
  expect(policies.map((job) => [job.description, job.verdict])).toEqual(
    policies.map((job) => [job.description, "good"]),
  );
});

describe("a chunk that the policy skipped", () => {
  it("is found although the last run says Success, and gone when compressed", async () => {
    const { rows } = await sql<{ chunk: string }>`
      SELECT decompress_chunk(c)::text AS chunk FROM show_chunks('metrics', older_than => now() - INTERVAL '7 days') c LIMIT 1`.execute(
      db,
    );
    await sql`ANALYZE metrics`.execute(db);
    const found = await findById("chunks_not_compressed:metrics");
    expect(found?.title).toMatch(/^metrics: 1 chunk not compressed.*although the last run says Success/);
    expect(found?.sql).toContain(`SELECT compress_chunk('${rows[0]?.chunk}');`);
    expect(found?.severity).not.toBe("notice");
    const job = (await getJudgement(db)).jobs.items.find((item) => item.job_id === found?.job_id);
    expect(job).toMatchObject({
      verdict: "attention",
      state: "success",
      finding_ids: ["chunks_not_compressed:metrics"],
    });
    expect(await doctorOf("chunks_not_compressed:metrics")).toEqual({ told: true, status: 0 });
    await mend(found);
    expect(await doctorOf("chunks_not_compressed:metrics")).toEqual({ told: false, status: 0 });
    expect(quiet(await listRules())).toEqual([]);
  });
});

it("finds rows that came late into a compressed chunk, and the hole they leave; both are mended", async () => {
  await insertMeasurements(db, node_id, { from: new Date(Date.parse(daysAgo(12)) + 1000).toISOString(), count: 1 });
  const [late, hole] = [await findById("late_rows:metrics"), await findById("refresh_hole:aggregates_hourly")];
  expect(late?.evidence[0]).toMatch(/^1 of \d+ compressed chunks/);
  expect(hole).toMatchObject({ severity: "warning" });
  expect(hole?.sql).toMatch(/^CALL refresh_continuous_aggregate\('public\.aggregates_hourly', '/);
  expect(await doctorOf("late_rows:metrics")).toEqual({ told: true, status: 0 });
  expect(await doctorOf("refresh_hole:aggregates_hourly")).toEqual({ told: true, status: 0 });
  await mend(late);
  expect(await doctorOf("late_rows:metrics")).toEqual({ told: false, status: 0 });
  for (const finding of (await getJudgement(db)).advice.items.filter((item) => item.rule === "refresh_hole"))
    await mend(finding);
  // What a refresh changed in an aggregate is new to the aggregate above it.
  for (const finding of (await getJudgement(db)).advice.items.filter((item) => item.rule === "refresh_hole"))
    await mend(finding);
  expect(quiet(await listRules())).toEqual([]);
});

it("a hole that retention reaches is critical", async () => {
  const job = await getJob("retention", "metrics");
  await insertMeasurements(db, node_id, { from: new Date(Date.parse(daysAgo(20)) + 1000).toISOString(), count: 1 });
  await sql`SELECT alter_job(${job}, config => jsonb_set(config, '{drop_after}', '"19 days"'))
    FROM timescaledb_information.jobs WHERE job_id = ${job}`.execute(db);
  expect(await findById("refresh_hole:aggregates_hourly")).toMatchObject({ severity: "critical" });
  expect(await doctorOf("refresh_hole:aggregates_hourly")).toEqual({ told: true, status: 1 });
  await sql`SELECT alter_job(${job}, config => jsonb_set(config, '{drop_after}', '"90 days"'))
    FROM timescaledb_information.jobs WHERE job_id = ${job}`.execute(db);
  await refreshAggregates(db);
  await runPolicies(db, "policy_compression");
  expect(await doctorOf("refresh_hole:aggregates_hourly")).toEqual({ told: false, status: 0 });
  expect(quiet(await listRules())).toEqual([]);
});

it("names policies that work against each other, with the SQL that ends it", async () => {
  const job = await getJob("retention", "metrics");
  const dropAfter = (age: string) =>
    sql`SELECT alter_job(${job}, config => jsonb_set(config, '{drop_after}', to_jsonb(${age}::text)))
      FROM timescaledb_information.jobs WHERE job_id = ${job}`.execute(db);
  await dropAfter("1 hour");
  expect(await doctorOf("retention_before_refresh:aggregates_hourly")).toEqual({ told: true, status: 1 });
  await dropAfter("2 days");
  const found = await findById("retention_before_refresh:aggregates_hourly");
  expect(found?.title).toBe("metrics is dropped after 2 d, inside the window in which aggregates_hourly is refreshed.");
  expect(await doctorOf("retention_before_refresh:aggregates_hourly")).toEqual({ told: true, status: 0 });
  await mend(found);
  expect(await findById("retention_before_refresh:aggregates_hourly")).toBeUndefined();
  await dropAfter("90 days");
  expect(await doctorOf("retention_before_refresh:aggregates_hourly")).toEqual({ told: false, status: 0 });
  expect(quiet(await listRules())).toEqual([]);
});

it("finds an aggregate whose watermark stands, whatever its last run says", async () => {
  await sql`CREATE MATERIALIZED VIEW standing WITH (timescaledb.continuous) AS
    SELECT time_bucket('1 hour', time) AS bucket, count(*) FROM metrics GROUP BY 1 WITH NO DATA`.execute(db);
  expect(await listRules()).toContain("aggregate_without_policy");
  const { rows } = await sql<{ job_id: number }>`
    SELECT add_continuous_aggregate_policy('standing', INTERVAL '3 days', INTERVAL '1 hour', INTERVAL '1 hour') AS job_id`.execute(
    db,
  );
  await sql`CALL refresh_continuous_aggregate('standing', NULL, now() - INTERVAL '5 days')`.execute(db);
  await recordRun(rows[0]!.job_id, { start: new Date().toISOString(), success: true });
  const found = await findById("aggregate_behind:standing");
  expect(found?.title).toMatch(
    /^standing: refreshed to .*behind its promise of 3 h although the last run says Success\.$/,
  );
  expect(await doctorOf("aggregate_behind:standing")).toEqual({ told: true, status: 1 });
  await mend(found);
  expect(await doctorOf("aggregate_behind:standing")).toEqual({ told: false, status: 0 });
  expect(quiet(await listRules())).toEqual([]);
  await sql`DROP MATERIALIZED VIEW standing`.execute(db);
});

it("quotes names that need it", async () => {
  await sql`CREATE SCHEMA "Odd ""Ones"`.execute(db);
  await sql`CREATE TABLE "Odd ""Ones"."Order's" (time timestamptz NOT NULL, v int)`.execute(db);
  await sql`SELECT create_hypertable('"Odd ""Ones"."Order''s"', 'time')`.execute(db);
  await sql`ALTER TABLE "Odd ""Ones"."Order's" SET (timescaledb.compress)`.execute(db);
  await sql`INSERT INTO "Odd ""Ones"."Order's" VALUES (now() - INTERVAL '60 days', 1)`.execute(db);
  await sql`SELECT compress_chunk(c) FROM show_chunks('"Odd ""Ones"."Order''s"') c`.execute(db);
  await sql`INSERT INTO "Odd ""Ones"."Order's" VALUES (now() - INTERVAL '60 days', 2)`.execute(db);
  const finding_id = `late_rows:"Odd ""Ones"."Order's"`;
  expect(await findById(finding_id)).toBeDefined();
  await mend(await findById(finding_id));
  expect(await findById(finding_id)).toBeUndefined();
  await sql`DROP SCHEMA "Odd ""Ones" CASCADE`.execute(db);
});

describe("a job", () => {
  let job_id: number;
  beforeAll(async () => {
    await sql`CREATE PROCEDURE public.trouble(job_id integer, config jsonb) LANGUAGE plpgsql
      AS $$ BEGIN RAISE EXCEPTION 'the disk of the archive is full'; END $$`.execute(db);
    const { rows } = await sql<{ job_id: number }>`
      SELECT add_job('public.trouble'::regproc, '1 hour', initial_start => now() - INTERVAL '2 hours') AS job_id`.execute(
      db,
    );
    job_id = rows[0]!.job_id;
  });

  it("that never started is found", async () => {
    expect(await findById(`job_never_started:job ${job_id}`)).toMatchObject({ severity: "notice" });
    expect(await doctorOf(`job_never_started:job ${job_id}`)).toEqual({ told: true, status: 0 });
  });

  it("that fails is found with its text, and readers see its runs", async () => {
    await recordRun(job_id, { start: new Date().toISOString(), success: false, failures: 3 });
    await sql`
      INSERT INTO _timescaledb_internal.bgw_job_stat_history (job_id, pid, execution_start, execution_finish, succeeded, data)
      VALUES (${job_id}, 1, now(), now(), false, '{"error_data": {"sqlerrcode": "P0001", "message": "the disk of the archive is full"}}')`.execute(
      db,
    );
    expect(await doctorOf(`job_never_started:job ${job_id}`)).toEqual({ told: false, status: 0 });
    expect(await doctorOf(`job_failing:job ${job_id}`)).toEqual({ told: true, status: 0 });
    const found = await findById(`job_failing:job ${job_id}`);
    expect(found?.evidence).toContain("The last 3 runs failed.");
    expect(found?.evidence).toContain("It says: the disk of the archive is full (P0001)");
    const reader = createDatabase({ url: database.url, access: "reader", max: 1 });
    try {
      const { advice, jobs } = await getJudgement(reader);
      const seen = jobs.items.find((item) => item.job_id === job_id);
      expect(seen).toMatchObject({ condition: "retrying", verdict: "attention" });
      expect(seen?.runs).toMatchObject([
        { succeeded: false, error: "the disk of the archive is full", sqlerrcode: "P0001" },
      ]);
      expect(advice.items.find((item) => item.finding_id === found?.finding_id)).toEqual({
        ...found,
        evidence: expect.any(Array),
      });
    } finally {
      await reader.destroy();
    }
  });

  it("whose worker was ended is told apart from a failure, and its run is the newest although it has no start", async () => {
    await recordRun(job_id, { start: new Date().toISOString(), success: false, failures: 1 });
    await sql`
      INSERT INTO _timescaledb_internal.bgw_job_stat_history (job_id, pid, execution_start, execution_finish, succeeded, data)
      VALUES (${job_id}, 1, '2000-01-01 00:00:00+00', now() + INTERVAL '1 minute', false,
              '{"error_data": {"sqlerrcode": "XX000", "message": "failed to execute job", "detail": "Job 1 failed to execute."}}')`.execute(
      db,
    );
    expect(await listRules()).toContain("job_crashed");
    expect(await findById(`job_failing:job ${job_id}`)).toBeUndefined();
    const reader = createDatabase({ url: database.url, access: "reader", max: 1 });
    try {
      const seen = (await getJudgement(reader)).jobs.items.find((item) => item.job_id === job_id);
      expect(seen).toMatchObject({ condition: "crashed", verdict: "attention" });
      expect(seen?.runs[0]).toMatchObject({ started_at: null, succeeded: false, sqlerrcode: "XX000" });
    } finally {
      await reader.destroy();
    }
    await recordRun(job_id, { start: new Date().toISOString(), success: true });
    expect((await listRules()).filter((rule) => rule === "job_crashed" || rule === "job_failing")).toEqual([]);
  });

  it("that is paused is found, and gone when it runs again", async () => {
    const policy = await getJob("refresh", "aggregates_daily");
    await scheduleJobs(db, [policy], { scheduled: false });
    const found = await findById(`job_paused:job ${policy}`);
    expect(found?.sql).toBe(`SELECT alter_job(${policy}, scheduled => true);`);
    expect(await doctorOf(`job_paused:job ${policy}`)).toEqual({ told: true, status: 0 });
    await mend(found);
    expect(await doctorOf(`job_paused:job ${policy}`)).toEqual({ told: false, status: 0 });
  });

  it("is mended when it is gone", async () => {
    await sql`SELECT delete_job(${job_id})`.execute(db);
    expect(quiet(await listRules())).toEqual([]);
  });
});
