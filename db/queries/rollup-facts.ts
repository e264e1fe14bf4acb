import { type Kysely, sql } from "kysely";
import { classifyDatabaseError } from "../errors.ts";
import type { Database } from "../schema/index.ts";

/** What the choice of a rollup rests on. */
export type RollupFacts = {
  /** Up to when each rollup is materialized; null: nothing is, or this server does not tell. */
  hourly_until: Date | null;
  daily_until: Date | null;
  /** False when retention dropped the measurements at `from`. */
  measurements_kept: boolean;
};

type WatermarkRow = { view_name: string; materialized_until: string | null };

/** Asks what is internal to TimescaleDB, so its absence means "not told" and never a failure. */
const listWatermarks = async (db: Kysely<Database>): Promise<WatermarkRow[]> => {
  try {
    const { rows } = await sql<WatermarkRow>`
      SELECT user_view_name AS view_name,
             _timescaledb_functions.to_timestamp(_timescaledb_functions.cagg_watermark(mat_hypertable_id)) AS materialized_until
      FROM _timescaledb_catalog.continuous_agg
      WHERE user_view_schema = 'public' AND user_view_name IN ('aggregates_hourly', 'aggregates_hourly_latency', 'aggregates_daily', 'aggregates_daily_latency')`.execute(
      db,
    );
    return rows;
  } catch (error) {
    const { kind } = classifyDatabaseError(error);
    if (kind === "not_available" || kind === "not_permitted") return [];
    throw error;
  }
};

const findKept = async (db: Kysely<Database>, from: Date, now: Date): Promise<boolean> => {
  const { rows } = await sql<{ kept: boolean }>`
    SELECT coalesce(${from}::timestamptz >= ${now}::timestamptz - (
             SELECT min((config->>'drop_after')::interval) FROM timescaledb_information.jobs
             WHERE proc_name = 'policy_retention' AND hypertable_schema = 'public' AND hypertable_name = 'metrics'), true)
        OR EXISTS (
             SELECT FROM timescaledb_information.chunks
             WHERE hypertable_schema = 'public' AND hypertable_name = 'metrics'
               AND range_start <= ${from}::timestamptz AND range_end > ${from}::timestamptz) AS kept`.execute(db);
  return rows[0]?.kept ?? true;
};

const dateOf = (rows: WatermarkRow[], view_name: string): Date | null => {
  const until = rows.find((row) => row.view_name === view_name)?.materialized_until;
  return until == null || until.endsWith("infinity") ? null : new Date(until);
};

/** Figures and histograms have jobs of their own: what both hold can be read. Null when one holds nothing. */
const earlier = (a: Date | null, b: Date | null): Date | null => (a === null || b === null ? null : a < b ? a : b);

/** How far the rollups reach and whether the measurements at `from` are still there. Two queries, no data read. */
export const getRollupFacts = async (db: Kysely<Database>, at: { from: Date; now: Date }): Promise<RollupFacts> => {
  const [watermarks, measurements_kept] = await Promise.all([listWatermarks(db), findKept(db, at.from, at.now)]);
  return {
    hourly_until: earlier(dateOf(watermarks, "aggregates_hourly"), dateOf(watermarks, "aggregates_hourly_latency")),
    daily_until: earlier(dateOf(watermarks, "aggregates_daily"), dateOf(watermarks, "aggregates_daily_latency")),
    measurements_kept,
  };
};
