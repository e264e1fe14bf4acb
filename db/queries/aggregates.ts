import { type Kysely, sql } from "kysely";
import type { Database } from "#db/schema/index.ts";
import type { Aggregate } from "#lib/model/storage.ts";
import { type Capabilities, canCall, canRead, requireTimescale } from "./capabilities.ts";
import { aggregateViews, chunkSizes } from "./storage-sql.ts";

type AggregateRow = Omit<Aggregate, "materialized_state"> & { tells: boolean };

/**
 * `mark`: the watermark of each aggregate by its view. The function fails for a view this role may not read, so it is
 * asked for readable ones alone. A watermark at the smallest time there is means that nothing is materialized.
 */
const watermarks = (capabilities: Capabilities) =>
  canRead(capabilities, "continuous_agg") && canCall(capabilities, "cagg_watermark(integer)")
    ? sql`
    mark AS MATERIALIZED (
      SELECT v.view_schema, v.view_name,
             CASE WHEN v.by_time AND has_table_privilege(c.oid, 'SELECT')
                  THEN _timescaledb_functions.to_timestamp(_timescaledb_functions.cagg_watermark(a.mat_hypertable_id)) END AS watermark
      FROM view v
      JOIN _timescaledb_catalog.continuous_agg a ON (a.user_view_schema, a.user_view_name) = (v.view_schema, v.view_name)
      JOIN pg_namespace n ON n.nspname = v.view_schema
      JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = v.view_name
    )`
    : sql`
    mark AS (SELECT view_schema, view_name, NULL::timestamptz AS watermark FROM view)`;

/**
 * Every continuous aggregate with its freshness. `materialized_until` is the end of its newest materialized bucket.
 * `total_bytes` is live. Aggregates over integers have no bucket, watermark or promise in seconds. One statement
 * beside the look at the server; reads the catalog and file sizes, never rows.
 *
 * Errors: `not_available` without TimescaleDB.
 */
export const listAggregates = async (db: Kysely<Database>): Promise<Aggregate[]> => {
  const capabilities = await requireTimescale(db);
  const { rows } = await sql<AggregateRow>`
    WITH ${aggregateViews(capabilities, true)},
    d AS MATERIALIZED (
      SELECT hypertable_schema, hypertable_name, time_interval FROM timescaledb_information.dimensions
      WHERE dimension_number = 1
    ), j AS MATERIALIZED (
      SELECT hypertable_schema, hypertable_name, config->>'end_offset' AS end_offset, schedule_interval
      FROM timescaledb_information.jobs WHERE proc_name = 'policy_refresh_continuous_aggregate'
    ), view AS MATERIALIZED (
      SELECT ca.*, c.oid AS relid, d.time_interval IS NOT NULL AS by_time,
             coalesce(source.view_name, ca.raw_name) AS source_name,
             substring(ca.view_definition FROM 'time_bucket\\(''([^'']+)''::interval')::interval AS bucket
      FROM ca
      JOIN pg_namespace n ON n.nspname = ca.hypertable_schema
      JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = ca.hypertable_name
      JOIN d USING (hypertable_schema, hypertable_name)
      LEFT JOIN ca source ON (source.hypertable_schema, source.hypertable_name) = (ca.raw_schema, ca.raw_name)
    ), promise AS (
      -- A job names the view or, before 2.20, the hypertable that stores it.
      SELECT v.relid, min(coalesce(j.end_offset::interval, '0') + v.bucket + j.schedule_interval) AS promised
      FROM view v
      JOIN j ON (j.hypertable_schema, j.hypertable_name) IN
                ((v.view_schema, v.view_name), (v.hypertable_schema, v.hypertable_name))
      WHERE v.by_time GROUP BY v.relid
    ), ${watermarks(capabilities)}, ${chunkSizes(capabilities, "view")},
    size AS (SELECT relid, sum(total_bytes) AS total_bytes FROM s GROUP BY relid
    )
    SELECT v.view_schema, v.view_name, v.source_name, v.hypertable_name AS materialization_hypertable,
           NOT v.materialized_only AS real_time, extract(epoch FROM v.bucket) AS bucket_seconds,
           mark.watermark IS NOT NULL AS tells, t.until AS materialized_until,
           extract(epoch FROM now() - t.until)::double precision AS behind_seconds,
           extract(epoch FROM p.promised) AS promised_seconds,
           coalesce(size.total_bytes, 0) + pg_total_relation_size(v.relid) AS total_bytes
    FROM view v
    LEFT JOIN mark USING (view_schema, view_name)
    LEFT JOIN promise p USING (relid)
    LEFT JOIN size USING (relid)
    CROSS JOIN LATERAL (
      SELECT CASE WHEN isfinite(mark.watermark) AND mark.watermark > '4713-01-01 00:00:00+00 BC' THEN mark.watermark END AS until
    ) t
    ORDER BY view_schema, view_name`.execute(db);
  return rows.map(({ tells, ...aggregate }) => ({
    ...aggregate,
    materialized_state: !tells ? "not_available" : aggregate.materialized_until === null ? "nothing" : "known",
  }));
};
