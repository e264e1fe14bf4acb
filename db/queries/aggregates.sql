-- Generated from db/queries/aggregates.ts. To renew: node db/queries/sql.ts

-- listAggregates

-- as getCapabilities in capabilities.sql

WITH
ca AS MATERIALIZED (
  SELECT view_schema, view_name, materialized_only, compression_enabled,
         materialization_hypertable_schema AS hypertable_schema, materialization_hypertable_name AS hypertable_name,
         hypertable_schema AS raw_schema, hypertable_name AS raw_name, view_definition
  FROM timescaledb_information.continuous_aggregates
),
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
         substring(ca.view_definition FROM 'time_bucket\(''([^'']+)''::interval')::interval AS bucket
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
           'scheduled', bool_or(j.scheduled) AND true) AS window
  FROM view v
  JOIN j ON (j.hypertable_schema, j.hypertable_name) IN
            ((v.view_schema, v.view_name), (v.hypertable_schema, v.hypertable_name))
  WHERE v.by_time GROUP BY v.relid
),
mark AS MATERIALIZED (
  SELECT v.view_schema, v.view_name,
         CASE WHEN v.by_time AND has_table_privilege(c.oid, 'SELECT')
              THEN _timescaledb_functions.to_timestamp(_timescaledb_functions.cagg_watermark(a.mat_hypertable_id)) END AS watermark
  FROM view v
  JOIN _timescaledb_catalog.continuous_agg a ON (a.user_view_schema, a.user_view_name) = (v.view_schema, v.view_name)
  JOIN pg_namespace n ON n.nspname = v.view_schema
  JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = v.view_name
),
log AS MATERIALIZED (
  SELECT v.view_schema, v.view_name, l.kind, l.low, l.high,
         row_number() OVER (PARTITION BY v.view_schema, v.view_name, l.kind ORDER BY l.low) AS place
  FROM view v
  JOIN _timescaledb_catalog.continuous_agg a ON (a.user_view_schema, a.user_view_name) = (v.view_schema, v.view_name)
  CROSS JOIN LATERAL (
    SELECT 'aggregate' AS kind, l.lowest_modified_value AS low, l.greatest_modified_value AS high
    FROM "_timescaledb_catalog"."continuous_aggs_materialization_invalidation_log" l WHERE l."materialization_id" = a."mat_hypertable_id"
      AND l.greatest_modified_value > -62135596800000000 AND l.lowest_modified_value < 32503680000000000
    UNION ALL
    SELECT 'source' AS kind, l.lowest_modified_value AS low, l.greatest_modified_value AS high
    FROM "_timescaledb_catalog"."continuous_aggs_hypertable_invalidation_log" l WHERE l."hypertable_id" = a."raw_hypertable_id"
      AND l.greatest_modified_value > -62135596800000000 AND l.lowest_modified_value < 32503680000000000
    UNION ALL
    SELECT 'refreshing' AS kind, l.lowest_modified_value AS low, l.greatest_modified_value AS high
    FROM "_timescaledb_catalog"."continuous_aggs_materialization_ranges" l WHERE l."materialization_id" = a."mat_hypertable_id"
      AND l.greatest_modified_value > -62135596800000000 AND l.lowest_modified_value < 32503680000000000
  ) l
  WHERE v.by_time
), wait AS MATERIALIZED (
  SELECT v.view_schema, v.view_name,
         coalesce(jsonb_agg(jsonb_build_object('kind', l.kind, 'from', CASE WHEN "l"."low" BETWEEN -62135596800000000 AND 32503680000000000
              THEN to_timestamp("l"."low" / 1e6) END, 'to', CASE WHEN "l"."high" BETWEEN -62135596800000000 AND 32503680000000000
              THEN to_timestamp("l"."high" / 1e6) END)
                            ORDER BY l.kind, l.low) FILTER (WHERE l.place <= $1), '[]') AS pending,
         count(l.kind) AS pending_count
  FROM view v LEFT JOIN log l USING (view_schema, view_name)
  WHERE v.by_time GROUP BY v.view_schema, v.view_name
),
every AS MATERIALIZED (
  SELECT v.hypertable_schema, v.hypertable_name, v.chunk_schema, v.chunk_name, v.range_start, v.range_end,
         v.range_start_integer, v.chunk_creation_time, v.is_compressed, k.status, k.id AS chunk_id,
         p.oid, p.reltuples, p.relpages, p.reltoastrelid
  FROM timescaledb_information.chunks v
  CROSS JOIN regexp_split_to_table('', ',') thousand
  JOIN pg_namespace n ON n.nspname = v.chunk_schema
  JOIN pg_class p ON p.relnamespace = n.oid AND p.relname = v.chunk_name
  LEFT JOIN _timescaledb_catalog.chunk k ON k.relid = p.oid
), named AS MATERIALIZED (
  SELECT k.relid, k.aggregate_name, k.compression_enabled, v.*
  FROM "view" k JOIN every v USING (hypertable_schema, hypertable_name)
), opened AS MATERIALIZED (
  SELECT oid FROM named
  ORDER BY is_compressed OR reltuples >= 0, is_compressed, range_start DESC NULLS LAST, oid LIMIT 200
), ch AS MATERIALIZED (
  SELECT v.*, cs.compress_relid::oid AS compress_relid,
         v.oid IN (SELECT oid FROM opened) AS measured
  FROM named v
  LEFT JOIN _timescaledb_catalog.compression_settings cs ON cs.relid = v.oid
),
size AS (
  SELECT ch.relid, sum(s.total_bytes)::bigint AS total_bytes
  FROM ch
LEFT JOIN LATERAL (
  SELECT z.*, z.uncompressed_heap_size + z.uncompressed_toast_size + z.uncompressed_index_size AS before_bytes,
         z.compressed_heap_size + z.compressed_toast_size + z.compressed_index_size AS after_bytes
  FROM _timescaledb_catalog.compression_chunk_size z WHERE z.chunk_id = ch.chunk_id
) z ON ch.is_compressed
CROSS JOIN LATERAL (
  SELECT sum(f.heap)::bigint AS table_bytes, sum(f.index)::bigint AS index_bytes, sum(f.toast)::bigint AS toast_bytes,
         sum(f.heap + f.index + f.toast)::bigint AS total_bytes
  FROM pg_class r
  CROSS JOIN LATERAL (
    SELECT CASE WHEN ch.measured THEN pg_table_size(r.oid) - coalesce(pg_total_relation_size(nullif(r.reltoastrelid, 0)), 0)
                WHEN never THEN coalesce(z."compressed_heap_size", 0) ELSE r.relpages * block END AS heap,
           CASE WHEN ch.measured THEN pg_indexes_size(r.oid)
                WHEN never THEN coalesce(z."compressed_index_size", 0) ELSE coalesce(
         (SELECT sum(ic.relpages::bigint) FROM pg_index i JOIN pg_class ic ON ic.oid = i.indexrelid
          WHERE i.indrelid = "r"."oid"), 0) * block END AS index,
           CASE WHEN ch.measured THEN coalesce(pg_total_relation_size(nullif(r.reltoastrelid, 0)), 0)
                WHEN never THEN coalesce(z."compressed_toast_size", 0)
                WHEN r.reltoastrelid = 0 THEN 0
                -- One page is the index of an empty one.
                ELSE (SELECT CASE WHEN t.relpages = 0 THEN 1 ELSE t.relpages + coalesce(
         (SELECT sum(ic.relpages::bigint) FROM pg_index i JOIN pg_class ic ON ic.oid = i.indexrelid
          WHERE i.indrelid = "t"."oid"), 0) END
                      FROM pg_class t WHERE t.oid = r.reltoastrelid) * block END AS toast
    FROM (SELECT current_setting('block_size')::bigint AS block,
                 r.relpages = 0 AND r.reltuples < 0 AND r.oid = ch.compress_relid AS never) q
  ) f
  WHERE r.oid IN (ch.oid, ch.compress_relid)
) s GROUP BY ch.relid
), first AS MATERIALIZED (
  SELECT hypertable_schema, hypertable_name, min(range_start) AS starts_at FROM every
  WHERE isfinite(range_start) GROUP BY 1, 2
),
placed AS MATERIALIZED (
  SELECT hypertable_schema, hypertable_name, range_start, range_end, chunk_creation_time < now() - INTERVAL '15 minutes' AS settled
  FROM every WHERE isfinite(range_start) AND isfinite(range_end)
), entry AS MATERIALIZED (
  SELECT l.view_schema, l.view_name, v.raw_schema, v.raw_name, coalesce(p.window_from, 'infinity') AS window_from,
         CASE l.kind WHEN 'aggregate' THEN 'noted' ELSE 'changed' END AS kind,
         CASE WHEN "l"."low" BETWEEN -62135596800000000 AND 32503680000000000
              THEN to_timestamp("l"."low" / 1e6) END AS low, CASE WHEN "l"."high" BETWEEN -62135596800000000 AND 32503680000000000
              THEN to_timestamp("l"."high" / 1e6) END AS high
  FROM log l JOIN view v USING (view_schema, view_name) LEFT JOIN policy p USING (relid)
  WHERE l.kind = 'aggregate' OR l.kind = 'source'
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
         jsonb_agg(jsonb_build_object('kind', kind, 'from', to_char("from" AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), 'to', to_char("to" AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'))
                   ORDER BY place) FILTER (WHERE place <= 10) AS holes
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
)
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
ORDER BY view_schema, view_name;
