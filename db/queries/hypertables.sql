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
s AS MATERIALIZED (
  SELECT f.relid, s.*
  FROM "known" f CROSS JOIN LATERAL "public"."chunks_detailed_size"(f.relid) s
),
stats AS MATERIALIZED (
  SELECT f.relid, s.chunk_schema, s.chunk_name,
         s.before_compression_total_bytes AS before_bytes, s.after_compression_total_bytes AS after_bytes
  FROM "known" f
  CROSS JOIN LATERAL "public"."chunk_columnstore_stats"(CASE WHEN f.compression_enabled THEN f.relid END) s
  WHERE s.compression_status = 'Compressed'
),
setting AS MATERIALIZED (
  SELECT k.relid, coalesce(cs.segmentby, '{}')::text[] AS segment_by,
         ARRAY(SELECT o.name || CASE WHEN o.descending THEN ' DESC' ELSE '' END
                      || CASE WHEN o.nulls_first AND NOT o.descending THEN ' NULLS FIRST'
                              WHEN o.descending AND NOT o.nulls_first THEN ' NULLS LAST' ELSE '' END
               FROM unnest(cs.orderby, cs.orderby_desc, cs.orderby_nullsfirst)
                    WITH ORDINALITY AS o (name, descending, nulls_first, position)
               ORDER BY o.position) AS order_by
  FROM known k LEFT JOIN _timescaledb_catalog.compression_settings cs ON cs.relid = k.relid
),
ch AS MATERIALIZED (
  SELECT chunk_schema, chunk_name, is_compressed FROM timescaledb_information.chunks
), chunk AS MATERIALIZED (
  SELECT s.*, ch.is_compressed,
  CASE WHEN s.table_bytes = 0 THEN 0
       WHEN ch.is_compressed THEN nullif("public"."approximate_row_count"(c.oid), 0)
       WHEN c.reltuples >= 0 THEN c.reltuples::bigint END AS row_count
  FROM s
  JOIN ch USING (chunk_schema, chunk_name)
  JOIN pg_namespace n ON n.nspname = s.chunk_schema
  JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = s.chunk_name
), size AS (
  SELECT relid, count(*) AS chunk_count, count(*) FILTER (WHERE is_compressed) AS compressed_chunk_count,
         sum(table_bytes) AS table_bytes, sum(index_bytes) AS index_bytes, sum(toast_bytes) AS toast_bytes,
         sum(total_bytes) AS total_bytes, sum(total_bytes) FILTER (WHERE NOT is_compressed) AS hot_bytes,
         sum(total_bytes) FILTER (WHERE is_compressed) AS warm_bytes,
         CASE WHEN count(*) = count(row_count) THEN sum(row_count) END AS row_count_estimate
  FROM chunk GROUP BY relid
), compression AS (
  SELECT relid, sum(before_bytes) AS before_compression_bytes, sum(after_bytes) AS after_compression_bytes
  FROM stats GROUP BY relid
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
       coalesce(s.total_bytes, 0) + p.total_bytes AS total_bytes,
       CASE WHEN s.chunk_count IS NULL THEN 0 ELSE s.row_count_estimate END AS row_count_estimate,
       coalesce(s.hot_bytes, 0) AS hot_bytes, coalesce(s.warm_bytes, 0) AS warm_bytes, p.total_bytes AS parent_bytes,
       c.before_compression_bytes, c.after_compression_bytes,
       c.before_compression_bytes::double precision / nullif(c.after_compression_bytes, 0) AS compression_ratio
FROM known k
JOIN parent p USING (relid)
JOIN setting USING (relid)
LEFT JOIN size s USING (relid)
LEFT JOIN compression c USING (relid)
ORDER BY k.hypertable_schema = 'fiber', k.aggregate_name IS NOT NULL, k.hypertable_schema, coalesce(k.aggregate_name, k.hypertable_name);
