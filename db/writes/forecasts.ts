import { type Kysely, sql } from "kysely";
import { getCapacityBasis } from "#db/queries/capacity.ts";
import type { Database } from "#db/schema/index.ts";
import { databaseSizer } from "#lib/capacity.ts";
import { scenarioInForce } from "#lib/capacity-scenario.ts";
import { MILLISECONDS } from "#lib/units.ts";

/** How far ahead the daily forecast looks. */
export const FORECAST_DAYS = [1, 7, 30, 90] as const;

/** Whether a forecast is due: none was kept today (UTC), and samples span an hour, so that a first fill is over. */
const isDue = async (db: Kysely<Database>, now: Date): Promise<boolean> => {
  const { rows } = await sql<{ due: boolean }>`
    SELECT NOT EXISTS (SELECT FROM fiber.storage_forecasts WHERE made_on = (${now.toISOString()}::timestamptz AT TIME ZONE 'UTC')::date)
       AND (SELECT max(time) - min(time) >= INTERVAL '1 hour' FROM fiber.storage_samples) IS TRUE AS due`.execute(db);
  return rows[0]?.due ?? false;
};

/**
 * Keeps what /capacity says today of the size of the database in 1, 7, 30 and 90 days, as things are: once a day,
 * whoever calls it how often. Returns how many forecasts were kept: 0 when there is one of today, or nothing to go by.
 * `db` must sign in as the owner.
 */
export const keepForecasts = async (db: Kysely<Database>, now: Date = new Date()): Promise<number> => {
  if (!(await isDue(db, now))) return 0;
  const basis = await getCapacityBasis(db, { now });
  const { database_bytes, rows_per_node_day } = basis;
  if (database_bytes === null || rows_per_node_day === null) return 0;
  const sizeAt = databaseSizer(basis, scenarioInForce(basis));
  const rows = FORECAST_DAYS.map((horizon_days) => {
    const target_ms = +now + horizon_days * MILLISECONDS.day;
    const { low, mid, high } = sizeAt(target_ms);
    return {
      made_on: now.toISOString().slice(0, 10),
      horizon_days,
      made_at: now.toISOString(),
      target_at: new Date(target_ms).toISOString(),
      base_bytes: database_bytes,
      low_bytes: Math.round(low),
      expected_bytes: Math.round(mid),
      high_bytes: Math.round(high),
    };
  });
  const result = await db
    .insertInto("fiber.storage_forecasts")
    .values(rows)
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return Number(result.numInsertedOrUpdatedRows ?? 0);
};
