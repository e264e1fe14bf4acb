/**
 * The scheduler's SQL: TimescaleDB's own bookkeeping of jobs, written as its background scheduler would write it
 * (src/bgw/job_stat.c), so that timescaledb_information.job_stats, job_errors and job_history show what happened here.
 */

/** Runs kept per job in the history. */
const KEPT_RUNS = 100;
/** Failures after which the wait grows no further, and its ceiling in schedule intervals. */
const MAX_BACKOFF_FAILURES = 20;
const MAX_BACKOFF_INTERVALS = 5;

/** Whether there is anything to schedule for: the extension and a hypertable. */
export const READY_SQL = `SELECT to_regclass('_timescaledb_internal.bgw_job_stat') IS NOT NULL
  AND to_regclass('_timescaledb_catalog.hypertable') IS NOT NULL`;

/** The job that has been due longest. Jobs that report to others are never run. */
export const DUE_SQL = `
SELECT j.id
  FROM _timescaledb_config.bgw_job j
  LEFT JOIN _timescaledb_internal.bgw_job_stat s ON s.job_id = j.id
 WHERE j.scheduled
   AND j.proc_name <> 'policy_telemetry'
   AND EXISTS (SELECT FROM _timescaledb_catalog.hypertable)
   AND CASE WHEN s.job_id IS NULL THEN coalesce(j.initial_start, '-infinity') <= now()
            ELSE s.next_start > '-infinity' AND s.next_start <= now() END
 ORDER BY s.next_start NULLS FIRST, j.id
 LIMIT 1`;

/** The first time after \`after\` on a job's fixed schedule, counted in its own zone so that a day stays a day. */
const nextSlot = (after: string): string => `(
  SELECT min(slot.at)
    FROM (SELECT coalesce(j.initial_start, s.last_start) AS origin, coalesce(j.timezone, 'UTC') AS zone,
                 greatest(extract(epoch FROM ${after} - coalesce(j.initial_start, s.last_start))
                          / greatest(extract(epoch FROM j.schedule_interval), 0.001), 0) AS passed) AS schedule,
         generate_series(
           floor(passed * CASE WHEN extract(month FROM j.schedule_interval) + extract(year FROM j.schedule_interval) > 0
                               THEN 0.97 ELSE 1 END)::bigint - 2,
           ceil(passed)::bigint + 3) AS turn,
         LATERAL (SELECT (schedule.origin AT TIME ZONE zone + turn * j.schedule_interval) AT TIME ZONE zone AS at) AS slot
   WHERE slot.at > ${after})`;

const backoff = (failures: string): string => `least(
  j.retry_period * least(${failures}, ${MAX_BACKOFF_FAILURES}), j.schedule_interval * ${MAX_BACKOFF_INTERVALS})`;

/**
 * Counts the run as started, and as crashed until the opposite is written: nobody can write after a crash.
 * Gives the id of the row in the history.
 */
export const startSql = (job: number, pid: number): string => `
BEGIN;
INSERT INTO _timescaledb_internal.bgw_job_stat AS s
       (job_id, last_start, last_finish, next_start, last_successful_finish, last_run_success, total_runs,
        total_duration, total_duration_failures, total_successes, total_failures, total_crashes,
        consecutive_failures, consecutive_crashes, flags)
VALUES (${job}, clock_timestamp(), '-infinity', '-infinity', '-infinity', false, 1, '0', '0', 0, 0, 1, 0, 1, 0)
ON CONFLICT (job_id) DO UPDATE
   SET last_start = excluded.last_start, last_finish = '-infinity', next_start = '-infinity', last_run_success = false,
       total_runs = s.total_runs + 1, total_crashes = s.total_crashes + 1,
       consecutive_crashes = s.consecutive_crashes + 1, flags = 0;
INSERT INTO _timescaledb_internal.bgw_job_stat_history (id, job_id, pid, execution_start, data)
SELECT nextval('_timescaledb_internal.bgw_job_stat_history_id_seq'), j.id, ${pid}, clock_timestamp(),
       jsonb_build_object('job', jsonb_strip_nulls(to_jsonb(j) - 'id' - 'application_name'))
  FROM _timescaledb_config.bgw_job j WHERE j.id = ${job}
RETURNING id;
COMMIT`;

export type JobFailure = {
  sqlerrcode: string;
  message: string;
  detail?: string | undefined;
  hint?: string | undefined;
};

/** Writes the outcome and when the job runs next, and forgets the oldest runs. `failure` is a jsonb literal or undefined. */
export function endSql(job: number, historyId: number, failureLiteral: string | undefined): string {
  const failed = failureLiteral !== undefined;
  const now = "clock.at";
  const next = failed
    ? `CASE WHEN j.fixed_schedule THEN least(${now} + ${backoff("s.consecutive_failures + 1")}, ${nextSlot(now)})
            ELSE ${now} + ${backoff("s.consecutive_failures + 1")} END`
    : `CASE WHEN j.fixed_schedule THEN ${nextSlot(now)} ELSE ${now} + j.schedule_interval END`;
  const counts = failed
    ? `total_failures = s.total_failures + 1, consecutive_failures = s.consecutive_failures + 1,
       total_duration_failures = s.total_duration_failures + (${now} - s.last_start)`
    : `total_successes = s.total_successes + 1, consecutive_failures = 0, last_successful_finish = ${now}`;
  return `
BEGIN;
UPDATE _timescaledb_internal.bgw_job_stat s
   SET last_finish = ${now}, last_run_success = ${!failed}, total_crashes = s.total_crashes - 1, consecutive_crashes = 0,
       total_duration = s.total_duration + (${now} - s.last_start), ${counts},
       next_start = CASE WHEN s.next_start > '-infinity' THEN s.next_start ELSE ${next} END
  FROM _timescaledb_config.bgw_job j, (SELECT clock_timestamp() AS at) AS clock
 WHERE j.id = ${job} AND s.job_id = ${job};
UPDATE _timescaledb_internal.bgw_job_stat_history
   SET execution_finish = clock_timestamp(), succeeded = ${!failed}${
     failed ? `, data = data || jsonb_build_object('error_data', ${failureLiteral}::jsonb)` : ""
   }
 WHERE id = ${historyId};
DELETE FROM _timescaledb_internal.bgw_job_stat_history
 WHERE job_id = ${job} AND id < (
   SELECT min(id) FROM (SELECT id FROM _timescaledb_internal.bgw_job_stat_history
                         WHERE job_id = ${job} ORDER BY id DESC LIMIT ${KEPT_RUNS}) AS kept);
SELECT alter_job(j.id, scheduled => false)
  FROM _timescaledb_config.bgw_job j JOIN _timescaledb_internal.bgw_job_stat s ON s.job_id = j.id
 WHERE ${failed} AND j.id = ${job} AND j.max_retries > 0 AND s.consecutive_failures >= j.max_retries;
COMMIT`;
}

/**
 * Jobs whose run has no end: the instance died during it. They wait at least five minutes before the next try;
 * without a pid the history shows them as "job crash detected".
 */
export const CRASHED_SQL = `
BEGIN;
UPDATE _timescaledb_internal.bgw_job_stat_history SET pid = NULL
 WHERE succeeded IS NULL AND execution_finish IS NULL AND pid IS NOT NULL;
UPDATE _timescaledb_internal.bgw_job_stat s
   SET flags = 1,
       next_start = greatest(now() + interval '5 minutes', now() + ${backoff("s.consecutive_crashes")})
  FROM _timescaledb_config.bgw_job j
 WHERE j.id = s.job_id AND s.last_start > '-infinity' AND s.last_finish = '-infinity' AND s.next_start = '-infinity'
RETURNING j.id;
COMMIT`;

/** Notes that the runner looked, for whoever asks who runs the jobs. Before the migrations there is nowhere to note it. */
export const LOOKED_SQL = `
DO $looked$ BEGIN
  IF to_regclass('fiber.job_runner') IS NOT NULL THEN
    INSERT INTO fiber.job_runner (looked_at) VALUES (now()) ON CONFLICT (only_row) DO UPDATE SET looked_at = excluded.looked_at;
  END IF;
END $looked$`;
