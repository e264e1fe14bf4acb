import { type Kysely, sql } from "kysely";
import { OUTAGE_MEASUREMENTS, STATUS_INTERVALS } from "#lib/health.ts";
import { MILLISECONDS } from "#lib/units.ts";
import type { Database } from "../schema/index.ts";

/** A node whose target gives no reply now, and the first of its measurements that got none. */
export type CurrentOutage = { node_id: string; down_since: string };

/** Ten intervals of the slowest probe there can be: no chunk before is planned for. */
const NEWEST_DAYS = 10;
/** An outage that began earlier is told as this long. */
const LOOK_BACK_DAYS = 30;

const before = (now: Date, days: number): Date => new Date(now.getTime() - days * MILLISECONDS.day);

/**
 * The nodes that still report and whose newest three measurements had no reply, with when that began; of one node when it
 * is named. One statement whatever the fleet's size; reads the newest rows of `metrics` by its index.
 */
export const listCurrentOutages = async (
  db: Kysely<Database>,
  { now, node_id }: { now: Date; node_id?: string },
): Promise<CurrentOutage[]> => {
  const { rows } = await sql<CurrentOutage>`
    SELECT n.node_id, began.time AS down_since
    FROM nodes n
    CROSS JOIN LATERAL (
      SELECT count(*) AS received, count(latency_ms) AS replies
      FROM (SELECT latency_ms FROM metrics m
            WHERE m.node_id = n.node_id AND m.time <= ${now}::timestamptz
              AND m.time > ${before(now, NEWEST_DAYS)}::timestamptz
            ORDER BY time DESC LIMIT ${OUTAGE_MEASUREMENTS}) newest
    ) recent
    CROSS JOIN LATERAL (
      SELECT coalesce((SELECT m.time FROM metrics m
                       WHERE m.node_id = n.node_id AND m.latency_ms IS NOT NULL
                         AND m.time <= ${now}::timestamptz AND m.time > ${before(now, LOOK_BACK_DAYS)}::timestamptz
                       ORDER BY m.time DESC LIMIT 1),
                      ${before(now, LOOK_BACK_DAYS)}::timestamptz) AS replied_at
    ) reply
    CROSS JOIN LATERAL (
      SELECT m.time FROM metrics m
      WHERE m.node_id = n.node_id AND m.time > reply.replied_at AND m.time <= ${now}::timestamptz
        AND m.time > ${before(now, LOOK_BACK_DAYS)}::timestamptz
      ORDER BY m.time LIMIT 1
    ) began
    WHERE n.last_seen_at >= ${now}::timestamptz - make_interval(secs => n.interval_seconds * ${STATUS_INTERVALS.late}::double precision)
      AND n.last_seen_at <= ${now}::timestamptz
      AND recent.received = ${OUTAGE_MEASUREMENTS} AND recent.replies = 0${node_id ? sql` AND n.node_id = ${node_id}` : sql``}`.execute(
    db,
  );
  return rows;
};
