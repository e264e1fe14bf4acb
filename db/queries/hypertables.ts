import { type Kysely, sql } from "kysely";
import type { Database } from "#db/schema/index.ts";
import type { Hypertable } from "#lib/model/storage.ts";
import { coldTotals } from "./archive.ts";
import { requireTimescale } from "./capabilities.ts";
import {
  aggregateViews,
  chunkList,
  chunkRows,
  chunkSizes,
  chunkStats,
  compressionSettings,
  hiddenParts,
  knownHypertables,
} from "./storage-sql.ts";

/**
 * Every hypertable of the database, those that store a continuous aggregate included; ours and others, what the console
 * keeps about itself (schema fiber) last. Sizes are live
 * and in bytes: `total_bytes` = `hot_bytes` + `warm_bytes` + `parent_bytes`, and also the sum of the table, index and
 * toast bytes; what is archived (`cold_*`) is not among them. A compressed chunk counts with its compressed rows and those that arrived since. One statement beside
 * the look at the server; reads the catalog and file sizes, never rows.
 *
 * `measure`: chunks whose files are measured, 200 unless given. Errors: `not_available` without TimescaleDB.
 */
export const listHypertables = async (
  db: Kysely<Database>,
  { measure }: { measure?: number } = {},
): Promise<Hypertable[]> => {
  const capabilities = await requireTimescale(db);
  const { rows } = await sql<Hypertable>`
    WITH ${aggregateViews(capabilities)}, ${knownHypertables}, ${compressionSettings(capabilities)},
    ${chunkList(capabilities, "known", { measure })}${hiddenParts(capabilities, "known")}, chunk AS MATERIALIZED (
      SELECT ch.relid, ch.is_compressed, ch.measured, ch.reltuples, s.*, r.row_count, r.late_rows, z.before_bytes, z.after_bytes
      FROM ch
      ${chunkStats(capabilities)}
      ${chunkSizes(capabilities)}
      ${chunkRows(capabilities)}
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
    ), ${coldTotals(capabilities)}, parent AS (
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
    ORDER BY k.hypertable_schema = 'fiber', k.aggregate_name IS NOT NULL, k.hypertable_schema, coalesce(k.aggregate_name, k.hypertable_name)`.execute(
    db,
  );
  return rows;
};
