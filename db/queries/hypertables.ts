import { type Kysely, sql } from "kysely";
import type { Database } from "#db/schema/index.ts";
import type { Hypertable } from "#lib/model/storage.ts";
import { requireTimescale } from "./capabilities.ts";
import {
  aggregateViews,
  chunkRows,
  chunkSizes,
  chunkStats,
  compressionSettings,
  knownHypertables,
} from "./storage-sql.ts";

/**
 * Every hypertable of the database, those that store a continuous aggregate included; ours and others, what the console
 * keeps about itself (schema fiber) last. Sizes are live
 * and in bytes: `total_bytes` = `hot_bytes` + `warm_bytes` + `parent_bytes`, and also the sum of the table, index and
 * toast bytes. A compressed chunk counts with its compressed rows and those that arrived since. One statement beside
 * the look at the server; reads the catalog and file sizes, never rows.
 *
 * Errors: `not_available` without TimescaleDB.
 */
export const listHypertables = async (db: Kysely<Database>): Promise<Hypertable[]> => {
  const capabilities = await requireTimescale(db);
  const { rows } = await sql<Hypertable>`
    WITH ${aggregateViews(capabilities)}, ${knownHypertables}, ${chunkSizes(capabilities, "known")},
    ${chunkStats(capabilities, "known")}, ${compressionSettings(capabilities)},
    ch AS MATERIALIZED (
      SELECT chunk_schema, chunk_name, is_compressed FROM timescaledb_information.chunks
    ), chunk AS MATERIALIZED (
      SELECT s.*, ch.is_compressed, ${chunkRows(capabilities)} AS row_count
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
    ORDER BY k.hypertable_schema = 'fiber', k.aggregate_name IS NOT NULL, k.hypertable_schema, coalesce(k.aggregate_name, k.hypertable_name)`.execute(
    db,
  );
  return rows;
};
