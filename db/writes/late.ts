import { type Kysely, sql, type Transaction } from "kysely";
import type { Measurement } from "#lib/ingest/measurement.ts";
import type { Database } from "#db/schema/index.ts";
import { refreshAggregates } from "./refresh.ts";

const DAY_MS = 86_400_000;

/** Rows older than this are late: the policies look back 3 days, and a day is left to them for a run that is missed. */
export const LATE_AFTER_MS = 2 * DAY_MS;

/** Days that are refreshed before the queue is looked at again. */
const DAYS_AT_ONCE = 30;

/** Rows by the day in which they lie, as far as they are late. */
const countLate = (rows: readonly Measurement[], now: number): Map<number, number> => {
  const days = new Map<number, number>();
  for (const { time } of rows) {
    if (time >= now - LATE_AFTER_MS) continue;
    const day = Math.floor(time / DAY_MS) * DAY_MS;
    days.set(day, (days.get(day) ?? 0) + 1);
  }
  return days;
};

/**
 * Asks that the aggregates of the late rows among these be refreshed. Repeated rows ask too: an earlier attempt may
 * have been cut off, and a refresh where nothing changed is cheap.
 */
export const requestRefresh = async (db: Transaction<Database>, rows: readonly Measurement[]): Promise<void> => {
  const days = countLate(rows, Date.now());
  if (days.size === 0) return;
  const values = [...days].map(([day, late_rows]) => ({ day: new Date(day).toISOString(), late_rows }));
  await db.insertInto("fiber.refresh_requests").values(values).execute();
};

type Wanted = { day: string; request_ids: number[]; late_rows: number };

const listWanted = async (db: Kysely<Database>): Promise<Wanted[]> => {
  const { rows } = await sql<Wanted>`
    SELECT day, array_agg(request_id) AS request_ids, sum(late_rows) AS late_rows
    FROM fiber.refresh_requests GROUP BY day ORDER BY day LIMIT ${DAYS_AT_ONCE}`.execute(db);
  return rows;
};

/** Takes out what was asked before the refresh began; what was asked since stays. */
const settle = (db: Kysely<Database>, { day, request_ids }: Wanted): Promise<void> =>
  db.transaction().execute(async (transaction) => {
    await sql`
      WITH done AS (
        DELETE FROM fiber.refresh_requests WHERE request_id = ANY(${request_ids}::bigint[]) RETURNING late_rows
      )
      INSERT INTO fiber.late_refreshes AS l (day, late_rows, refreshed_at)
      SELECT ${day}::timestamptz, sum(late_rows), clock_timestamp() FROM done HAVING count(*) > 0
      ON CONFLICT (day) DO UPDATE
      SET late_rows = l.late_rows + excluded.late_rows, refreshed_at = excluded.refreshed_at`.execute(transaction);
  });

export type LateOptions = {
  /** Called between two statements: may wait, or throw to stop. */
  between?: () => Promise<void>;
  on_progress?: (progress: { done: number; total: number }) => void;
};

/**
 * Refreshes the aggregates of every day that late rows asked for, oldest first, and returns how many days that were.
 * A request goes only when its day is refreshed, so a crash leaves it. Several callers at once do no harm. `db` signs
 * in as the owner.
 */
export const refreshLate = async (db: Kysely<Database>, options: LateOptions = {}): Promise<number> => {
  let days = 0;
  for (let wanted = await listWanted(db); wanted.length > 0; wanted = await listWanted(db)) {
    for (const one of wanted) {
      const from = new Date(one.day);
      await refreshAggregates(db, { from, to: new Date(from.getTime() + DAY_MS) }, options);
      await settle(db, one);
      days += 1;
    }
  }
  return days;
};
