import { type Kysely, sql } from "kysely";
import type { Database } from "#db/schema/index.ts";
import type { AggregateGaps } from "#lib/advisor/facts.ts";
import type { Aggregate } from "#lib/model/storage.ts";
import { aggregateGaps, instant } from "./aggregate-gaps.ts";
import { type Capabilities, canCall, canRead, requireTimescale } from "./capabilities.ts";
import { aggregateViews, chunkList, chunkSizes, chunkStats, hiddenParts } from "./storage-sql.ts";

type GapColumns = Pick<AggregateGaps, "source_to" | "processed_until" | "never_refreshed" | "hole_count" | "holes">;

type AggregateRow = Omit<Aggregate, "materialized_state"> &
  GapColumns & { tells: boolean; permitted: boolean; raw_schema: string; raw_name: string; gaps_told: boolean };

/** Stretches listed of each kind and aggregate. */
const PENDING_LISTED = 200;

/** Logs of TimescaleDB that tell what waits for a refresh, and the column that says whose. What ends before all time waits for nothing. */
const LOGS = [
  ["aggregate", "continuous_aggs_materialization_invalidation_log", "materialization_id", "mat_hypertable_id"],
  ["source", "continuous_aggs_hypertable_invalidation_log", "hypertable_id", "raw_hypertable_id"],
  ["refreshing", "continuous_aggs_materialization_ranges", "materialization_id", "mat_hypertable_id"],
] as const;

/** Beyond these a bound stands for the beginning or the end of all time. */
const SMALLEST = sql.lit(-62_135_596_800_000_000);
const LARGEST = sql.lit(32_503_680_000_000_000);

/**
 * `log`: by view, what TimescaleDB noted as changed or not refreshed, and `wait`: that as it waits for a refresh. The
 * first log must be there; the others are younger or may be gone.
 */
const loggedRanges = (capabilities: Capabilities) => {
  const logs = LOGS.filter(([, table]) => canRead(capabilities, table));
  if (!canRead(capabilities, "continuous_agg") || logs[0]?.[0] !== "aggregate")
    return sql`
    wait AS (SELECT view_schema, view_name, NULL::jsonb AS pending, NULL::bigint AS pending_count FROM view)`;
  const parts = logs.map(
    ([kind, table, owner, id]) => sql`
        SELECT ${sql.lit(kind)} AS kind, l.lowest_modified_value AS low, l.greatest_modified_value AS high
        FROM ${sql.id("_timescaledb_catalog", table)} l WHERE l.${sql.id(owner)} = a.${sql.id(id)}
          AND l.greatest_modified_value > ${SMALLEST} AND l.lowest_modified_value < ${LARGEST}`,
  );
  return sql`
    log AS MATERIALIZED (
      SELECT v.view_schema, v.view_name, l.kind, l.low, l.high,
             row_number() OVER (PARTITION BY v.view_schema, v.view_name, l.kind ORDER BY l.low) AS place
      FROM view v
      JOIN _timescaledb_catalog.continuous_agg a ON (a.user_view_schema, a.user_view_name) = (v.view_schema, v.view_name)
      CROSS JOIN LATERAL (${sql.join(
        parts,
        sql`
        UNION ALL`,
      )}
      ) l
      WHERE v.by_time
    ), wait AS MATERIALIZED (
      SELECT v.view_schema, v.view_name,
             coalesce(jsonb_agg(jsonb_build_object('kind', l.kind, 'from', ${instant("l.low")}, 'to', ${instant("l.high")})
                                ORDER BY l.kind, l.low) FILTER (WHERE l.place <= ${PENDING_LISTED}), '[]') AS pending,
             count(l.kind) AS pending_count
      FROM view v LEFT JOIN log l USING (view_schema, view_name)
      WHERE v.by_time GROUP BY v.view_schema, v.view_name
    )`;
};

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

/** What the console shows of the aggregates, and what the advisor judges them by; without gaps where nothing is told of them. */
export type AggregatesRead = { aggregates: Aggregate[]; gaps: AggregateGaps[] };

/**
 * Every continuous aggregate with its freshness. `materialized_until` is the end of its newest materialized bucket.
 * `total_bytes` is live. `pending` are the entries of TimescaleDB's invalidation logs as they stand: holesOf() of
 * lib/holes.ts tells which of them are holes. Aggregates over integers have no bucket, watermark, window or promise in
 * seconds. One statement beside the look at the server; reads the catalog and file sizes, never rows, and the logs once.
 *
 * Errors: `not_available` without TimescaleDB.
 */
export const listAggregates = async (db: Kysely<Database>): Promise<Aggregate[]> =>
  (await readAggregates(db)).aggregates;

/** listAggregates() with the gaps of each, as aggregateGaps() tells them. */
export const readAggregates = async (db: Kysely<Database>): Promise<AggregatesRead> => {
  const capabilities = await requireTimescale(db);
  const { rows } = await sql<AggregateRow>`
    WITH ${aggregateViews(capabilities, true)},
    d AS MATERIALIZED (
      SELECT hypertable_schema, hypertable_name, time_interval FROM timescaledb_information.dimensions
      WHERE dimension_number = 1
    ), j AS MATERIALIZED (
      SELECT hypertable_schema, hypertable_name, config->>'start_offset' AS start_offset, config->>'end_offset' AS end_offset,
             schedule_interval, scheduled
      FROM timescaledb_information.jobs WHERE proc_name = 'policy_refresh_continuous_aggregate'
    ), view AS MATERIALIZED (
      SELECT ca.*, ca.view_name AS aggregate_name, c.oid AS relid, d.time_interval IS NOT NULL AS by_time,
             coalesce(source.view_name, CASE WHEN ca.raw_schema = 'public' THEN ca.raw_name ELSE ca.raw_schema || '.' || ca.raw_name END) AS source_name,
             substring(ca.view_definition FROM 'time_bucket\\(''([^'']+)''::interval')::interval AS bucket
      FROM ca
      JOIN pg_namespace n ON n.nspname = ca.hypertable_schema
      JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = ca.hypertable_name
      JOIN d USING (hypertable_schema, hypertable_name)
      LEFT JOIN ca source ON (source.hypertable_schema, source.hypertable_name) = (ca.raw_schema, ca.raw_name)
    ), policy AS (
      -- A job names the view or, before 2.20, the hypertable that stores it.
      SELECT v.relid, min(coalesce(j.end_offset::interval, '0') + v.bucket + j.schedule_interval) AS promised,
             CASE WHEN bool_or(j.start_offset IS NULL) THEN '-infinity' ELSE now() - max(j.start_offset::interval) END AS window_from,
             jsonb_build_object(
               'start_seconds', extract(epoch FROM CASE WHEN bool_and(j.start_offset IS NOT NULL) THEN max(j.start_offset::interval) END),
               'end_seconds', extract(epoch FROM min(coalesce(j.end_offset::interval, '0'))),
               'schedule_seconds', extract(epoch FROM min(j.schedule_interval)),
               'scheduled', bool_or(j.scheduled) AND ${sql.lit(capabilities.edition !== "apache")}) AS window
      FROM view v
      JOIN j ON (j.hypertable_schema, j.hypertable_name) IN
                ((v.view_schema, v.view_name), (v.hypertable_schema, v.hypertable_name))
      WHERE v.by_time GROUP BY v.relid
    ), ${watermarks(capabilities)}, ${loggedRanges(capabilities)}, ${chunkList(capabilities, "view")}${hiddenParts(capabilities, "view")},
    size AS (
      SELECT ch.relid, sum(s.total_bytes)::bigint AS total_bytes
      FROM ch ${chunkStats(capabilities)} ${chunkSizes(capabilities)} GROUP BY ch.relid
    ), first AS MATERIALIZED (
      SELECT hypertable_schema, hypertable_name, min(range_start) AS starts_at FROM every
      WHERE isfinite(range_start) GROUP BY 1, 2
    ), ${aggregateGaps(capabilities)}
    SELECT v.view_schema, v.view_name, v.source_name, v.hypertable_name AS materialization_hypertable,
           NOT v.materialized_only AS real_time, extract(epoch FROM v.bucket) AS bucket_seconds,
           mark.watermark IS NOT NULL AS tells,
           coalesce((SELECT has_table_privilege(vc.oid, 'SELECT') FROM pg_class vc JOIN pg_namespace vn ON vn.oid = vc.relnamespace
                     WHERE vn.nspname = v.view_schema AND vc.relname = v.view_name), false) AS permitted,
           t.until AS materialized_until,
           extract(epoch FROM now() - t.until)::double precision AS behind_seconds,
           extract(epoch FROM p.promised) AS promised_seconds, p.window,
           (SELECT starts_at FROM first f WHERE (f.hypertable_schema, f.hypertable_name) = (v.raw_schema, v.raw_name)) AS source_from,
           (SELECT starts_at FROM first f
            WHERE (f.hypertable_schema, f.hypertable_name) = (v.hypertable_schema, v.hypertable_name)) AS stored_from,
           wait.pending, wait.pending_count, v.raw_schema, v.raw_name, gap.view_name IS NOT NULL AS gaps_told,
           gap.source_to, gap.processed_until, gap.never_refreshed, gap.hole_count, gap.holes,
           coalesce(size.total_bytes, 0) + pg_total_relation_size(v.relid) AS total_bytes
    FROM view v
    LEFT JOIN mark USING (view_schema, view_name)
    LEFT JOIN wait USING (view_schema, view_name)
    LEFT JOIN gap USING (view_schema, view_name)
    LEFT JOIN policy p USING (relid)
    LEFT JOIN size USING (relid)
    CROSS JOIN LATERAL (
      SELECT CASE WHEN isfinite(mark.watermark) AND mark.watermark > '4713-01-01 00:00:00+00 BC' THEN mark.watermark END AS until
    ) t
    ORDER BY view_schema, view_name`.execute(db);
  return { aggregates: rows.map(aggregateOf), gaps: rows.filter(({ gaps_told }) => gaps_told).map(gapsOf) };
};

const aggregateOf = (row: AggregateRow): Aggregate => {
  const { tells, permitted, raw_schema: _schema, raw_name: _name, gaps_told: _told, ...more } = row;
  const {
    source_to: _to,
    processed_until: _until,
    never_refreshed: _never,
    hole_count: _count,
    holes: _holes,
    ...of
  } = more;
  const without = permitted ? "not_available" : "not_permitted";
  return { ...of, materialized_state: tells ? (of.materialized_until === null ? "nothing" : "known") : without };
};

const gapsOf = (row: AggregateRow): AggregateGaps => ({
  view_schema: row.view_schema,
  view_name: row.view_name,
  source_schema: row.raw_schema,
  source_table: row.raw_name,
  source_from: row.source_from,
  source_to: row.source_to,
  processed_until: row.processed_until,
  never_refreshed: row.never_refreshed,
  hole_count: row.hole_count,
  holes: row.holes,
});
