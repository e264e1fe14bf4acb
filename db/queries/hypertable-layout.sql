-- Generated from db/queries/hypertable-layout.ts. To renew: node db/queries/sql.ts

-- getHypertableLayout

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
), target AS MATERIALIZED (
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
),
whole AS MATERIALIZED (
  SELECT extract(epoch FROM v.range_end - v.range_start) AS seconds,
         CASE WHEN NOT v.is_compressed THEN pg_indexes_size(v.oid) ELSE (SELECT z.uncompressed_index_size FROM _timescaledb_catalog.compression_chunk_size z
                    WHERE z.chunk_id = v.chunk_id) END AS index_bytes
  FROM target t
  JOIN every v USING (hypertable_schema, hypertable_name)
  WHERE v.range_end <= now() ORDER BY v.range_end DESC LIMIT 1
),
child AS MATERIALIZED (
  SELECT c.oid, c.relname, count(*) OVER () <= 500 AS measured
  FROM target t JOIN pg_inherits i ON i.inhparent = t.relid JOIN pg_class c ON c.oid = i.inhrelid
), part AS MATERIALIZED (
  SELECT
         CASE WHEN x.indexprs IS NULL
              THEN concat_ws(' ', ic.relam, x.indnkeyatts, x.indclass, x.indoption, x.indcollation,
                             (SELECT string_agg(quote_ident(a.attname), ',' ORDER BY k.place)
                              FROM unnest(x.indkey) WITH ORDINALITY AS k (attnum, place)
                              JOIN pg_attribute a ON a.attrelid = x.indrelid AND a.attnum = k.attnum))
              ELSE substring(pg_get_indexdef(x.indexrelid) FROM ' USING (?:(?! WHERE ).)*') END
         || CASE WHEN x.indpred IS NULL THEN '' ELSE ' WHERE ' || substr(ic.relname, length(child.relname) + 2) END AS says, x.indisunique,
         CASE WHEN child.measured THEN pg_relation_size(x.indexrelid)
              ELSE ic.relpages * current_setting('block_size')::bigint END AS bytes,
         pg_stat_get_numscans(x.indexrelid) AS scans
  FROM child JOIN pg_index x ON x.indrelid = child.oid JOIN pg_class ic ON ic.oid = x.indexrelid
), sums AS (
  SELECT says, indisunique, sum(bytes)::bigint AS total_bytes, sum(scans)::bigint AS scan_count, count(*) AS chunk_count
  FROM part GROUP BY 1, 2
), active AS MATERIALIZED (
  SELECT sum(pg_indexes_size(v.oid))::bigint AS bytes, count(DISTINCT k.relid) AS count
  FROM known k
  JOIN every v USING (hypertable_schema, hypertable_name)
  WHERE k.relid <> (SELECT relid FROM target) AND NOT v.is_compressed AND v.range_start <= now() AND v.range_end > now()
)
SELECT t.hypertable_schema, t.hypertable_name,
       (SELECT coalesce(jsonb_agg(jsonb_build_object(
          'dimension_number', d.dimension_number, 'column_name', d.column_name, 'column_type', d.column_type::text,
          'kind', lower(d.dimension_type), 'interval_seconds', extract(epoch FROM d.time_interval),
          'integer_interval', d.integer_interval, 'partitions', d.num_partitions) ORDER BY d.dimension_number), '[]')
        FROM timescaledb_information.dimensions d
        WHERE (d.hypertable_schema, d.hypertable_name) = (t.hypertable_schema, t.hypertable_name)) AS dimensions,
       (SELECT coalesce(jsonb_agg(jsonb_build_object(
          'index_name', ic.relname, 'definition', pg_get_indexdef(x.indexrelid), 'unique', x.indisunique,
          'total_bytes', coalesce(s.total_bytes, 0) + pg_relation_size(x.indexrelid),
          'scan_count', coalesce(s.scan_count, 0),
          'chunk_count', coalesce(s.chunk_count, 0)) ORDER BY ic.relname), '[]')
        FROM pg_index x JOIN pg_class ic ON ic.oid = x.indexrelid
        LEFT JOIN sums s ON s.says =
         CASE WHEN x.indexprs IS NULL
              THEN concat_ws(' ', ic.relam, x.indnkeyatts, x.indclass, x.indoption, x.indcollation,
                             (SELECT string_agg(quote_ident(a.attname), ',' ORDER BY k.place)
                              FROM unnest(x.indkey) WITH ORDINALITY AS k (attnum, place)
                              JOIN pg_attribute a ON a.attrelid = x.indrelid AND a.attnum = k.attnum))
              ELSE substring(pg_get_indexdef(x.indexrelid) FROM ' USING (?:(?! WHERE ).)*') END
         || CASE WHEN x.indpred IS NULL THEN '' ELSE ' WHERE ' || ic.relname END AND s.indisunique = x.indisunique
        WHERE x.indrelid = t.relid) AS indexes,
       jsonb_build_object(
         'shared_buffers_bytes', pg_size_bytes(current_setting('shared_buffers', true)),
         'whole_chunk_index_bytes', (SELECT index_bytes FROM whole),
         'whole_chunk_seconds', (SELECT seconds FROM whole),
         'other_active_index_bytes', coalesce((SELECT bytes FROM active), 0),
         'other_active_count', (SELECT count FROM active)) AS memory,
       ARRAY(SELECT view_name::text FROM ca WHERE (ca.raw_schema, ca.raw_name) = (t.hypertable_schema, t.hypertable_name)
             ORDER BY 1) AS aggregates,
       clock_timestamp() AS as_of
FROM target t;
