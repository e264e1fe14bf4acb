import { type RawBuilder, sql } from "kysely";
import { type Capabilities, canRead } from "./capabilities.ts";

/** Holes told of each aggregate, the oldest. */
const TOLD = 10;

/** Microseconds as TimescaleDB keeps them; null stands for no bound: what lies beyond the years 1 to 3000. */
export const instant = (
  column: string,
) => sql`CASE WHEN ${sql.ref(column)} BETWEEN -62135596800000000 AND 32503680000000000
                  THEN to_timestamp(${sql.ref(column)} / 1e6) END`;

const utc = (column: string) => sql`to_char(${sql.ref(column)} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')`;

/** Whether this server shows the log of what was refreshed. */
const tellsGaps = (capabilities: Capabilities): boolean =>
  (["continuous_agg", "continuous_aggs_materialization_invalidation_log"] as const).every((table) =>
    canRead(capabilities, table),
  );

/**
 * `gap`: of every aggregate over time: up to where refreshes have looked, and holes: stretches that changed or were
 * never refreshed, hold chunks of the source, and lie before the window of its policy, so that no run will mend them.
 * From `log`, TimescaleDB's invalidation logs, never from rows; empty where this server does not show those. A stretch
 * without a beginning counts only when a whole chunk lies in it: data may begin within a chunk. What
 * fiber.refresh_requests asked for in the last 15 minutes is not told, nor are chunks that came into being in them: who
 * fills in history refreshes behind it. A member of the WITH of readAggregates().
 */
export const aggregateGaps = (capabilities: Capabilities): RawBuilder<unknown> => {
  if (!tellsGaps(capabilities))
    return sql`
    gap AS (SELECT NULL::name AS view_schema, NULL::name AS view_name, NULL::timestamptz AS source_to,
                   NULL::timestamptz AS processed_until, NULL::boolean AS never_refreshed, NULL::bigint AS hole_count,
                   NULL::jsonb AS holes WHERE false)`;
  const asked = canRead(capabilities, "refresh_requests")
    ? sql` AND NOT EXISTS (SELECT FROM fiber.refresh_requests WHERE requested_at > now() - INTERVAL '15 minutes')`
    : sql``;
  return sql`
    placed AS MATERIALIZED (
      SELECT hypertable_schema, hypertable_name, range_start, range_end, chunk_creation_time < now() - INTERVAL '15 minutes' AS settled
      FROM every WHERE isfinite(range_start) AND isfinite(range_end)
    ), entry AS MATERIALIZED (
      SELECT l.view_schema, l.view_name, v.raw_schema, v.raw_name, coalesce(p.window_from, 'infinity') AS window_from,
             CASE l.kind WHEN 'aggregate' THEN 'noted' ELSE 'changed' END AS kind,
             ${instant("l.low")} AS low, ${instant("l.high")} AS high
      FROM log l JOIN view v USING (view_schema, view_name) LEFT JOIN policy p USING (relid)
      WHERE l.kind = 'aggregate' OR l.kind = 'source'${asked}
    ), reach AS (
      SELECT view_schema, view_name, min(coalesce(low, '-infinity')) AS until
      FROM entry WHERE kind = 'noted' AND high IS NULL GROUP BY view_schema, view_name
    ), piece AS (
      SELECT e.view_schema, e.view_name, e.kind, min(greatest(e.low, c.range_start)) AS "from",
             max(least(e.high + INTERVAL '1 microsecond', c.range_end, e.window_from)) AS "to"
      FROM entry e
      JOIN placed c ON (c.hypertable_schema, c.hypertable_name) = (e.raw_schema, e.raw_name)
                   AND c.range_end > coalesce(e.low, '-infinity') AND c.range_start < least(e.high, e.window_from) AND c.settled
      WHERE e.high IS NOT NULL
      GROUP BY e.view_schema, e.view_name, e.kind, e.low, e.high, e.window_from
      HAVING e.low IS NOT NULL OR bool_or(c.range_end <= least(e.high, e.window_from))
    ), hole AS (
      SELECT view_schema, view_name, kind, "from", "to",
             row_number() OVER (PARTITION BY view_schema, view_name ORDER BY "from", "to") AS place
      FROM piece WHERE "from" < "to"
    ), holes AS (
      SELECT view_schema, view_name, count(*) AS hole_count,
             jsonb_agg(jsonb_build_object('kind', kind, 'from', ${utc("from")}, 'to', ${utc("to")})
                       ORDER BY place) FILTER (WHERE place <= ${sql.lit(TOLD)}) AS holes
      FROM hole GROUP BY view_schema, view_name
    ), gap AS MATERIALIZED (
      SELECT v.view_schema, v.view_name,
             (SELECT max(range_end) FROM placed c WHERE (c.hypertable_schema, c.hypertable_name) = (v.raw_schema, v.raw_name)) AS source_to,
             CASE WHEN isfinite(r.until) THEN r.until END AS processed_until,
             r.until IS NOT NULL AND NOT isfinite(r.until) AS never_refreshed,
             coalesce(h.hole_count, 0) AS hole_count, coalesce(h.holes, '[]') AS holes
      FROM view v
      LEFT JOIN reach r USING (view_schema, view_name)
      LEFT JOIN holes h USING (view_schema, view_name)
      WHERE v.by_time
    )`;
};
