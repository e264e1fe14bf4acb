import { type Kysely, sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createDatabase } from "#db/client.ts";
import type { Database } from "#db/schema/index.ts";
import { createTestDatabase, type TestDatabase } from "#db/testing/index.ts";
import type { Job } from "#lib/model/storage.ts";
import { getJudgement } from "./advisor.ts";
import { listJobs } from "./jobs.ts";

let database: TestDatabase;
let db: Kysely<Database>;

const findById = async (job_id: number, from = db): Promise<Job> => {
  const job = (await listJobs(from)).find((item) => item.job_id === job_id);
  if (!job) throw new Error(`No job ${job_id}.`);
  return job;
};

/** A job of a user whose runs are written as a scheduler writes them; no scheduler of the server touches it. */
const addJob = async (procedure: string): Promise<number> => {
  const { rows } = await sql<{ job_id: number }>`
    SELECT add_job(${procedure}::regproc, '1 hour', initial_start => now() + INTERVAL '1 day') AS job_id`.execute(db);
  return rows[0]?.job_id ?? 0;
};

type Run = {
  start: string;
  finish: string;
  next: string;
  successful: string;
  success: boolean;
  runs: number;
  failures: number;
};

const recordRun = (job_id: number, run: Run) =>
  sql`
    INSERT INTO _timescaledb_internal.bgw_job_stat VALUES
      (${job_id}, ${run.start}::timestamptz, ${run.finish}::timestamptz, ${run.next}::timestamptz, ${run.successful}::timestamptz,
       ${run.success}, ${run.runs}, '0', '0', ${run.runs - run.failures}, ${run.failures}, 0, 0, 0, 0)
    ON CONFLICT (job_id) DO UPDATE SET (last_start, last_finish, next_start, last_successful_finish, last_run_success, total_runs, total_failures)
      = (excluded.last_start, excluded.last_finish, excluded.next_start, excluded.last_successful_finish,
         excluded.last_run_success, excluded.total_runs, excluded.total_failures)`.execute(db);

const START = "2026-01-01T00:00:00Z";
const finished = { start: START, finish: "2026-01-01T00:00:02.5Z", next: "2030-01-01T00:00:00Z" };

beforeAll(async () => {
  database = await createTestDatabase({ policies: true });
  db = database.db;
  await sql`CREATE PROCEDURE public.trouble(job_id integer, config jsonb) LANGUAGE plpgsql
    AS $$ BEGIN RAISE EXCEPTION 'the disk of the archive is full'; END $$`.execute(db);
});
afterAll(() => database?.drop());

it("describes every declared policy in words, with its target and schedule", async () => {
  const policies = (await listJobs(db)).filter((job) => job.target !== null);
  expect(
    policies.map(({ kind, target, description, schedule_seconds }) => [kind, target, description, schedule_seconds]),
  ).toEqual([
    ["refresh", "aggregates_hourly", "refresh aggregates_hourly from 3 days to 1 hour before now", 3600],
    [
      "refresh",
      "aggregates_hourly_latency",
      "refresh aggregates_hourly_latency from 3 days to 1 hour before now",
      3600,
    ],
    ["refresh", "aggregates_daily", "refresh aggregates_daily from 5 days to 1 hour before now", 3600],
    ["refresh", "aggregates_daily_latency", "refresh aggregates_daily_latency from 5 days to 1 hour before now", 3600],
    ["compression", "metrics", "compress chunks older than 3 days", 43_200],
    ["compression", "aggregates_hourly_latency", "compress chunks older than 14 days", 43_200],
    ["retention", "metrics", "drop chunks older than 90 days", 86_400],
    ["compression", "storage_samples", "compress chunks older than 7 days", 86_400],
    ["retention", "storage_samples", "drop chunks older than 400 days", 86_400],
  ]);
  for (const job of policies) expect(job).toMatchObject({ scheduled: false, state: "paused", next_start_at: null });
});

it("lists every job of the view once", async () => {
  const { rows } = await sql<{ job_id: number }>`
    SELECT job_id FROM timescaledb_information.jobs ORDER BY job_id`.execute(db);
  expect((await listJobs(db)).map(({ job_id }) => job_id)).toEqual(rows.map(({ job_id }) => job_id));
});

describe("a job of a user", () => {
  let job_id: number;
  beforeAll(async () => {
    job_id = await addJob("public.trouble");
  });

  it("has not run", async () => {
    expect(await findById(job_id)).toMatchObject({
      kind: "user",
      description: "call public.trouble",
      target: null,
      state: "never",
      last_run_started_at: null,
      last_run_seconds: null,
      last_success_at: null,
      total_runs: 0,
      last_error: null,
      errors_visible: true,
    });
  });

  it("runs while its next start is -infinity", async () => {
    await recordRun(job_id, {
      start: START,
      finish: "-infinity",
      next: "-infinity",
      successful: "-infinity",
      success: false,
      runs: 1,
      failures: 0,
    });
    expect(await findById(job_id)).toMatchObject({
      state: "running",
      last_run_started_at: START,
      last_run_seconds: null,
      last_success_at: null,
      next_start_at: null,
    });
  });

  it("hangs when a worker is at it beyond its limit, which the doctor tells until it has come to an end", async () => {
    const { application_name } = await findById(job_id);
    const worker = createDatabase({ url: database.url, access: "owner", max: 1, application_name });
    const hung = async () => {
      const { advice, jobs } = await getJudgement(db);
      const told = advice.items.some(({ finding_id }) => finding_id === `job_hung:job ${job_id}`);
      return { told, condition: jobs.items.find((job) => job.job_id === job_id)?.condition };
    };
    try {
      await sql`SELECT 1`.execute(worker);
      // The embedded database's runner works in no session of its own; it says that it looks.
      await sql`INSERT INTO fiber.job_runner (looked_at) VALUES (now())`.execute(db);
      expect(await hung()).toEqual({ told: true, condition: "hung" });
      await recordRun(job_id, { ...finished, successful: finished.finish, success: true, runs: 1, failures: 0 });
      expect(await hung()).toEqual({ told: false, condition: "ready" });
    } finally {
      await worker.destroy();
    }
  });

  it("succeeded", async () => {
    await recordRun(job_id, { ...finished, successful: finished.finish, success: true, runs: 1, failures: 0 });
    expect(await findById(job_id)).toMatchObject({
      state: "success",
      last_run_started_at: START,
      last_run_seconds: 2.5,
      last_success_at: finished.finish,
      next_start_at: finished.next,
      total_runs: 1,
      total_failures: 0,
      last_error: null,
    });
  });

  it("failed, and everyone who may read the console sees why", async () => {
    await recordRun(job_id, { ...finished, successful: "-infinity", success: false, runs: 2, failures: 2 });
    for (const [start, message] of [
      ["2026-01-01T00:00:00Z", "the disk of the archive is full"],
      ["2025-12-31T00:00:00Z", "an older reason"],
    ])
      await sql`
        INSERT INTO _timescaledb_internal.bgw_job_stat_history (job_id, pid, execution_start, execution_finish, succeeded, data)
        VALUES (${job_id}, 1, ${start}::timestamptz, ${start}::timestamptz, false,
                jsonb_build_object('error_data', jsonb_build_object('sqlerrcode', 'P0001', 'message', ${message}::text)))`.execute(
        db,
      );
    const failed = {
      state: "failed",
      total_failures: 2,
      last_error: "the disk of the archive is full",
      errors_visible: true,
    };
    expect(await findById(job_id)).toMatchObject(failed);
    const reader = createDatabase({ url: database.url, access: "reader", max: 1 });
    try {
      const seen = await reader
        .transaction()
        .setAccessMode("read only")
        .execute((transaction) => listJobs(transaction));
      expect(seen.find((job) => job.job_id === job_id)).toMatchObject(failed);
    } finally {
      await reader.destroy();
    }
  });

  it("is listed once when sessions bear its application name", async () => {
    const { application_name } = await findById(job_id);
    const others = createDatabase({ url: database.url, access: "owner", max: 2, application_name });
    try {
      await Promise.all([1, 2].map(() => sql`SELECT 1`.execute(others)));
      expect((await listJobs(db)).filter((job) => job.job_id === job_id)).toHaveLength(1);
    } finally {
      await others.destroy();
    }
  });
});

describe("without the door to the errors", () => {
  beforeAll(async () => {
    await sql`DROP FUNCTION fiber.job_errors()`.execute(db);
  });

  it("shows the owner its errors, and tells the reader when it may not see them", async () => {
    const troubles = (jobs: Job[]) => jobs.filter(({ description }) => description === "call public.trouble");
    const seen = troubles(await listJobs(db));
    expect(seen).toMatchObject([{ last_error: "the disk of the archive is full", errors_visible: true }]);
    const reader = createDatabase({ url: database.url, access: "reader", max: 1 });
    try {
      // Versions differ: the view hid nothing from anyone before it was mended.
      const { rows } = await sql`SELECT FROM timescaledb_information.job_errors`.execute(reader);
      const expected =
        rows.length > 0
          ? { last_error: "the disk of the archive is full", errors_visible: true }
          : { last_error: null, errors_visible: false };
      expect(troubles(await listJobs(reader))).toMatchObject([{ state: "failed", ...expected }]);
    } finally {
      await reader.destroy();
    }
  });
});
