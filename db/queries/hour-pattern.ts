import { type Kysely, sql } from "kysely";
import type { HourPattern } from "#lib/model/day-pattern.ts";
import { percentileMethod, type Segment, sourcesOf } from "#lib/resolution.ts";
import { MILLISECONDS } from "#lib/units.ts";
import { offsetSpans } from "#lib/zone-offsets.ts";
import type { Database } from "../schema/index.ts";
import { type NodeQuestion, planOfNode } from "./node-plan.ts";
import { binsOf, percentilesOfBins } from "./segments.ts";

type Row = { key: number; replies: number; p50: number; p95: number };

/** Days cannot be told apart by hour: what the plan takes from days is taken from hours. */
const withoutDays = (segments: Segment[]): Segment[] =>
  segments.map((segment) =>
    segment.source === "aggregates_daily" ? { ...segment, source: "aggregates_hourly" } : segment,
  );

/** The hour on the wall clock of the zone, however often its clock changes in the range; cut by lib/, not by the server's tables. */
const hourOf = (from: Date, to: Date, time_zone: string) => {
  const spans = offsetSpans(from.getTime(), to.getTime(), time_zone);
  // A row of an hour may begin before the range.
  const since = spans.map(({ from_ms }, index) =>
    new Date(index === 0 ? from_ms - MILLISECONDS.hour : from_ms).toISOString(),
  );
  const seconds = spans.map(({ offset_ms }) => offset_ms / 1000);
  const offset = sql`make_interval(secs => (${seconds}::double precision[])[width_bucket(time, ${since}::timestamptz[])])`;
  return sql`extract(hour FROM (time + ${offset}) AT TIME ZONE 'UTC')::integer`;
};

/**
 * Median and p95 of a node's replies by hour of the day of `time_zone` over [from, to): exact from metrics while they are
 * kept and at most 200,000, else from the merged histograms of aggregates_hourly. Unknown node: FiberError not_found.
 */
export const getHourPattern = async (
  db: Kysely<Database>,
  question: NodeQuestion & { time_zone: string },
): Promise<HourPattern> => {
  const { node_id, from, to, now, time_zone } = question;
  const { plan } = await planOfNode(db, question);
  const segments = withoutDays(plan.segments);
  const key = hourOf(from, to, time_zone);
  const { rows } = plan.exact
    ? await sql<Row>`
        SELECT key, replies, p[1] AS p50, p[2] AS p95 FROM (
          SELECT ${key} AS key, count(latency_ms) AS replies,
                 percentile_cont(ARRAY[0.5, 0.95]) WITHIN GROUP (ORDER BY latency_ms) AS p
          FROM metrics WHERE node_id = ${node_id} AND time >= ${from}::timestamptz AND time < ${to}::timestamptz
            AND latency_ms IS NOT NULL
          GROUP BY 1
        ) hours`.execute(db)
    : await sql<Row>`
        WITH bins AS MATERIALIZED (
          SELECT ${key} AS key, latency_bin, sum(replies)::bigint AS replies
          FROM (${binsOf(segments, node_id)}) histogram GROUP BY 1, 2
        )
        SELECT p.key, total.replies, p.p50, p.p95
        FROM (${percentilesOfBins(sql`SELECT key, latency_bin, replies FROM bins`, ["p50", "p95"])}) p
        JOIN (SELECT key, sum(replies)::bigint AS replies FROM bins GROUP BY key) total USING (key)`.execute(db);
  const row_of = new Map(rows.map((row) => [row.key, row]));
  const offset_ms = offsetSpans(from.getTime(), from.getTime() + 1, time_zone)[0]?.offset_ms ?? 0;
  return {
    node_id,
    from: from.toISOString(),
    to: to.toISOString(),
    time_zone,
    sources: sourcesOf({ ...plan, segments }),
    percentiles: percentileMethod(plan.exact),
    shifted_minutes: plan.exact ? 0 : (Math.abs(offset_ms) % MILLISECONDS.hour) / MILLISECONDS.minute,
    hours: Array.from({ length: 24 }, (_, hour) => {
      const row = row_of.get(hour);
      return {
        hour,
        reply_count: row?.replies ?? 0,
        latency_ms_p50: row?.p50 ?? null,
        latency_ms_p95: row?.p95 ?? null,
      };
    }),
    as_of: now.toISOString(),
  };
};
