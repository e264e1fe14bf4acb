import { type RawBuilder, sql } from "kysely";
import type { AggregateGaps } from "#lib/advisor/facts.ts";
import { type Capabilities, canRead } from "./capabilities.ts";

/** Holes told of each aggregate, the oldest. */
const TOLD = 10;

/** Microseconds as TimescaleDB keeps them; null stands for no bound. */
const instant = (column: string) =>
  sql`CASE WHEN ${sql.ref(column)} BETWEEN -62135596800000000 AND 32503680000000000
                THEN to_timestamp(${sql.ref(column)} / 1e6) END`;

/**
 * Of every aggregate over time: up to where refreshes have looked, and holes: stretches that changed or were never
 * refreshed, hold chunks of the source, and lie before the window of its policy, so that no run will mend them. From
 * TimescaleDB's invalidation logs, never from rows; undefined where this server does not show those. A stretch without a
 * beginning counts only when a whole chunk lies in it: data may begin within a chunk. What fiber.refresh_requests
 * asked for in the last 15 minutes is not told, nor are chunks that came into being in them: who fills in history
 * refreshes behind it. Part of getChunkFacts().
 */
export const aggregateGaps = (capabilities: Capabilities): RawBuilder<AggregateGaps> | undefined => {
  const tells = (["continuous_agg", "continuous_aggs_materialization_invalidation_log"] as const).every((table) =>
    canRead(capabilities, table),
  );
  if (!tells) return undefined;
  const changed = canRead(capabilities, "continuous_aggs_hypertable_invalidation_log")
    ? sql`
      UNION ALL
      SELECT view.mat_id, 'changed', ${instant("lowest_modified_value")}, ${instant("greatest_modified_value")}
      FROM _timescaledb_catalog.continuous_aggs_hypertable_invalidation_log l JOIN view ON view.raw_id = l.hypertable_id
      ${canRead(capabilities, "refresh_requests") ? sql`WHERE NOT EXISTS (SELECT FROM fiber.refresh_requests WHERE requested_at > now() - INTERVAL '15 minutes')` : sql``}`
    : sql``;
  return sql<AggregateGaps>`
    WITH policy AS MATERIALIZED (
      SELECT hypertable_schema, hypertable_name,
             CASE WHEN bool_or(config->>'start_offset' IS NULL) THEN '-infinity'
                  ELSE now() - max((config->>'start_offset')::interval) END AS window_from
      FROM timescaledb_information.jobs
      WHERE proc_name = 'policy_refresh_continuous_aggregate' AND coalesce(jsonb_typeof(config->'start_offset'), 'null') IN ('string', 'null')
      GROUP BY 1, 2
    ), ch AS MATERIALIZED (
      SELECT hypertable_schema, hypertable_name, range_start, range_end, chunk_creation_time < now() - INTERVAL '15 minutes' AS settled
      FROM every
      WHERE isfinite(range_start) AND isfinite(range_end)
    ), view AS MATERIALIZED (
      SELECT a.mat_hypertable_id AS mat_id, a.raw_hypertable_id AS raw_id, ca.view_schema, ca.view_name,
             ca.raw_schema, ca.raw_name, coalesce(p.window_from, 'infinity') AS window_from
      FROM ca
      JOIN _timescaledb_catalog.continuous_agg a ON (a.user_view_schema, a.user_view_name) = (ca.view_schema, ca.view_name)
      LEFT JOIN policy p ON (p.hypertable_schema, p.hypertable_name) IN
                            ((ca.view_schema, ca.view_name), (ca.hypertable_schema, ca.hypertable_name))
      WHERE EXISTS (SELECT FROM timescaledb_information.dimensions d
                    WHERE (d.hypertable_schema, d.hypertable_name) = (ca.hypertable_schema, ca.hypertable_name)
                      AND d.dimension_number = 1 AND d.time_interval IS NOT NULL)
    ), entry AS MATERIALIZED (
      SELECT materialization_id AS mat_id, 'noted' AS kind, ${instant("lowest_modified_value")} AS low,
             ${instant("greatest_modified_value")} AS high
      FROM _timescaledb_catalog.continuous_aggs_materialization_invalidation_log
      WHERE greatest_modified_value > -62135596800000000${changed}
    ), reach AS (
      SELECT mat_id, min(coalesce(low, '-infinity')) AS processed_until FROM entry WHERE kind = 'noted' AND high IS NULL GROUP BY mat_id
    ), piece AS (
      SELECT e.mat_id, e.kind, min(greatest(e.low, c.range_start)) AS "from",
             max(least(e.high + INTERVAL '1 microsecond', c.range_end, v.window_from)) AS "to"
      FROM entry e
      JOIN view v USING (mat_id)
      JOIN ch c ON (c.hypertable_schema, c.hypertable_name) = (v.raw_schema, v.raw_name)
               AND c.range_end > coalesce(e.low, '-infinity') AND c.range_start < least(e.high, v.window_from) AND c.settled
      WHERE e.high IS NOT NULL
      GROUP BY e.mat_id, e.kind, e.low, e.high, v.window_from
      HAVING e.low IS NOT NULL OR bool_or(c.range_end <= least(e.high, v.window_from))
    ), hole AS (
      SELECT mat_id, kind, "from", "to", row_number() OVER (PARTITION BY mat_id ORDER BY "from", "to") AS place FROM piece
      WHERE "from" < "to"
    ), source AS (
      SELECT hypertable_schema, hypertable_name, min(range_start) AS source_from, max(range_end) AS source_to FROM ch GROUP BY 1, 2
    )
    SELECT v.view_schema, v.view_name, v.raw_schema AS source_schema, v.raw_name AS source_table,
           s.source_from, s.source_to,
           CASE WHEN r.mat_id IS NULL THEN NULL WHEN isfinite(r.processed_until) THEN r.processed_until END AS processed_until,
           r.mat_id IS NOT NULL AND NOT isfinite(r.processed_until) AS never_refreshed,
           (SELECT count(*) FROM hole h WHERE h.mat_id = v.mat_id) AS hole_count,
           (SELECT coalesce(jsonb_agg(jsonb_build_object('kind', h.kind,
                     'from', to_char(h."from" AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
                     'to', to_char(h."to" AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')) ORDER BY h.place), '[]')
            FROM hole h WHERE h.mat_id = v.mat_id AND h.place <= ${sql.lit(TOLD)}) AS holes
    FROM view v
    LEFT JOIN reach r USING (mat_id)
    LEFT JOIN source s ON (s.hypertable_schema, s.hypertable_name) = (v.raw_schema, v.raw_name)
    ORDER BY v.view_schema, v.view_name`;
};
