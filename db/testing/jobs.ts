import { type Kysely, sql } from "kysely";
import type { Database } from "#db/schema/index.ts";

const AGGREGATES = [
  "aggregates_hourly",
  "aggregates_hourly_latency",
  "aggregates_daily",
  "aggregates_daily_latency",
] as const;

const literal = (time: string | Date | undefined): string =>
  time === undefined ? "NULL" : `'${new Date(time).toISOString()}'::timestamptz`;

/** Materializes all four aggregates over [from, to), or over everything. */
export const refreshAggregates = async (
  db: Kysely<Database>,
  range: { from?: string | Date; to?: string | Date } = {},
): Promise<void> => {
  for (const aggregate of AGGREGATES) {
    await sql
      .raw(`CALL refresh_continuous_aggregate('public.${aggregate}', ${literal(range.from)}, ${literal(range.to)})`)
      .execute(db);
  }
};

/** Compresses the chunks of `metrics` that end before `older_than` (default: all of them); returns how many. */
export const compressChunks = async (db: Kysely<Database>, older_than?: string | Date): Promise<number> => {
  const which = older_than === undefined ? "" : `, older_than => ${literal(older_than)}`;
  const { rows } = await sql
    .raw(`SELECT compress_chunk(c, if_not_compressed => true) FROM show_chunks('public.metrics'${which}) c`)
    .execute(db);
  return rows.length;
};

/** What a policy does, as its procedure is called. */
type PolicyProcedure = "policy_compression" | "policy_retention" | "policy_refresh_continuous_aggregate";

/** Runs the jobs of one kind now, in this session, as the scheduler would; returns their numbers. */
export const runPolicies = async (db: Kysely<Database>, procedure: PolicyProcedure): Promise<number[]> => {
  const { rows } = await sql<{ job_id: number }>`
    SELECT job_id FROM timescaledb_information.jobs WHERE proc_name = ${procedure} ORDER BY job_id`.execute(db);
  for (const { job_id } of rows) await sql.raw(`CALL run_job(${job_id})`).execute(db);
  return rows.map((row) => row.job_id);
};

/**
 * Lets jobs run by themselves or pauses them, as alter_job() does. TimescaleDB 2.22 refuses it for the refresh policy of
 * an aggregate of an aggregate: that job is changed in the catalog, without `next_start`.
 */
export const scheduleJobs = async (
  db: Kysely<Database>,
  job_ids: readonly number[],
  { scheduled, next_start = null }: { scheduled: boolean; next_start?: Date | null },
): Promise<void> => {
  for (const job_id of job_ids) {
    try {
      await sql`SELECT alter_job(${job_id}, scheduled => ${scheduled},
        next_start => ${next_start?.toISOString() ?? null}::timestamptz)`.execute(db);
    } catch (error) {
      if ((error as { code?: string }).code !== "0A000") throw error;
      await sql`UPDATE _timescaledb_config.bgw_job SET scheduled = ${scheduled} WHERE id = ${job_id}`.execute(db);
    }
  }
};
