import { type Kysely, sql } from "kysely";

/** Findings that wait by somebody's wish, when the embedded runner looked last, and the history of jobs for readers. */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  await sql`
    CREATE TABLE fiber.finding_snoozes (
      finding_id text PRIMARY KEY CHECK (finding_id <> '' AND length(finding_id) <= 500),
      reason text NOT NULL CHECK (reason <> '' AND length(reason) <= 500),
      until timestamptz NOT NULL CHECK (isfinite(until)),
      snoozed_by text NOT NULL,
      snoozed_at timestamptz NOT NULL DEFAULT clock_timestamp()
    )`.execute(db);
  await sql`GRANT INSERT, UPDATE, DELETE ON fiber.finding_snoozes TO fiber_writer`.execute(db);
  // One row, of whoever runs the jobs in place of TimescaleDB's background workers.
  await sql`
    CREATE TABLE fiber.job_runner (
      only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
      looked_at timestamptz NOT NULL
    )`.execute(db);
  // The view shows the history of a job to members of its owner alone. The function shows the owner's jobs to readers.
  await sql`
    CREATE FUNCTION fiber.job_runs(per_job integer)
    RETURNS TABLE (job_id integer, started_at timestamptz, finished_at timestamptz, succeeded boolean, sqlerrcode text, error text)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog
    AS $$ SELECT j.job_id::integer, h.start_time, h.finish_time, h.succeeded, h.sqlerrcode::text, left(h.err_message, 2000)
          FROM timescaledb_information.jobs j
          CROSS JOIN LATERAL (
            SELECT * FROM timescaledb_information.job_history h
            WHERE h.job_id = j.job_id ORDER BY h.start_time DESC LIMIT least(per_job, 100)
          ) h $$`.execute(db);
  await sql`REVOKE ALL ON FUNCTION fiber.job_runs(integer) FROM PUBLIC`.execute(db);
  await sql`GRANT EXECUTE ON FUNCTION fiber.job_runs(integer) TO fiber_reader, fiber_writer`.execute(db);
};
