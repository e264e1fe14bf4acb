import { type Kysely, sql } from "kysely";
import type { Database } from "#db/schema/index.ts";
import type { LateDay, LateDays } from "#lib/model/ingest-activity.ts";

const LISTED = 50;

/**
 * The days whose aggregates late measurements made wrong: those that wait for their refresh, oldest first, then those
 * that were refreshed last; at most fifty of each. One statement.
 */
export const listLateDays = async (db: Kysely<Database>, { now }: { now: Date }): Promise<LateDays> => {
  type Row = Omit<LateDays, "as_of">;
  const { rows } = await sql<Row>`
    WITH waiting AS MATERIALIZED (
      SELECT day, sum(late_rows) AS late_rows, min(requested_at) AS waiting_since
      FROM fiber.refresh_requests GROUP BY day
    ), item AS (
      (SELECT day, late_rows, waiting_since, NULL::timestamptz AS refreshed_at FROM waiting ORDER BY day LIMIT ${LISTED})
      UNION ALL
      (SELECT day, late_rows, NULL, refreshed_at FROM fiber.late_refreshes ORDER BY refreshed_at DESC LIMIT ${LISTED})
    )
    SELECT (SELECT count(*) FROM waiting) AS waiting_days, (SELECT coalesce(sum(late_rows), 0) FROM waiting) AS waiting_rows,
           (SELECT count(*) FROM fiber.late_refreshes) AS refreshed_days,
           (SELECT coalesce(json_agg(item ORDER BY waiting_since IS NULL, refreshed_at DESC, day), '[]') FROM item) AS items`.execute(
    db,
  );
  const found = rows[0] ?? { items: [], waiting_days: 0, waiting_rows: 0, refreshed_days: 0 };
  const iso = (time: string | null) => (time === null ? null : new Date(time).toISOString());
  const items = found.items.map((item: LateDay) => ({
    ...item,
    day: new Date(item.day).toISOString(),
    waiting_since: iso(item.waiting_since),
    refreshed_at: iso(item.refreshed_at),
  }));
  return { ...found, items, as_of: now.toISOString() };
};
