import { type Kysely, sql } from "kysely";

/**
 * TimescaleDB 2.28 notes a run whose worker was ended with a start of 0, which reads as the year 2000: such a run is the
 * newest all the same, and its start is not known.
 */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  await sql`
    CREATE OR REPLACE FUNCTION fiber.job_runs(per_job integer)
    RETURNS TABLE (job_id integer, started_at timestamptz, finished_at timestamptz, succeeded boolean, sqlerrcode text, error text)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog
    AS $$ SELECT j.job_id::integer, nullif(h.start_time, timestamptz '2000-01-01 00:00:00+00'), h.finish_time, h.succeeded,
                 h.sqlerrcode::text, left(h.err_message, 2000)
          FROM timescaledb_information.jobs j
          CROSS JOIN LATERAL (
            SELECT * FROM timescaledb_information.job_history h
            WHERE h.job_id = j.job_id
            ORDER BY coalesce(nullif(h.start_time, timestamptz '2000-01-01 00:00:00+00'), h.finish_time) DESC
            LIMIT least(per_job, 100)
          ) h $$`.execute(db);
};
