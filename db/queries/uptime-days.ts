import { type Kysely, sql } from "kysely";
import { expectedCount } from "#lib/coverage.ts";
import { dayEdges, dayStart, haveWholeHours } from "#lib/days.ts";
import type { UptimeDays } from "#lib/model/day-pattern.ts";
import { UTC } from "#lib/time-zone.ts";
import { MILLISECONDS } from "#lib/units.ts";
import type { Database } from "../schema/index.ts";
import { getNode } from "./nodes.ts";
import { getRollupFacts } from "./rollup-facts.ts";

/** Days told, today included. */
export const UPTIME_DAYS = 90;

type Row = { day: number; n: number; replies: number; uptime_sum: number };

const ninetyDays = (now: Date, time_zone: string): number[] => {
  // From noon of the oldest day, so that a day of 23 or 25 hours does not make 89 or 91.
  const noon = dayStart(now.getTime(), time_zone) + MILLISECONDS.day / 2;
  return dayEdges(noon - (UPTIME_DAYS - 1) * MILLISECONDS.day, now.getTime() + 1, time_zone).slice(-UPTIME_DAYS - 1);
};

/**
 * Uptime, weighted by measurements, and coverage of a node's newest 90 days of `time_zone`. Reads aggregates_hourly; where
 * the days do not begin at whole hours of UTC metrics, and if these are past retention UTC days of aggregates_hourly, and
 * says so. Unknown node: FiberError not_found.
 */
export const listUptimeDays = async (
  db: Kysely<Database>,
  { node_id, time_zone, now }: { node_id: string; time_zone: string; now: Date },
): Promise<UptimeDays> => {
  const wanted = ninetyDays(now, time_zone);
  const whole = haveWholeHours(wanted[0]!, wanted.at(-1)!, time_zone);
  const [node, { measurements_kept }] = await Promise.all([
    getNode(db, node_id),
    getRollupFacts(db, { from: new Date(wanted[0]!), now }),
  ]);
  const source = whole || !measurements_kept ? "aggregates_hourly" : "metrics";
  const edges = whole || measurements_kept ? wanted : ninetyDays(now, UTC);
  const times = edges.map((edge) => new Date(edge).toISOString());
  const [time, sums] =
    source === "metrics"
      ? [
          sql.ref("time"),
          sql`count(*) AS n, count(latency_ms) AS replies, sum(uptime_pct::double precision) AS uptime_sum`,
        ]
      : [
          sql.ref("bucket"),
          sql`sum(measurement_count)::bigint AS n, sum(reply_count)::bigint AS replies,
              sum(avg_uptime_pct * measurement_count) AS uptime_sum`,
        ];
  const { rows } = await sql<Row>`
    SELECT width_bucket(${time}, ${times}::timestamptz[]) AS day, ${sums}
    FROM ${sql.table(source)}
    WHERE node_id = ${node_id} AND ${time} >= ${times[0]}::timestamptz AND ${time} < ${times.at(-1)}::timestamptz
    GROUP BY 1`.execute(db);
  const row_of = new Map(rows.map((row) => [row.day, row]));
  const days = times.slice(0, -1).map((from, index) => {
    const row = row_of.get(index + 1);
    const window = { from: new Date(from), to: new Date(times[index + 1]!), now };
    return {
      from,
      to: times[index + 1]!,
      measurement_count: row?.n ?? 0,
      expected_count: expectedCount(node, window, row?.n ?? 0),
      reply_count: row?.replies ?? 0,
      uptime_pct: row ? row.uptime_sum / row.n : null,
    };
  });
  const told = edges === wanted;
  return {
    node_id,
    time_zone: told ? time_zone : UTC,
    reason: told ? null : `measurements are past retention and days of ${time_zone} begin between hours`,
    source,
    days,
    as_of: now.toISOString(),
  };
};
