-- Generated from db/queries/hypertables.ts. To renew: node db/queries/sql.ts

-- listHypertables

-- as getCapabilities in capabilities.sql

WITH
ca AS MATERIALIZED (
  SELECT view_schema, view_name, materialized_only, compression_enabled,
         materialization_hypertable_schema AS hypertable_schema, materialization_hypertable_name AS hypertable_name,
         hypertable_schema AS raw_schema, hypertable_name AS raw_name
  FROM timescaledb_information.continuous_aggregates
),
h AS MATERIALIZED (
  SELECT hypertable_schema, hypertable_name, compression_enabled FROM timescaledb_information.hypertables
), d AS MATERIALIZED (
  SELECT hypertable_schema, hypertable_name, column_name, time_interval FROM timescaledb_information.dimensions
  WHERE dimension_number = 1
), known AS MATERIALIZED (
  SELECT d.hypertable_schema, d.hypertable_name, ca.view_schema AS aggregate_schema, ca.view_name AS aggregate_name,
         d.column_name AS time_column, d.time_interval,
         coalesce(h.compression_enabled, ca.compression_enabled, false) AS compression_enabled,
         c.oid AS relid, c.reltoastrelid
  FROM d
  JOIN pg_namespace n ON n.nspname = d.hypertable_schema
  JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = d.hypertable_name
  LEFT JOIN h USING (hypertable_schema, hypertable_name)
  LEFT JOIN ca USING (hypertable_schema, hypertable_name)
),
setting AS MATERIALIZED (
  SELECT k.relid, coalesce(cs.segmentby, '{}')::text[] AS segment_by,
         ARRAY(
           SELECT o.name || CASE WHEN o.descending THEN ' DESC' ELSE '' END
                  || CASE WHEN o.nulls_first AND NOT o.descending THEN ' NULLS FIRST'
                          WHEN o.descending AND NOT o.nulls_first THEN ' NULLS LAST' ELSE '' END
           FROM unnest(cs.orderby, cs.orderby_desc, cs.orderby_nullsfirst)
                WITH ORDINALITY AS o (name, descending, nulls_first, position)
           ORDER BY o.position) AS order_by
  FROM known k LEFT JOIN _timescaledb_catalog.compression_settings cs ON cs.relid = k.relid
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
  FROM "known" k JOIN every v USING (hypertable_schema, hypertable_name)
), opened AS MATERIALIZED (
  SELECT oid FROM named
  ORDER BY is_compressed OR reltuples >= 0, is_compressed, range_start DESC NULLS LAST, oid LIMIT 200
), ch AS MATERIALIZED (
  SELECT v.*, cs.compress_relid::oid AS compress_relid,
         v.oid IN (SELECT oid FROM opened) AS measured
  FROM named v
  LEFT JOIN _timescaledb_catalog.compression_settings cs ON cs.relid = v.oid
), chunk AS MATERIALIZED (
  SELECT ch.relid, ch.is_compressed, ch.measured, ch.reltuples, s.*, r.row_count, r.late_rows, z.before_bytes, z.after_bytes
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
) s
CROSS JOIN LATERAL (
  SELECT CASE WHEN NOT ch.is_compressed THEN 0 WHEN pages.now = 0 THEN 0
              WHEN ch.relpages > 0 AND ch.reltuples >= 0 THEN round(ch.reltuples / ch.relpages * pages.now)::bigint
              END AS late_rows,
         CASE WHEN ch.is_compressed AND ch.compress_relid IS NOT NULL
                   AND (batches.now < 0 OR batches.now = z.numrows_post_compression)
              THEN z.numrows_pre_compression END AS packed
  FROM (SELECT CASE WHEN NOT ch.measured THEN ch.relpages
                    WHEN ch.is_compressed THEN pg_relation_size(ch.oid) / current_setting('block_size')::bigint END AS now) pages
  CROSS JOIN (SELECT (SELECT b.reltuples FROM pg_class b WHERE b.oid = ch.compress_relid) AS now) batches
) part
CROSS JOIN LATERAL (
  SELECT part.late_rows,
         CASE WHEN s.table_bytes = 0 AND (ch.measured OR ch.reltuples >= 0) THEN 0
              WHEN ch.is_compressed THEN coalesce(part.packed + part.late_rows, nullif("public"."approximate_row_count"(ch.oid), 0))
              WHEN ch.reltuples >= 0 THEN ch.reltuples::bigint
              ELSE nullif(pg_stat_get_live_tuples(ch.oid), 0) END AS row_count
) r
), size AS (
  SELECT relid, count(*) AS chunk_count, count(*) FILTER (WHERE is_compressed) AS compressed_chunk_count,
         sum(table_bytes)::bigint AS table_bytes, sum(index_bytes)::bigint AS index_bytes,
         sum(toast_bytes)::bigint AS toast_bytes, sum(total_bytes)::bigint AS total_bytes,
         bool_and(measured) AS sizes_measured,
         count(*) FILTER (WHERE NOT measured AND NOT is_compressed AND reltuples < 0) AS unseen_chunk_count,
         coalesce(sum(total_bytes) FILTER (WHERE NOT is_compressed), 0)::bigint AS hot_bytes,
         coalesce(sum(total_bytes) FILTER (WHERE is_compressed), 0)::bigint AS warm_bytes,
         count(*) FILTER (WHERE row_count IS NULL) AS uncounted_chunk_count,
         coalesce(sum(row_count), 0)::bigint AS counted_rows,
         coalesce(sum(row_count) FILTER (WHERE NOT is_compressed), 0)::bigint AS hot_rows,
         coalesce(sum(row_count) FILTER (WHERE is_compressed), 0)::bigint AS warm_rows,
         count(*) FILTER (WHERE row_count IS NULL AND NOT is_compressed) AS uncounted_hot,
         count(*) FILTER (WHERE row_count IS NULL AND is_compressed) AS uncounted_warm,
         sum(before_bytes)::bigint AS before_compression_bytes, sum(after_bytes)::bigint AS after_compression_bytes
  FROM chunk GROUP BY relid
), cold AS (
  SELECT relid, NULL::bigint AS cold_chunk_count, NULL::bigint AS cold_bytes, NULL::bigint AS cold_row_count FROM known
), parent AS (
  SELECT relid, pg_total_relation_size(relid) AS total_bytes, pg_indexes_size(relid) AS index_bytes,
         coalesce(pg_total_relation_size(nullif(reltoastrelid, 0)), 0) AS toast_bytes
  FROM known
)
SELECT k.hypertable_schema, k.hypertable_name, k.aggregate_name, k.time_column,
       extract(epoch FROM k.time_interval) AS chunk_interval_seconds, k.compression_enabled,
       setting.segment_by, setting.order_by,
       coalesce(s.chunk_count, 0) AS chunk_count, coalesce(s.compressed_chunk_count, 0) AS compressed_chunk_count,
       coalesce(s.table_bytes, 0) + p.total_bytes - p.index_bytes - p.toast_bytes AS table_bytes,
       coalesce(s.index_bytes, 0) + p.index_bytes AS index_bytes,
       coalesce(s.toast_bytes, 0) + p.toast_bytes AS toast_bytes,
       coalesce(s.total_bytes, 0) + p.total_bytes AS total_bytes, coalesce(s.sizes_measured, true) AS sizes_measured,
       coalesce(s.unseen_chunk_count, 0) AS unseen_chunk_count,
       CASE WHEN coalesce(s.uncounted_chunk_count, 0) = 0 THEN coalesce(s.counted_rows, 0) END AS row_count_estimate,
       coalesce(s.counted_rows, 0) AS counted_rows, coalesce(s.uncounted_chunk_count, 0) AS uncounted_chunk_count,
       CASE WHEN coalesce(s.uncounted_hot, 0) = 0 THEN coalesce(s.hot_rows, 0) END AS hot_row_estimate,
       CASE WHEN coalesce(s.uncounted_warm, 0) = 0 THEN coalesce(s.warm_rows, 0) END AS warm_row_estimate,
       coalesce(s.hot_bytes, 0) AS hot_bytes, coalesce(s.warm_bytes, 0) AS warm_bytes, p.total_bytes AS parent_bytes,
       cold_chunk_count, cold_bytes, cold_row_count,
       s.before_compression_bytes, s.after_compression_bytes,
       s.before_compression_bytes::double precision / nullif(s.after_compression_bytes, 0) AS compression_ratio
FROM known k
JOIN parent p USING (relid)
JOIN setting USING (relid)
JOIN cold USING (relid)
LEFT JOIN size s USING (relid)
ORDER BY k.hypertable_schema = 'fiber', k.aggregate_name IS NOT NULL, k.hypertable_schema, coalesce(k.aggregate_name, k.hypertable_name);
