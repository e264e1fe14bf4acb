import { type Kysely, sql } from "kysely";
import type { Database } from "#db/schema/index.ts";
import type { InvalidIndex, TableFacts } from "#lib/advisor/facts.ts";

/** Chunks whose files are measured, of each hypertable. */
const MEASURED = 3;

/** Invalid indexes that are named. */
const INDEXES = 20;

/**
 * Every hypertable as the advisor looks at it: chunks by state, what is not compressed as VACUUM or ANALYZE saw it
 * last, and how large a chunk gets: the largest of its newest chunks not compressed, measured with indexes, and the
 * share of its range that has passed. Reads the catalog and the sizes of at most 3 chunks of each hypertable. Part of
 * getChunkFacts().
 */
export const tableFacts = sql<TableFacts>`
    WITH total AS (
      SELECT hypertable_schema, hypertable_name, count(*) AS chunk_count,
             count(*) FILTER (WHERE is_compressed) AS compressed_count,
             CASE WHEN count(status) = count(*) THEN count(*) FILTER (WHERE is_compressed AND status & 8 > 0) END AS partial_count,
             CASE WHEN count(status) = count(*) THEN count(*) FILTER (WHERE is_compressed AND status & 2 > 0) END AS unordered_count,
             count(*) FILTER (WHERE NOT is_compressed AND reltuples < 0 AND greatest(range_end, chunk_creation_time) < now() - INTERVAL '1 day') AS never_analyzed_count,
             coalesce(sum(relpages::bigint) FILTER (WHERE NOT is_compressed), 0) * current_setting('block_size')::bigint AS uncompressed_bytes
      FROM every GROUP BY hypertable_schema, hypertable_name
    ), newest AS MATERIALIZED (
      SELECT hypertable_schema, hypertable_name, oid, range_start, range_end,
             row_number() OVER (PARTITION BY hypertable_schema, hypertable_name ORDER BY range_start DESC) AS place
      FROM every WHERE NOT is_compressed AND isfinite(range_start) AND isfinite(range_end) AND range_start <= now()
    ), measured AS (
      SELECT hypertable_schema, hypertable_name, pg_total_relation_size(oid) AS bytes,
             least(1, extract(epoch FROM now() - range_start) / extract(epoch FROM range_end - range_start))::double precision AS share
      FROM newest WHERE place <= ${sql.lit(MEASURED)}
    ), largest AS (
      SELECT DISTINCT ON (hypertable_schema, hypertable_name) * FROM measured
      ORDER BY hypertable_schema, hypertable_name, bytes / greatest(share, 0.05) DESC
    )
    SELECT k.hypertable_schema, k.hypertable_name, k.aggregate_schema, k.aggregate_name, k.compression_enabled,
           extract(epoch FROM k.time_interval) AS chunk_interval_seconds,
           coalesce(t.chunk_count, 0) AS chunk_count, coalesce(t.compressed_count, 0) AS compressed_count,
           CASE WHEN t.chunk_count IS NULL THEN 0 ELSE t.partial_count END AS partial_count,
           CASE WHEN t.chunk_count IS NULL THEN 0 ELSE t.unordered_count END AS unordered_count,
           coalesce(t.never_analyzed_count, 0) AS never_analyzed_count,
           coalesce(t.uncompressed_bytes, 0) AS uncompressed_bytes,
           l.bytes AS largest_chunk_bytes, l.share AS largest_chunk_share
    FROM known k
    LEFT JOIN total t USING (hypertable_schema, hypertable_name)
    LEFT JOIN largest l USING (hypertable_schema, hypertable_name)
    ORDER BY k.hypertable_schema, k.hypertable_name`;

/** Indexes that a failed CREATE INDEX CONCURRENTLY or REINDEX left: written to, never read. At most 20. */
export const listInvalidIndexes = async (db: Kysely<Database>): Promise<InvalidIndex[]> => {
  const { rows } = await sql<InvalidIndex>`
    SELECT n.nspname AS index_schema, c.relname AS index_name, t.relname AS table_name
    FROM pg_index i
    JOIN pg_class c ON c.oid = i.indexrelid
    JOIN pg_namespace n ON n.oid = c.relnamespace
    JOIN pg_class t ON t.oid = i.indrelid
    WHERE NOT i.indisvalid AND c.relkind = 'i'
      AND NOT EXISTS (SELECT FROM pg_stat_progress_create_index p WHERE p.index_relid = i.indexrelid)
    ORDER BY 1, 2 LIMIT ${sql.lit(INDEXES)}`.execute(db);
  return rows;
};
