import { type Kysely, sql } from "kysely";
import type { Database } from "#db/schema/index.ts";
import { describeJob, jobKind } from "#lib/job-words.ts";
import type { Job, JobState } from "#lib/model/storage.ts";
import { type Capabilities, canCall, canRead, requireTimescale } from "./capabilities.ts";
import { aggregateViews } from "./storage-sql.ts";

type JobRow = Omit<Job, "kind" | "description" | "state"> & {
  proc_schema: string;
  proc_name: string;
  running: boolean;
  last_run_status: "Success" | "Failed" | null;
};

/** The Apache edition keeps the policies of another time and starts them, and each run fails: none of them is run. */
const stateOf = (row: JobRow, { edition }: Capabilities): JobState => {
  const { running, scheduled, last_run_started_at, last_run_status } = row;
  if (edition === "apache" && row.proc_name !== "policy_telemetry") return "not_available";
  if (running) return "running";
  if (!scheduled) return "paused";
  if (last_run_started_at === null) return "never";
  return last_run_status === "Success" ? "success" : "failed";
};

/** `streak`: failures in a row, which no public view has. */
const streaks = (capabilities: Capabilities) =>
  canRead(capabilities, "bgw_job_stat")
    ? sql`streak AS MATERIALIZED (SELECT job_id, consecutive_failures FROM _timescaledb_internal.bgw_job_stat)`
    : sql`streak AS (SELECT NULL::integer AS job_id, NULL::integer AS consecutive_failures WHERE false)`;

/**
 * Every job of the database: policies, TimescaleDB's own and users'. A job that a role may not watch is known to run by
 * its next start of -infinity. Errors come through fiber.job_errors(), which shows what its owner may see; without that
 * function from the view, which shows what this role may see; `errors_visible` tells. One statement beside the look at
 * the server.
 *
 * Errors: `not_available` without TimescaleDB.
 */
export const listJobs = async (db: Kysely<Database>): Promise<Job[]> => listJobsWith(db, await requireTimescale(db));

/** listJobs() on a server whose capabilities are known. */
export const listJobsWith = async (db: Kysely<Database>, capabilities: Capabilities): Promise<Job[]> => {
  const door = canCall(capabilities, "job_errors()");
  const { rows } = await sql<JobRow>`
    WITH ${aggregateViews(capabilities)}, j AS MATERIALIZED (SELECT * FROM timescaledb_information.jobs
    ), stats AS MATERIALIZED (
      -- The view repeats a job for each session that bears its application name.
      SELECT DISTINCT ON (job_id) job_id, job_status, last_run_status, last_run_started_at, last_run_duration,
             last_successful_finish, total_runs, total_successes, total_failures
      FROM timescaledb_information.job_stats
      ORDER BY job_id, (job_status = 'Running') DESC
    ), error AS MATERIALIZED (
      SELECT DISTINCT ON (job_id) job_id, err_message
      FROM ${door ? sql`fiber.job_errors()` : sql`timescaledb_information.job_errors`}
      -- A run whose worker was ended is noted with a start in the year 2000.
      ORDER BY job_id, coalesce(finish_time, start_time) DESC
    ), ${streaks(capabilities)}, session AS MATERIALIZED (
      SELECT application_name FROM pg_stat_activity WHERE datname = current_database()
    ), viewer AS (
      SELECT ${
        door
          ? sql`(SELECT p.proowner FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
              WHERE n.nspname = 'fiber' AND p.proname = 'job_errors')`
          : sql`(SELECT oid FROM pg_roles WHERE rolname = current_user)`
      } AS role, datdba
      FROM pg_database WHERE datname = current_database()
    )
    SELECT j.job_id, j.application_name, j.proc_schema, j.proc_name, coalesce(ca.view_name, j.hypertable_name) AS target,
           coalesce(ca.view_schema, j.hypertable_schema) AS target_schema,
           j.config, extract(epoch FROM j.schedule_interval) AS schedule_seconds, j.scheduled,
           extract(epoch FROM nullif(j.max_runtime, '0')) AS max_runtime_seconds, j.max_retries,
           CASE WHEN isfinite(j.initial_start) THEN j.initial_start END AS initial_start_at,
           coalesce(s.job_status = 'Running', false) OR coalesce(j.next_start = '-infinity', false) AS running,
           s.last_run_status,
           CASE WHEN isfinite(s.last_run_started_at) THEN s.last_run_started_at END AS last_run_started_at,
           s.last_run_status = 'Success' AS last_run_succeeded,
           extract(epoch FROM s.last_run_duration)::double precision AS last_run_seconds,
           CASE WHEN isfinite(s.last_successful_finish) THEN s.last_successful_finish END AS last_success_at,
           CASE WHEN j.scheduled AND isfinite(j.next_start) THEN j.next_start END AS next_start_at,
           coalesce(s.total_runs, 0) AS total_runs,
           coalesce(s.total_successes, 0) AS total_successes, coalesce(s.total_failures, 0) AS total_failures,
           streak.consecutive_failures,
           j.application_name IN (SELECT application_name FROM session) AS has_worker,
           e.err_message AS last_error,
           e.err_message IS NOT NULL OR pg_has_role(v.role, j.owner, 'MEMBER') OR pg_has_role(v.role, v.datdba, 'MEMBER') AS errors_visible
    FROM j
    CROSS JOIN viewer v
    LEFT JOIN stats s USING (job_id)
    LEFT JOIN error e USING (job_id)
    LEFT JOIN streak USING (job_id)
    LEFT JOIN ca USING (hypertable_schema, hypertable_name)
    ORDER BY j.job_id`.execute(db);
  return rows.map((row) => {
    const { proc_schema, proc_name, running: _running, last_run_status: _status, ...job } = row;
    return {
      ...job,
      kind: jobKind(proc_schema, proc_name),
      description: describeJob(row),
      state: stateOf(row, capabilities),
    };
  });
};
