-- Generated from db/queries/chunks.ts. To renew: node db/queries/sql.ts

-- listChunks

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
wanted AS MATERIALIZED (
  SELECT * FROM known
  WHERE ($1::text IS NULL OR $2::text IN (hypertable_name, aggregate_name))
    AND ($3::text IS NULL OR $4::text IN (hypertable_schema, aggregate_schema))
), ch AS MATERIALIZED (
  SELECT w.relid, w.aggregate_name, ch.*
  FROM wanted w JOIN timescaledb_information.chunks ch USING (hypertable_schema, hypertable_name)
  ORDER BY ch.range_start DESC NULLS LAST, ch.range_start_integer DESC NULLS LAST, hypertable_name, ch.chunk_name
  LIMIT $5
), listed AS MATERIALIZED (
  SELECT w.relid, w.compression_enabled FROM wanted w WHERE w.relid IN (SELECT relid FROM ch)
),
s AS MATERIALIZED (
  SELECT f.relid, s.*
  FROM "listed" f CROSS JOIN LATERAL "public"."chunks_detailed_size"(f.relid) s
),
stats AS MATERIALIZED (
  SELECT f.relid, s.chunk_schema, s.chunk_name,
         s.before_compression_total_bytes AS before_bytes, s.after_compression_total_bytes AS after_bytes
  FROM "listed" f
  CROSS JOIN LATERAL "public"."chunk_columnstore_stats"(CASE WHEN f.compression_enabled THEN f.relid END) s
  WHERE s.compression_status = 'Compressed'
)
SELECT ch.hypertable_schema, ch.hypertable_name, ch.aggregate_name, chunk_schema, chunk_name,
       CASE WHEN isfinite(ch.range_start) THEN ch.range_start END AS range_start,
       CASE WHEN isfinite(ch.range_end) THEN ch.range_end END AS range_end,
       ch.is_compressed, _timescaledb_functions.chunk_status_text(c.oid) AS flags,
       s.table_bytes, s.index_bytes, s.toast_bytes, s.total_bytes,
  CASE WHEN s.table_bytes = 0 THEN 0
       WHEN ch.is_compressed THEN nullif("public"."approximate_row_count"(c.oid), 0)
       WHEN c.reltuples >= 0 THEN c.reltuples::bigint END AS row_count_estimate,
       stats.before_bytes AS before_compression_bytes, stats.after_bytes AS after_compression_bytes,
       stats.before_bytes::double precision / nullif(stats.after_bytes, 0) AS compression_ratio
FROM ch
JOIN pg_namespace n ON n.nspname = ch.chunk_schema
JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = ch.chunk_name
JOIN s USING (chunk_schema, chunk_name)
LEFT JOIN stats USING (chunk_schema, chunk_name)
ORDER BY ch.range_start DESC NULLS LAST, ch.range_start_integer DESC NULLS LAST, ch.hypertable_name, chunk_name;

-- listChunks (of one hypertable)

-- as getCapabilities in capabilities.sql

-- as in listChunks

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
)
  SELECT * FROM known
  WHERE ($1::text IS NULL OR $2::text IN (hypertable_name, aggregate_name))
    AND ($3::text IS NULL OR $4::text IN (hypertable_schema, aggregate_schema)) LIMIT 1;
