import { type Kysely, sql } from "kysely";
import type { Database } from "#db/schema/index.ts";

/** The retention policy in force on measurements. */
export type Retention = {
  /** PostgreSQL's text of an interval. */
  drop_after: string;
  /** Epoch milliseconds; older measurements are dropped with their chunk. */
  dropped_before: number;
  /** When the job runs next, ISO 8601 UTC; null: running now, not scheduled, or not known. */
  next_start: string | null;
};

/** The retention policy in force; undefined when measurements are kept for ever. */
export const findRetention = async (db: Kysely<Database>): Promise<Retention | undefined> => {
  const { rows } = await sql<{ drop_after: string; dropped_before: string; next_start: string | null }>`
    SELECT config->>'drop_after' AS drop_after, now() - (config->>'drop_after')::interval AS dropped_before,
           CASE WHEN scheduled AND isfinite(next_start) THEN next_start END AS next_start
    FROM timescaledb_information.jobs
    WHERE proc_name = 'policy_retention' AND hypertable_schema = 'public' AND hypertable_name = 'metrics'
      AND config->>'drop_after' IS NOT NULL`.execute(db);
  const row = rows[0];
  return row && { ...row, dropped_before: Date.parse(row.dropped_before) };
};
