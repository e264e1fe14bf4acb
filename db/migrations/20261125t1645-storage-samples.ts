import { type Kysely, sql } from "kysely";

/**
 * What the database weighed, hour by hour: a hypertable, and the procedure that a job calls to add to it. It reads the
 * catalog and the sizes of files, never rows, and waits at most two seconds for a chunk that is being changed. On a
 * server without jobs (the Apache edition) anything may call it: CALL fiber.sample_storage(0, '{}').
 */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  // Without a name: the database as a whole. Sizes are bytes; rows are estimates, null when nobody counted.
  await sql`
    CREATE TABLE fiber.storage_samples (
      time timestamptz NOT NULL,
      hypertable_schema text,
      hypertable_name text,
      chunk_count integer NOT NULL,
      compressed_chunk_count integer NOT NULL,
      total_bytes bigint NOT NULL,
      table_bytes bigint,
      index_bytes bigint,
      toast_bytes bigint,
      hot_bytes bigint NOT NULL,
      warm_bytes bigint NOT NULL,
      hot_rows bigint,
      warm_rows bigint,
      before_compression_bytes bigint,
      after_compression_bytes bigint
    )`.execute(db);
  await sql`SELECT create_hypertable('fiber.storage_samples', 'time', chunk_time_interval => INTERVAL '30 days',
    create_default_indexes => false)`.execute(db);
  await sql`CREATE INDEX idx_storage_samples_time ON fiber.storage_samples (time DESC, hypertable_schema, hypertable_name)`.execute(
    db,
  );
  await sql`
    ALTER TABLE fiber.storage_samples SET (
      timescaledb.compress, timescaledb.compress_segmentby = 'hypertable_schema, hypertable_name',
      timescaledb.compress_orderby = 'time DESC'
    )`.execute(db);
  await sql.raw(PROCEDURE).execute(db);
  await sql`REVOKE ALL ON PROCEDURE fiber.sample_storage(integer, jsonb) FROM PUBLIC`.execute(db);
};

/** %1$I: the schema of the extension; %2$s: sizes at compression; %3$s: rows of a compressed chunk. */
const PROCEDURE = `
CREATE PROCEDURE fiber.sample_storage(job_id integer, config jsonb)
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp SET lock_timeout = '2s'
AS $procedure$
DECLARE
  extension name := (SELECT n.nspname FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace
                     WHERE e.extname = 'timescaledb');
  community boolean := current_setting('timescaledb.license', true) = 'timescale';
  stats name := (SELECT p.proname FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
                 WHERE n.nspname = extension AND p.proname IN ('chunk_columnstore_stats', 'chunk_compression_stats')
                 ORDER BY p.proname DESC LIMIT 1);
BEGIN
  EXECUTE format($sample$
    WITH known AS MATERIALIZED (
      SELECT d.hypertable_schema, d.hypertable_name, c.oid AS relid, c.reltoastrelid
      FROM timescaledb_information.dimensions d
      JOIN pg_namespace n ON n.nspname = d.hypertable_schema
      JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = d.hypertable_name
      WHERE d.dimension_number = 1
    ), size AS MATERIALIZED (
      SELECT k.relid, s.* FROM known k CROSS JOIN LATERAL %1$I.chunks_detailed_size(k.relid) s
    ), listed AS MATERIALIZED (
      SELECT chunk_schema, chunk_name, is_compressed FROM timescaledb_information.chunks
    ), chunk AS MATERIALIZED (
      SELECT s.*, l.is_compressed,
             CASE WHEN s.table_bytes = 0 THEN 0
                  WHEN l.is_compressed THEN %3$s
                  WHEN c.reltuples >= 0 AND c.relpages > 0
                  THEN (c.reltuples / c.relpages * (pg_relation_size(c.oid) / current_setting('block_size')::integer))::bigint
                  END AS row_count
      FROM size s
      JOIN listed l USING (chunk_schema, chunk_name)
      JOIN pg_namespace n ON n.nspname = s.chunk_schema
      JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = s.chunk_name
    ), total AS (
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
    ), compression AS (
      SELECT k.relid, s.before_bytes, s.after_bytes FROM known k CROSS JOIN LATERAL (%2$s) s
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
    extension,
    CASE WHEN community AND stats IS NOT NULL THEN format(
      'SELECT sum(before_compression_total_bytes) AS before_bytes, sum(after_compression_total_bytes) AS after_bytes
       FROM %I.%I(k.relid) WHERE compression_status = ''Compressed''', extension, stats)
    ELSE 'SELECT NULL::bigint AS before_bytes, NULL::bigint AS after_bytes' END,
    CASE WHEN community THEN format('nullif(%I.approximate_row_count(c.oid::regclass), 0)', extension)
    ELSE 'NULL::bigint' END);
END
$procedure$`;
