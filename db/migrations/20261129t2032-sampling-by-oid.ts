import { type Kysely, sql } from "kysely";

/**
 * Since TimescaleDB 2.29 the catalog has the oid of a chunk's table in place of its name, so that a sample found it laid out
 * differently and opened the files of every chunk. Now it finds the table by either; else it does what it did: the 500 newest
 * chunks are measured, those not compressed before others, and those that were never analyzed. Of the rest the catalog has
 * the pages that VACUUM or ANALYZE saw last, and what compression wrote. Servers whose catalog is laid out otherwise are asked
 * through public functions. The job's configuration may say how many chunks are measured in any case (`measured_chunks`), and
 * to leave the catalog alone (`catalog`: false).
 */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  await sql.raw(PROCEDURE).execute(db);
};

/** Gives `chunk` and `compression` from the catalog. %1$s: rows of a compressed chunk; %2$s: chunks measured in any case; %3$s: the table of a chunk. */
const CATALOG = `
    zipped AS MATERIALIZED (
      SELECT n.nspname AS chunk_schema, c.relname AS chunk_name, c.oid, c.reltuples, c.relpages, k.status & 8 <> 0 AS partial, z.*
      FROM _timescaledb_catalog.chunk k
      %3$s
      LEFT JOIN _timescaledb_catalog.compression_chunk_size z ON z.chunk_id = k.id
    ), index AS MATERIALIZED (
      SELECT x.indrelid, count(*) AS count, sum(i.relpages::bigint) AS pages,
             bool_and(i.relam = (SELECT oid FROM pg_am WHERE amname = 'btree')) AS btree
      FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid GROUP BY x.indrelid
    ), named AS MATERIALIZED (
      SELECT k.relid, l.is_compressed, z.*, cs.compress_relid::oid AS compress_relid,
             row_number() OVER (ORDER BY l.is_compressed, l.range_start DESC NULLS LAST) <= %2$s AS measured
      FROM listed l
      JOIN known k USING (hypertable_schema, hypertable_name)
      JOIN zipped z USING (chunk_schema, chunk_name)
      LEFT JOIN _timescaledb_catalog.compression_settings cs ON cs.relid = z.oid
    ), part AS MATERIALIZED (
      SELECT v.oid AS chunk, v.oid AS part, v.measured, v.is_compressed AND NOT v.partial AS emptied, NULL AS batches FROM named v
      UNION ALL
      SELECT v.oid, v.compress_relid, v.measured, false, v.numrows_post_compression FROM named v
      WHERE v.compress_relid IS NOT NULL
    ), told AS MATERIALIZED (
      SELECT p.chunk, p.part, r.relpages, r.reltoastrelid, i.count AS index_count, i.pages AS index_pages,
             t.relpages AS toast_pages, ti.pages AS toast_index_pages,
             CASE WHEN p.measured THEN 'measured'
                  WHEN p.batches = r.reltuples OR p.batches IS NOT NULL AND r.reltuples < 0 AND r.relpages = 0 THEN 'wrote'
                  WHEN p.emptied AND r.reltuples <= 0 AND r.relpages = 0 AND coalesce(i.btree, true) THEN 'emptied'
                  WHEN r.reltuples >= 0 AND (r.reltoastrelid = 0 OR t.reltuples >= 0) THEN 'seen'
                  ELSE 'measured' END AS by
      FROM part p
      JOIN pg_class r ON r.oid = p.part
      LEFT JOIN index i ON i.indrelid = r.oid
      LEFT JOIN pg_class t ON t.oid = r.reltoastrelid
      LEFT JOIN index ti ON ti.indrelid = t.oid
    ), file AS MATERIALIZED (
      SELECT chunk, part, by, relpages, index_count, index_pages, toast_pages, toast_index_pages, reltoastrelid,
             CASE WHEN by = 'measured' THEN coalesce(pg_total_relation_size(nullif(reltoastrelid, 0)), 0) END AS toast
      FROM told
    ), size AS MATERIALIZED (
      SELECT f.chunk,
             sum(CASE f.by WHEN 'measured' THEN pg_table_size(f.part) - f.toast WHEN 'seen' THEN f.relpages * b.block
                           WHEN 'wrote' THEN v.compressed_heap_size ELSE 0 END) AS table_bytes,
             sum(CASE f.by WHEN 'measured' THEN pg_indexes_size(f.part) WHEN 'seen' THEN coalesce(f.index_pages, 0) * b.block
                           WHEN 'wrote' THEN v.compressed_index_size ELSE coalesce(f.index_count, 0) * b.block END) AS index_bytes,
             sum(CASE f.by WHEN 'measured' THEN f.toast WHEN 'wrote' THEN v.compressed_toast_size
                           WHEN 'seen' THEN coalesce(f.toast_pages + f.toast_index_pages, 0) * b.block
                           ELSE CASE WHEN f.reltoastrelid = 0 THEN 0 ELSE b.block END END) AS toast_bytes,
             bool_and(f.by <> 'measured') AS from_catalog
      FROM file f
      JOIN named v ON v.oid = f.chunk
      CROSS JOIN (SELECT current_setting('block_size')::bigint AS block) b
      GROUP BY f.chunk
    ), counted AS MATERIALIZED (
      SELECT v.*, s.table_bytes, s.index_bytes, s.toast_bytes, s.table_bytes + s.index_bytes + s.toast_bytes AS total_bytes,
             CASE WHEN s.from_catalog THEN v.relpages
                  ELSE pg_relation_size(v.oid) / current_setting('block_size')::bigint END AS pages,
             CASE WHEN v.is_compressed AND (b.reltuples < 0 OR b.reltuples = v.numrows_post_compression)
                  THEN v.numrows_pre_compression END AS packed
      FROM named v
      JOIN size s ON s.chunk = v.oid
      LEFT JOIN pg_class b ON b.oid = v.compress_relid
    ), late AS MATERIALIZED (
      SELECT c.*, CASE WHEN pages = 0 THEN 0
                       WHEN relpages > 0 AND reltuples >= 0 THEN round(reltuples / relpages * pages)::bigint END AS plain
      FROM counted c
    ), chunk AS MATERIALIZED (
      SELECT c.*, CASE WHEN table_bytes = 0 THEN 0 WHEN is_compressed THEN coalesce(packed + plain, %1$s) ELSE plain END AS row_count
      FROM late c
    ), compression AS MATERIALIZED (
      SELECT relid, sum(uncompressed_heap_size + uncompressed_index_size + uncompressed_toast_size) AS before_bytes,
             sum(compressed_heap_size + compressed_index_size + compressed_toast_size) AS after_bytes
      FROM named WHERE is_compressed GROUP BY relid
    )`;

/** The same from public functions. %1$s: rows of a compressed chunk; %2$I: the schema of the extension; %3$s: sizes at compression. */
const PUBLIC = `
    size AS MATERIALIZED (
      SELECT k.relid, s.* FROM known k CROSS JOIN LATERAL %2$I.chunks_detailed_size(k.relid) s
    ), chunk AS MATERIALIZED (
      SELECT s.*, l.is_compressed,
             CASE WHEN s.table_bytes = 0 THEN 0
                  WHEN l.is_compressed THEN %1$s
                  WHEN c.reltuples >= 0 AND c.relpages > 0
                  THEN (c.reltuples / c.relpages * (pg_relation_size(c.oid) / current_setting('block_size')::integer))::bigint
                  END AS row_count
      FROM size s
      JOIN listed l USING (chunk_schema, chunk_name)
      JOIN pg_namespace n ON n.nspname = s.chunk_schema
      JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = s.chunk_name
    ), compression AS (
      SELECT k.relid, s.before_bytes, s.after_bytes FROM known k CROSS JOIN LATERAL (%3$s) s
    )`;

const PROCEDURE = `
CREATE OR REPLACE PROCEDURE fiber.sample_storage(job_id integer, config jsonb)
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp SET lock_timeout = '2s' SET enable_nestloop = off SET jit = off
AS $procedure$
DECLARE
  extension name := (SELECT n.nspname FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace
                     WHERE e.extname = 'timescaledb');
  community boolean := current_setting('timescaledb.license', true) = 'timescale';
  stats name := (SELECT p.proname FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
                 WHERE n.nspname = extension AND p.proname IN ('chunk_columnstore_stats', 'chunk_compression_stats')
                 ORDER BY p.proname DESC LIMIT 1);
  named_by name[] := ARRAY(SELECT attname FROM pg_attribute
                           WHERE attrelid = to_regclass('_timescaledb_catalog.chunk') AND NOT attisdropped);
  table_of_chunk text := CASE
    WHEN named_by @> '{relid}' THEN 'JOIN pg_class c ON c.oid = k.relid JOIN pg_namespace n ON n.oid = c.relnamespace'
    WHEN named_by @> '{schema_name,table_name}'
    THEN 'JOIN pg_namespace n ON n.nspname = k.schema_name JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = k.table_name'
  END;
  catalog boolean := coalesce((config->>'catalog')::boolean, true) AND table_of_chunk IS NOT NULL AND 13 = (
    SELECT count(*) FROM pg_attribute a
    WHERE NOT a.attisdropped
      AND a.attrelid = ANY (ARRAY[to_regclass('_timescaledb_catalog.compression_settings'),
                                  to_regclass('_timescaledb_catalog.chunk'),
                                  to_regclass('_timescaledb_catalog.compression_chunk_size')]::oid[])
      AND (a.attrelid::regclass::text, a.attname) IN (
      ('_timescaledb_catalog.compression_settings', 'relid'), ('_timescaledb_catalog.compression_settings', 'compress_relid'),
      ('_timescaledb_catalog.chunk', 'id'), ('_timescaledb_catalog.chunk', 'status'),
      ('_timescaledb_catalog.compression_chunk_size', 'chunk_id'),
      ('_timescaledb_catalog.compression_chunk_size', 'uncompressed_heap_size'),
      ('_timescaledb_catalog.compression_chunk_size', 'uncompressed_toast_size'),
      ('_timescaledb_catalog.compression_chunk_size', 'uncompressed_index_size'),
      ('_timescaledb_catalog.compression_chunk_size', 'compressed_heap_size'),
      ('_timescaledb_catalog.compression_chunk_size', 'compressed_toast_size'),
      ('_timescaledb_catalog.compression_chunk_size', 'compressed_index_size'),
      ('_timescaledb_catalog.compression_chunk_size', 'numrows_pre_compression'),
      ('_timescaledb_catalog.compression_chunk_size', 'numrows_post_compression')));
  -- The Apache edition ends the server process when it is asked for the rows of a compressed chunk.
  packed_rows text := CASE WHEN community THEN format('nullif(%I.approximate_row_count(c.oid::regclass), 0)', extension)
                      ELSE 'NULL::bigint' END;
BEGIN
  EXECUTE format($sample$
    WITH known AS MATERIALIZED (
      SELECT d.hypertable_schema, d.hypertable_name, c.oid AS relid, c.reltoastrelid
      FROM timescaledb_information.dimensions d
      JOIN pg_namespace n ON n.nspname = d.hypertable_schema
      JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = d.hypertable_name
      WHERE d.dimension_number = 1
    ), listed AS MATERIALIZED (
      SELECT hypertable_schema, hypertable_name, chunk_schema, chunk_name, is_compressed, range_start
      FROM timescaledb_information.chunks
    ), %s, total AS (
      SELECT relid, count(*) AS chunk_count, count(*) FILTER (WHERE is_compressed) AS compressed_chunk_count,
             sum(total_bytes) AS total_bytes, sum(table_bytes) AS table_bytes, sum(index_bytes) AS index_bytes,
             sum(toast_bytes) AS toast_bytes,
             coalesce(sum(total_bytes) FILTER (WHERE NOT is_compressed), 0) AS hot_bytes,
             coalesce(sum(total_bytes) FILTER (WHERE is_compressed), 0) AS warm_bytes,
             CASE WHEN count(*) FILTER (WHERE NOT is_compressed AND row_count IS NULL) = 0
                  THEN coalesce(sum(row_count) FILTER (WHERE NOT is_compressed), 0) END AS hot_rows,
             CASE WHEN count(*) FILTER (WHERE is_compressed AND row_count IS NULL) = 0
                  THEN coalesce(sum(row_count) FILTER (WHERE is_compressed), 0) END AS warm_rows
      FROM chunk GROUP BY relid
    ), parent AS (
      SELECT relid, pg_total_relation_size(relid) AS total_bytes, pg_indexes_size(relid) AS index_bytes,
             coalesce(pg_total_relation_size(nullif(reltoastrelid, 0)), 0) AS toast_bytes
      FROM known
    )
    INSERT INTO fiber.storage_samples
      (time, hypertable_schema, hypertable_name, chunk_count, compressed_chunk_count, total_bytes, table_bytes, index_bytes,
       toast_bytes, hot_bytes, warm_bytes, hot_rows, warm_rows, before_compression_bytes, after_compression_bytes)
    SELECT now(), k.hypertable_schema, k.hypertable_name, coalesce(t.chunk_count, 0), coalesce(t.compressed_chunk_count, 0),
           coalesce(t.total_bytes, 0) + p.total_bytes,
           coalesce(t.table_bytes, 0) + p.total_bytes - p.index_bytes - p.toast_bytes,
           coalesce(t.index_bytes, 0) + p.index_bytes, coalesce(t.toast_bytes, 0) + p.toast_bytes,
           coalesce(t.hot_bytes, 0), coalesce(t.warm_bytes, 0),
           CASE WHEN t.relid IS NULL THEN 0 ELSE t.hot_rows END, CASE WHEN t.relid IS NULL THEN 0 ELSE t.warm_rows END,
           c.before_bytes, c.after_bytes
    FROM known k
    JOIN parent p USING (relid)
    LEFT JOIN total t USING (relid)
    LEFT JOIN compression c USING (relid)
    UNION ALL
    SELECT now(), NULL, NULL, coalesce(sum(chunk_count), 0), coalesce(sum(compressed_chunk_count), 0),
           pg_database_size(current_database()), NULL, NULL, NULL, coalesce(sum(hot_bytes), 0),
           coalesce(sum(warm_bytes), 0), NULL, NULL, NULL, NULL
    FROM total
  $sample$,
    CASE WHEN catalog THEN format($catalog$${CATALOG}$catalog$, packed_rows, coalesce((config->>'measured_chunks')::integer, 500), table_of_chunk)
    ELSE format($public$${PUBLIC}$public$, packed_rows, extension,
      CASE WHEN community AND stats IS NOT NULL THEN format(
        'SELECT sum(before_compression_total_bytes) AS before_bytes, sum(after_compression_total_bytes) AS after_bytes
         FROM %I.%I(k.relid) WHERE compression_status = ''Compressed''', extension, stats)
      ELSE 'SELECT NULL::bigint AS before_bytes, NULL::bigint AS after_bytes' END) END);
END
$procedure$`;
