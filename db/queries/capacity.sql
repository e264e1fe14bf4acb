-- Generated from db/queries/capacity.ts. To renew: node db/queries/sql.ts

-- getCapacityBasis

-- as getCapabilities in capabilities.sql

SELECT CASE WHEN has_database_privilege(current_database(), 'CONNECT')
              OR pg_has_role(current_user, 'pg_read_all_stats', 'USAGE')
            THEN pg_database_size(current_database()) END AS bytes;

SELECT CASE WHEN NOT pg_is_in_recovery() THEN NULL
            WHEN pg_last_wal_receive_lsn() = pg_last_wal_replay_lsn() THEN 0
            ELSE extract(epoch FROM clock_timestamp() - pg_last_xact_replay_timestamp())::double precision
            END AS replica_lag_seconds,
       clock_timestamp() AS as_of;

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
), own AS MATERIALIZED (
  WITH RECURSIVE built AS (
    SELECT 'public'::name AS schema, 'metrics'::name AS name
    UNION SELECT ca.hypertable_schema, ca.hypertable_name FROM ca JOIN built ON (ca.raw_schema, ca.raw_name) = (built.schema, built.name)
  )
  SELECT known.* FROM known JOIN built ON (hypertable_schema, hypertable_name) = (schema, name)
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
  FROM "own" k JOIN every v USING (hypertable_schema, hypertable_name)
), opened AS MATERIALIZED (
  SELECT oid FROM named
  ORDER BY is_compressed OR reltuples >= 0, is_compressed, range_start DESC NULLS LAST, oid LIMIT 200
), ch AS MATERIALIZED (
  SELECT v.*, cs.compress_relid::oid AS compress_relid,
         v.oid IN (SELECT oid FROM opened) AS measured
  FROM named v
  LEFT JOIN _timescaledb_catalog.compression_settings cs ON cs.relid = v.oid
), policy AS MATERIALIZED (
  SELECT o.relid, min(extract(epoch FROM (j.config->>'compress_after')::interval)) AS compress_after_seconds,
         min(extract(epoch FROM (j.config->>'drop_after')::interval)) AS retain_seconds
  FROM timescaledb_information.jobs j
  JOIN own o ON (j.hypertable_schema, j.hypertable_name) IN
                ((o.hypertable_schema, o.hypertable_name), (o.aggregate_schema, o.aggregate_name))
  WHERE j.scheduled AND true AND j.proc_name IN ('policy_compression', 'policy_retention') GROUP BY o.relid
), chunk AS MATERIALIZED (
  SELECT ch.relid, s.table_bytes, s.index_bytes, s.toast_bytes, s.total_bytes, ch.is_compressed, ch.range_start,
         ch.range_end, z.before_bytes, r.row_count
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
  WHERE isfinite(ch.range_start) AND isfinite(ch.range_end)
)
SELECT coalesce(o.aggregate_name, o.hypertable_name) AS name,
       format('%I.%I', o.hypertable_schema, o.hypertable_name) AS hypertable, o.aggregate_name IS NULL AS measurements,
       extract(epoch FROM o.time_interval)::double precision AS chunk_seconds,
       p.compress_after_seconds::double precision, p.retain_seconds::double precision,
       pg_total_relation_size(o.relid) AS parent_bytes,
       coalesce((SELECT sum(index_bytes) FROM chunk c WHERE c.relid = o.relid), 0) + pg_indexes_size(o.relid) AS index_bytes,
       coalesce((SELECT sum(toast_bytes) FROM chunk c WHERE c.relid = o.relid), 0) AS toast_bytes,
       coalesce((SELECT json_agg(json_build_object('from_ms', extract(epoch FROM range_start) * 1000,
                          'to_ms', extract(epoch FROM range_end) * 1000, 'bytes', total_bytes, 'compressed', is_compressed,
                          'before_bytes', before_bytes, 'row_count', row_count) ORDER BY range_start)
                 FROM chunk c WHERE c.relid = o.relid), '[]') AS chunks
FROM own o LEFT JOIN policy p USING (relid)
ORDER BY o.aggregate_name IS NOT NULL, name;

SELECT bucket AS day, sum(measurement_count) AS rows, count(*) AS nodes FROM aggregates_daily
WHERE bucket >= $1
  AND bucket < date_trunc('day', $2::timestamptz, 'UTC')
GROUP BY bucket ORDER BY bucket;

SELECT count(*) AS node_count, coalesce(sum(86400.0 / interval_seconds), 0)::double precision AS promised_per_day
FROM nodes WHERE last_seen_at IS NOT NULL;

WITH ends AS (
  SELECT min(time) AS first, max(time) AS last FROM fiber.storage_samples
  WHERE time >= (SELECT max(time) FROM fiber.storage_samples) - INTERVAL '7 days'
), other AS (
  SELECT s.time, sum(CASE WHEN s.hypertable_name IS NULL THEN s.total_bytes ELSE -s.total_bytes END) AS bytes
  FROM fiber.storage_samples s JOIN ends ON s.time IN (ends.first, ends.last)
  WHERE s.hypertable_name IS NULL OR format('%I.%I', s.hypertable_schema, s.hypertable_name) = ANY ($1::text[])
  GROUP BY s.time
)
SELECT ((SELECT bytes FROM other WHERE time = last) - (SELECT bytes FROM other WHERE time = first))
         / (extract(epoch FROM last - first) / 86400)::double precision AS bytes_per_day
FROM ends WHERE last - first >= INTERVAL '1 day';
