-- Generated from db/queries/chunk-detail.ts. To renew: node db/queries/sql.ts

-- getChunkDetail

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
  WHERE ($1::text IN (hypertable_name, aggregate_name)
         OR $2::text IN (hypertable_schema || '.' || hypertable_name, aggregate_schema || '.' || aggregate_name))
    AND ($3::text IS NULL OR $4::text IN (hypertable_schema, aggregate_schema))
  ORDER BY coalesce(aggregate_schema, hypertable_schema) <> 'public', aggregate_name IS NOT NULL, hypertable_schema, hypertable_name
  LIMIT 1
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
  FROM "wanted" k JOIN every v USING (hypertable_schema, hypertable_name)
  WHERE v.chunk_name = $5
  ORDER BY v.range_start DESC NULLS LAST, v.range_start_integer DESC NULLS LAST, hypertable_name, v.chunk_name
  LIMIT $6
), opened AS MATERIALIZED (
  SELECT oid FROM named
  ORDER BY is_compressed OR reltuples >= 0, is_compressed, range_start DESC NULLS LAST, oid LIMIT 200
), ch AS MATERIALIZED (
  SELECT v.*, cs.compress_relid::oid AS compress_relid,
         v.oid IN (SELECT oid FROM opened) AS measured
  FROM named v
  LEFT JOIN _timescaledb_catalog.compression_settings cs ON cs.relid = v.oid
)
SELECT ch.oid, ch.hypertable_schema, ch.hypertable_name, ch.aggregate_name, chunk_schema, chunk_name,
       CASE WHEN isfinite(ch.range_start) THEN ch.range_start END AS range_start,
       CASE WHEN isfinite(ch.range_end) THEN ch.range_end END AS range_end,
       ch.chunk_creation_time AS created_at, ch.is_compressed, ch.status AS status,
       s.table_bytes, s.index_bytes, s.toast_bytes, s.total_bytes, ch.measured AS sizes_measured,
       r.row_count AS row_count_estimate, CASE WHEN ch.is_compressed THEN r.late_rows END AS late_row_estimate,
       z.before_bytes AS before_compression_bytes, z.after_bytes AS after_compression_bytes,
       z.before_bytes::double precision / nullif(z.after_bytes, 0) AS compression_ratio
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
ORDER BY ch.range_start DESC NULLS LAST, ch.range_start_integer DESC NULLS LAST, ch.hypertable_name, chunk_name;

WITH chunk AS MATERIALIZED (
  SELECT c.oid FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE n.nspname = $1 AND c.relname = $2
), file AS MATERIALIZED (
  SELECT f.role, c.oid, n.nspname, c.relname, c.reltuples, c.reltoastrelid, c.relfrozenxid, ts.spcname
  FROM (SELECT 'rows' AS role, oid FROM chunk
        UNION ALL SELECT 'compressed', cs.compress_relid FROM chunk
        JOIN _timescaledb_catalog.compression_settings cs ON cs.relid = chunk.oid) f
  JOIN pg_class c ON c.oid = f.oid JOIN pg_namespace n ON n.oid = c.relnamespace
  LEFT JOIN pg_tablespace ts ON ts.oid = c.reltablespace
)
SELECT (SELECT jsonb_agg(jsonb_build_object(
          'role', f.role, 'relation', format('%I.%I', f.nspname, f.relname), 'tablespace', f.spcname,
          'table_bytes', pg_table_size(f.oid) - toast.bytes, 'index_bytes', pg_indexes_size(f.oid), 'toast_bytes', toast.bytes,
          'row_estimate', CASE WHEN f.reltuples >= 0 THEN f.reltuples::bigint END,
          'dead_rows', "pg_stat_get_dead_tuples"("f"."oid"),
          'sequential_scans', "pg_stat_get_numscans"("f"."oid"),
          'index_scans', (SELECT sum("pg_stat_get_numscans"("x"."indexrelid")) FROM pg_index x
                          WHERE x.indrelid = f.oid),
          'last_analyzed_at', greatest("pg_stat_get_last_analyze_time"(f.oid), "pg_stat_get_last_autoanalyze_time"(f.oid)), 'last_vacuumed_at', greatest("pg_stat_get_last_vacuum_time"(f.oid), "pg_stat_get_last_autovacuum_time"(f.oid)),
          'frozen_age', age(f.relfrozenxid)) ORDER BY f.role DESC)
        FROM file f
        CROSS JOIN LATERAL (SELECT coalesce(pg_total_relation_size(nullif(f.reltoastrelid, 0)), 0) AS bytes) toast) AS relations,
       (SELECT coalesce(jsonb_agg(jsonb_build_object(
          'role', f.role, 'index_name', ic.relname, 'definition', pg_get_indexdef(x.indexrelid),
          'total_bytes', pg_relation_size(x.indexrelid),
          'scan_count', "pg_stat_get_numscans"("x"."indexrelid")) ORDER BY f.role DESC, ic.relname), '[]')
        FROM file f JOIN pg_index x ON x.indrelid = f.oid JOIN pg_class ic ON ic.oid = x.indexrelid) AS indexes,
       ARRAY(SELECT pg_get_constraintdef(k.oid) FROM chunk JOIN pg_constraint k ON k.conrelid = chunk.oid
             WHERE k.contype = 'c' ORDER BY k.conname) AS constraints,
       (SELECT coalesce(cs.segmentby, '{}') FROM chunk JOIN _timescaledb_catalog.compression_settings cs ON cs.relid = chunk.oid) AS segment_by,
       (SELECT ARRAY(
           SELECT o.name || CASE WHEN o.descending THEN ' DESC' ELSE '' END
                  || CASE WHEN o.nulls_first AND NOT o.descending THEN ' NULLS FIRST'
                          WHEN o.descending AND NOT o.nulls_first THEN ' NULLS LAST' ELSE '' END
           FROM unnest(cs.orderby, cs.orderby_desc, cs.orderby_nullsfirst)
                WITH ORDINALITY AS o (name, descending, nulls_first, position)
           ORDER BY o.position) FROM chunk JOIN _timescaledb_catalog.compression_settings cs ON cs.relid = chunk.oid) AS order_by,
       clock_timestamp() AS as_of
FROM chunk;
