import { type Kysely, sql } from "kysely";
import type { Database } from "#db/schema/index.ts";
import type { JobAchievement, JobRun, JobRunner } from "#lib/model/advisor.ts";
import { type Capabilities, canCall, canRead } from "./capabilities.ts";

/** Chunks named as waiting for a policy. */
const NAMED = 5;

/** Runs of each job that are told. */
export const RUNS_TOLD = 20;

/** The interval of a policy's setting; null for another kind of value (a number, over integers) or none. */
const interval = (key: string) =>
  sql`CASE WHEN jsonb_typeof(j.config->${sql.lit(key)}) = 'string' THEN (j.config->>${sql.lit(key)})::interval END`;

/**
 * What compression and retention policies over time should have done by now: chunks whose turn is past, whatever the
 * last run says. Policies act on whole chunks, so a turn comes when the end of a chunk has the age of the setting (or,
 * where the policy says so, when its creation has), and not before the chunk came into being: an import brings old ones.
 * Part of getChunkFacts().
 */
export const jobAchievements = sql<JobAchievement>`
    WITH policy AS MATERIALIZED (
      SELECT j.job_id, j.proc_name = 'policy_retention' AS drops,
             coalesce(ca.hypertable_schema, j.hypertable_schema) AS hypertable_schema,
             coalesce(ca.hypertable_name, j.hypertable_name) AS hypertable_name,
             coalesce(${interval("compress_after")}, ${interval("drop_after")}) AS after_end,
             coalesce(${interval("compress_created_before")}, ${interval("drop_created_before")}) AS after_creation
      FROM timescaledb_information.jobs j
      LEFT JOIN ca ON (j.hypertable_schema, j.hypertable_name) IN
                      ((ca.view_schema, ca.view_name), (ca.hypertable_schema, ca.hypertable_name))
      WHERE j.proc_name IN ('policy_compression', 'policy_retention')
    ), turn AS (
      SELECT p.job_id, format('%I.%I', c.chunk_schema, c.chunk_name) AS chunk,
             CASE WHEN p.after_end IS NOT NULL AND isfinite(c.range_end) THEN greatest(c.range_end + p.after_end, c.chunk_creation_time)
                  WHEN p.after_creation IS NOT NULL THEN c.chunk_creation_time + p.after_creation END AS due_at
      FROM policy p JOIN every c USING (hypertable_schema, hypertable_name)
      -- No policy touches a frozen chunk.
      WHERE c.range_end IS NOT NULL AND (p.drops OR NOT c.is_compressed) AND coalesce(c.status, 0) & 4 = 0
    )
    SELECT p.job_id, count(t.chunk) FILTER (WHERE due_at <= now()) AS due_count,
           (array_agg(t.chunk ORDER BY due_at, t.chunk) FILTER (WHERE due_at <= now()))[1] AS oldest_chunk,
           min(due_at) FILTER (WHERE due_at <= now()) AS oldest_due_at,
           coalesce((array_agg(t.chunk ORDER BY due_at, t.chunk) FILTER (WHERE due_at <= now()))[1:${sql.lit(NAMED)}], '{}') AS due_chunks,
           min(due_at) FILTER (WHERE due_at > now()) AS next_due_at
    FROM policy p LEFT JOIN turn t USING (job_id)
    WHERE p.after_end IS NOT NULL OR p.after_creation IS NOT NULL
    GROUP BY p.job_id ORDER BY p.job_id`;

/**
 * The newest runs of every job, at most RUNS_TOLD of each, as far as the server keeps them. Through fiber.job_runs(),
 * which shows the owner's jobs to readers; without that function what this role may see. A run whose worker was ended
 * is noted with a start of 0, the year 2000: it has no start.
 */
export const listJobRuns = async (db: Kysely<Database>, capabilities: Capabilities): Promise<JobRun[]> => {
  const { rows } = await (
    canCall(capabilities, "job_runs(integer)")
      ? sql<JobRun>`SELECT * FROM fiber.job_runs(${RUNS_TOLD}) ORDER BY job_id, coalesce(started_at, finished_at) DESC`
      : sql<JobRun>`
    SELECT j.job_id, nullif(h.start_time, timestamptz '2000-01-01 00:00:00+00') AS started_at, h.finish_time AS finished_at, h.succeeded, h.sqlerrcode,
           left(h.err_message, 2000) AS error
    FROM timescaledb_information.jobs j
    CROSS JOIN LATERAL (
      SELECT * FROM timescaledb_information.job_history h
      WHERE h.job_id = j.job_id
      ORDER BY coalesce(nullif(h.start_time, timestamptz '2000-01-01 00:00:00+00'), h.finish_time) DESC LIMIT ${RUNS_TOLD}
    ) h
    ORDER BY j.job_id, coalesce(nullif(h.start_time, timestamptz '2000-01-01 00:00:00+00'), h.finish_time) DESC`
  ).execute(db);
  return rows;
};

const flag = (name: string) => sql`nullif(current_setting(${sql.lit(name)}, true), '')::boolean`;
const number = (name: string) => sql`nullif(current_setting(${sql.lit(name)}, true), '')::integer`;

/**
 * Who runs the jobs and whether anybody does: TimescaleDB's scheduler, seen by its session in this database, or the
 * embedded database's runner, which notes once a minute that it looked. A replica does not show its primary's sessions.
 */
export const getJobRunner = async (db: Kysely<Database>, capabilities: Capabilities): Promise<JobRunner> => {
  const looked = canRead(capabilities, "job_runner")
    ? sql`(SELECT looked_at FROM fiber.job_runner)`
    : sql`NULL::timestamptz`;
  const { rows } = await sql<Omit<JobRunner, "kind" | "keeps_successes"> & { keeps: boolean | null }>`
    SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database()
                     AND application_name = 'TimescaleDB Background Worker Scheduler') AS running,
           pg_is_in_recovery() AS in_recovery,
           ${looked} AS looked_at,
           ${number("timescaledb.max_background_workers")} AS max_background_workers,
           ${number("max_worker_processes")} AS max_worker_processes,
           coalesce(${flag("timescaledb.restoring")}, false) AS restoring,
           ${flag("timescaledb.enable_job_execution_logging")} AS keeps`.execute(db);
  const row = rows[0];
  const { embedded, edition } = capabilities;
  const in_recovery = row?.in_recovery ?? false;
  const fresh = row?.looked_at != null && Date.now() - Date.parse(row.looked_at) < RUNNER_SILENT_MS;
  return {
    kind: edition === "apache" ? "none" : embedded ? "embedded" : "timescaledb",
    in_recovery,
    running: in_recovery ? null : edition === "apache" ? false : embedded ? fresh : (row?.running ?? null),
    looked_at: embedded ? (row?.looked_at ?? null) : null,
    max_background_workers: row?.max_background_workers ?? null,
    max_worker_processes: row?.max_worker_processes ?? null,
    restoring: row?.restoring ?? false,
    keeps_successes: embedded ? true : (row?.keeps ?? null),
  };
};

/** The embedded runner notes its look once a minute; after this long it no longer looks. */
const RUNNER_SILENT_MS = 180_000;
