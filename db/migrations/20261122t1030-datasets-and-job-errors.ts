import { type Kysely, sql } from "kysely";

/** What is shown but was not measured by live probes; and a door through which readers see why a job failed. */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  await sql`
    CREATE TABLE fiber.datasets (
      dataset_id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
      kind text NOT NULL CHECK (kind IN ('demo', 'import')),
      title text NOT NULL,
      credit text,
      content_sha256 text UNIQUE,
      shift_seconds bigint NOT NULL DEFAULT 0,
      first_time timestamptz,
      last_time timestamptz,
      created_at timestamptz NOT NULL DEFAULT now()
    )`.execute(db);
  await sql`
    CREATE TABLE fiber.dataset_nodes (
      dataset_id uuid NOT NULL REFERENCES fiber.datasets (dataset_id) ON DELETE CASCADE,
      node_id uuid NOT NULL REFERENCES public.nodes (node_id) ON DELETE CASCADE,
      PRIMARY KEY (dataset_id, node_id)
    )`.execute(db);

  // The view lists a job's errors to members of its owner alone. The function shows the owner's jobs to readers.
  await sql`
    CREATE FUNCTION fiber.job_errors()
    RETURNS TABLE (job_id integer, start_time timestamptz, finish_time timestamptz, sqlerrcode text, err_message text)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog
    AS $$ SELECT e.job_id::integer, e.start_time, e.finish_time, e.sqlerrcode::text, e.err_message
          FROM timescaledb_information.job_errors e $$`.execute(db);
  await sql`REVOKE ALL ON FUNCTION fiber.job_errors() FROM PUBLIC`.execute(db);
  await sql`GRANT EXECUTE ON FUNCTION fiber.job_errors() TO fiber_reader, fiber_writer`.execute(db);
};
