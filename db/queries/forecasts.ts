import { type Kysely, sql } from "kysely";
import type { Database } from "#db/schema/index.ts";
import type { KeptForecast } from "#lib/model/capacity.ts";

/** Forecasts of about a year, four a day. */
const LIMIT = 1_500;

/**
 * The newest forecasts that were kept, newest first, each with what came: the sample of the database nearest to the
 * moment it was made for, at most 90 minutes away. One statement.
 */
export const listForecasts = async (db: Kysely<Database>): Promise<KeptForecast[]> => {
  const { rows } = await sql<KeptForecast>`
    WITH sample AS MATERIALIZED (
      SELECT time, total_bytes FROM fiber.storage_samples WHERE hypertable_name IS NULL
    ), listed AS MATERIALIZED (
      SELECT * FROM fiber.storage_forecasts ORDER BY made_at DESC, horizon_days LIMIT ${LIMIT}
    ), near AS (
      SELECT DISTINCT ON (f.made_on, f.horizon_days) f.made_on, f.horizon_days, s.total_bytes
      FROM listed f
      JOIN sample s ON s.time BETWEEN f.target_at - INTERVAL '90 minutes' AND f.target_at + INTERVAL '90 minutes'
      ORDER BY f.made_on, f.horizon_days, abs(extract(epoch FROM s.time - f.target_at))
    )
    SELECT f.made_at, f.horizon_days, f.target_at, f.base_bytes, f.low_bytes, f.expected_bytes, f.high_bytes,
           near.total_bytes AS actual_bytes
    FROM listed f LEFT JOIN near USING (made_on, horizon_days)
    ORDER BY f.made_at DESC, f.horizon_days`.execute(db);
  return rows;
};
