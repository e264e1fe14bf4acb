import { type Kysely, type RawBuilder, sql } from "kysely";
import { expectedCount } from "#lib/coverage.ts";
import { OUTAGE_MEASUREMENTS, STATUS_INTERVALS } from "#lib/health.ts";
import type { Node } from "#lib/model/node.ts";
import type { NodeOutages, Outage, OutageKind } from "#lib/model/outage.ts";
import { EXACT_ROWS } from "#lib/resolution.ts";
import { SECONDS } from "#lib/units.ts";
import type { Database } from "../schema/index.ts";
import { type NodeQuestion, planOfNode } from "./node-plan.ts";

/** Outages and silences listed at most, the newest of both kinds together. */
export const OUTAGES_MAX = 100;

type Row = {
  kind: OutageKind;
  starts_at: string;
  ends_at: string;
  began_before: boolean;
  open: boolean;
  missing_count: number;
  measurement_count: number;
  uptime_pct: number | null;
  packet_loss: number | null;
  kind_count: number;
  kind_missing_count: number;
};

/** What is asked: [from, end), where nothing before the node's first measurement and nothing after now is due. */
type Window = { node_id: string; from: Date; end: Date; interval_seconds: number; open_seconds: number };

const secs = (seconds: number) => sql`make_interval(secs => ${seconds}::double precision)`;

/** Whole intervals between two moments, however a probe's clock wavers. */
const intervals = (from: RawBuilder<unknown>, to: RawBuilder<unknown>, interval_seconds: number) =>
  sql`round(extract(epoch FROM ${to} - ${from}) / ${sql.lit(interval_seconds)})::integer`;

/** Runs of measurements without reply; a silence between two ends the first. */
const downRuns = ({ from, end, interval_seconds, open_seconds }: Window): RawBuilder<unknown> => sql`
  SELECT 'down' AS kind, min(time) AS starts_at,
         least(CASE WHEN count(next_time) = count(*) THEN max(next_time) ELSE ${end}::timestamptz END,
               max(time) + ${secs(interval_seconds)}) AS ends_at,
         min(number) = 1 AND min(time) < ${from}::timestamptz + ${secs(interval_seconds)} AS began_before,
         count(next_time) < count(*) AND max(time) + ${secs(open_seconds)} >= ${end}::timestamptz AS open, count(*) AS missing_count, count(*) AS measurement_count,
         avg(uptime_pct) AS uptime_pct, avg(packet_loss) AS packet_loss
  FROM (
    SELECT *, number - row_number() OVER (ORDER BY time) AS run,
           count(*) FILTER (WHERE missing >= ${OUTAGE_MEASUREMENTS}) OVER (ORDER BY time) AS silences
    FROM measured WHERE NOT replied
  ) without_reply
  GROUP BY run, silences HAVING count(*) >= ${OUTAGE_MEASUREMENTS}`;

/** Stretches in which measurements were due and none came: between two, before the first and after the last. */
const silences = ({ from, end, interval_seconds, open_seconds }: Window): RawBuilder<unknown> => sql`
  SELECT 'silent' AS kind, starts_at, ends_at, began_before, open, missing AS missing_count, 0 AS measurement_count,
         NULL::double precision AS uptime_pct, NULL::double precision AS packet_loss
  FROM (
    SELECT previous_time + ${secs(interval_seconds)} AS starts_at, time AS ends_at, false AS began_before,
           false AS open, missing
    FROM measured WHERE missing >= ${OUTAGE_MEASUREMENTS}
    UNION ALL
    SELECT ${from}::timestamptz, first_time, true, false,
           ${intervals(sql`${from}::timestamptz`, sql`first_time`, interval_seconds)}
    FROM (SELECT coalesce(min(time), ${end}::timestamptz) AS first_time FROM measured) earliest
    WHERE first_time < ${end}::timestamptz
      AND first_time >= ${from}::timestamptz + ${secs(interval_seconds * OUTAGE_MEASUREMENTS)}
    UNION ALL
    SELECT last_time + ${secs(interval_seconds)}, ${end}::timestamptz, began_before, true,
           ${intervals(sql`last_time`, sql`${end}::timestamptz`, interval_seconds)} - 1
    FROM (SELECT coalesce(max(time), ${from}::timestamptz - ${secs(interval_seconds)}) AS last_time,
                 count(*) = 0 AS began_before FROM measured) latest
    WHERE ${end}::timestamptz > last_time + ${secs(open_seconds)}
  ) unheard`;

/**
 * Every outage and silence from the measurements themselves, to the second. Only what can begin or end one is kept of
 * them: without a reply, behind a gap, the first and the last. Counting and comparing all of them is what costs.
 */
const fromMeasurements = (window: Window): RawBuilder<unknown> => sql`
  WITH measured AS MATERIALIZED (
    SELECT *, CASE WHEN after_gap THEN ${intervals(sql`previous_time`, sql`time`, window.interval_seconds)} - 1 ELSE 0 END AS missing
    FROM (
      SELECT time, latency_ms IS NOT NULL AS replied, uptime_pct, packet_loss, row_number() OVER by_time AS number,
             lag(time) OVER by_time AS previous_time, lead(time) OVER by_time AS next_time,
             time - lag(time) OVER by_time > ${secs(window.interval_seconds * 1.5)} AS after_gap
      FROM metrics
      WHERE node_id = ${window.node_id} AND time >= ${window.from}::timestamptz AND time < ${window.end}::timestamptz
      WINDOW by_time AS (ORDER BY time)
    ) placed
    WHERE NOT replied OR after_gap OR previous_time IS NULL OR next_time IS NULL
  )
  ${downRuns(window)} UNION ALL ${silences(window)}`;

/** Neighbouring hours that hold at least three measurements of the kind: an outage is told to the hour. */
const fromHours = ({ node_id, from, end, interval_seconds }: Window): RawBuilder<unknown> => {
  const per_hour = Math.max(1, Math.floor(SECONDS.hour / interval_seconds));
  const least = Math.min(OUTAGE_MEASUREMENTS, per_hour);
  return sql`
    WITH hours AS MATERIALIZED (
      SELECT hour AS time, coalesce(measurement_count, 0) AS received, reply_count, avg_uptime_pct, avg_packet_loss,
             loss_known_count, coalesce(measurement_count - reply_count, 0) AS without_reply,
             greatest(0, floor(extract(epoch FROM least(hour + interval '1 hour', ${end}::timestamptz)
               - greatest(hour, ${from}::timestamptz)) / ${sql.lit(interval_seconds)})
               - coalesce(measurement_count, 0)) AS unheard
      FROM generate_series(date_trunc('hour', ${from}::timestamptz),
                           ${end}::timestamptz - interval '1 microsecond', interval '1 hour') AS hour
      LEFT JOIN aggregates_hourly ON node_id = ${node_id} AND bucket = hour
        AND bucket >= date_trunc('hour', ${from}::timestamptz) AND bucket < ${end}::timestamptz
    ), troubled AS (
      SELECT 'down' AS kind, without_reply AS missing, * FROM hours WHERE without_reply >= ${least}
      UNION ALL
      SELECT 'silent', unheard, * FROM hours WHERE unheard >= ${least}
    )
    SELECT kind, greatest(min(time), ${from}::timestamptz) AS starts_at,
           least(max(time) + interval '1 hour', ${end}::timestamptz) AS ends_at,
           min(time) <= ${from}::timestamptz AS began_before,
           max(time) + interval '1 hour' >= ${end}::timestamptz AS open,
           sum(missing)::bigint AS missing_count, sum(received)::bigint AS measurement_count,
           sum(avg_uptime_pct * received) / nullif(sum(received), 0) AS uptime_pct,
           sum(avg_packet_loss * loss_known_count) / nullif(sum(loss_known_count), 0) AS packet_loss
    FROM (
      SELECT *, time - row_number() OVER (PARTITION BY kind ORDER BY time) * interval '1 hour' AS run FROM troubled
    ) numbered
    GROUP BY kind, run`;
};

/** The newest rows, the totals of each kind on every row; the newest of a kind is there even where the other fills the list. */
const bounded = (found: RawBuilder<unknown>): RawBuilder<Row> => sql<Row>`
  SELECT * FROM (
    SELECT *, count(*) OVER of_kind AS kind_count, (sum(missing_count) OVER of_kind)::bigint AS kind_missing_count,
           row_number() OVER (ORDER BY starts_at DESC) AS place,
           row_number() OVER (PARTITION BY kind ORDER BY starts_at DESC) AS kind_place
    FROM (${found}) outages
    WINDOW of_kind AS (PARTITION BY kind)
  ) placed
  WHERE place <= ${OUTAGES_MAX} OR kind_place = 1
  ORDER BY starts_at DESC`;

const windowOf = (node: Node, { from, to, now }: NodeQuestion): Window => {
  const first_ms = node.first_seen_at === null ? to.getTime() : Date.parse(node.first_seen_at);
  const end = new Date(Math.min(to.getTime(), now.getTime()));
  // What a live probe owes arrives a little late: up to ten intervals it is late and not silent.
  const patience = end.getTime() === now.getTime() ? STATUS_INTERVALS.late : OUTAGE_MEASUREMENTS + 0.5;
  return {
    node_id: node.node_id,
    from: new Date(Math.max(from.getTime(), Math.min(first_ms, end.getTime()))),
    end,
    interval_seconds: node.interval_seconds,
    open_seconds: node.interval_seconds * patience,
  };
};

const outageOf = ({ kind, starts_at, ends_at, began_before, open, ...depth }: Row): Outage => ({
  kind,
  from: new Date(starts_at).toISOString(),
  to: new Date(ends_at).toISOString(),
  began_before,
  open,
  seconds: (Date.parse(ends_at) - Date.parse(starts_at)) / 1000,
  missing_count: depth.missing_count,
  measurement_count: depth.measurement_count,
  uptime_pct: depth.uptime_pct,
  packet_loss: depth.packet_loss,
});

/**
 * Where the target of a node did not reply (three measurements or more in a row) and where its probe was silent (three or
 * more that were due did not come), over [from, to), the newest 100 and the totals of all. Reads metrics, or, where they
 * are past retention or more than 200,000, aggregates_hourly, as `source` says. Unknown node: FiberError not_found.
 */
export const getNodeOutages = async (db: Kysely<Database>, question: NodeQuestion): Promise<NodeOutages> => {
  const { node, plan, measurements_kept } = await planOfNode(db, question);
  const window = windowOf(node, question);
  const { rows } = await bounded(plan.exact ? fromMeasurements(window) : fromHours(window)).execute(db);
  const listed = rows.slice(0, OUTAGES_MAX);
  const totalOf = (kind: OutageKind) => {
    const row = rows.find((candidate) => candidate.kind === kind);
    const missing_count = row?.kind_missing_count ?? 0;
    return { count: row?.kind_count ?? 0, missing_count, seconds: missing_count * node.interval_seconds };
  };
  const [down, silent] = [totalOf("down"), totalOf("silent")];
  const expected = expectedCount(node, question, 0);
  return {
    node_id: node.node_id,
    from: question.from.toISOString(),
    to: question.to.toISOString(),
    source: plan.exact ? "metrics" : "aggregates_hourly",
    reason: plan.exact
      ? null
      : measurements_kept
        ? `${expected} measurements are more than ${EXACT_ROWS.node}`
        : "measurements are past retention",
    resolution_seconds: plan.exact ? node.interval_seconds : SECONDS.hour,
    measurements_min: OUTAGE_MEASUREMENTS,
    down,
    silent,
    outages: listed.map(outageOf),
    more: down.count + silent.count - listed.length,
    as_of: question.now.toISOString(),
  };
};
