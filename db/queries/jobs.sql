-- Generated from db/queries/jobs.ts. To renew: node db/queries/sql.ts

-- listJobs

-- as getCapabilities in capabilities.sql

WITH
ca AS MATERIALIZED (
  SELECT view_schema, view_name, materialized_only, compression_enabled,
         materialization_hypertable_schema AS hypertable_schema, materialization_hypertable_name AS hypertable_name,
         hypertable_schema AS raw_schema, hypertable_name AS raw_name
  FROM timescaledb_information.continuous_aggregates
), j AS MATERIALIZED (SELECT * FROM timescaledb_information.jobs
), stats AS MATERIALIZED (
  -- The view repeats a job for each session that bears its application name.
  SELECT DISTINCT ON (job_id) job_id, job_status, last_run_status, last_run_started_at, last_run_duration,
         last_successful_finish, total_runs, total_successes, total_failures
  FROM timescaledb_information.job_stats
  ORDER BY job_id, (job_status = 'Running') DESC
), error AS MATERIALIZED (
  SELECT DISTINCT ON (job_id) job_id, err_message
  FROM fiber.job_errors()
  -- A run whose worker was ended is noted with a start in the year 2000.
  ORDER BY job_id, coalesce(finish_time, start_time) DESC
), streak AS MATERIALIZED (SELECT job_id, consecutive_failures FROM _timescaledb_internal.bgw_job_stat), session AS MATERIALIZED (
  SELECT application_name FROM pg_stat_activity WHERE datname = current_database()
), viewer AS (
  SELECT (SELECT p.proowner FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
          WHERE n.nspname = 'fiber' AND p.proname = 'job_errors') AS role, datdba
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
ORDER BY j.job_id;
