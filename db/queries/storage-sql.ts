import { type RawBuilder, sql } from "kysely";
import { type Capabilities, canCall, canRead, publicFunction } from "./capabilities.ts";
import { everyChunk, readsChunks } from "./every-chunk.ts";

/**
 * Parts of the storage queries, each a member of a WITH. Every view of TimescaleDB is materialized by itself: planned
 * in one join, they take longer to plan than to run.
 */
type Part = RawBuilder<unknown>;

/**
 * `ca`: continuous aggregates with the hypertable that stores each (`hypertable_*`) and what it is built on (`raw_*`).
 * TimescaleDB 2.22 made a view of it that fails for a role which may not use every schema, and took that back in 2.23:
 * there, and in the embedded database, the catalog is read.
 */
export const aggregateViews = (capabilities: Capabilities, definition = false): Part =>
  canRead(capabilities, "continuous_aggregates")
    ? sql`
    ca AS MATERIALIZED (
      SELECT a.user_view_schema AS view_schema, a.user_view_name AS view_name, a.materialized_only,
             m.compressed_hypertable_id IS NOT NULL AS compression_enabled,
             m.schema_name AS hypertable_schema, m.table_name AS hypertable_name,
             r.schema_name AS raw_schema, r.table_name AS raw_name${definition ? sql`, pg_get_viewdef(c.oid) AS view_definition` : sql``}
      FROM _timescaledb_catalog.continuous_agg a
      JOIN _timescaledb_catalog.hypertable m ON m.id = a.mat_hypertable_id
      JOIN _timescaledb_catalog.hypertable r ON r.id = a.raw_hypertable_id
      JOIN pg_namespace n ON n.nspname = a.direct_view_schema
      JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = a.direct_view_name
    )`
    : sql`
    ca AS MATERIALIZED (
      SELECT view_schema, view_name, materialized_only, compression_enabled,
             materialization_hypertable_schema AS hypertable_schema, materialization_hypertable_name AS hypertable_name,
             hypertable_schema AS raw_schema, hypertable_name AS raw_name${definition ? sql`, view_definition` : sql``}
      FROM timescaledb_information.continuous_aggregates
    )`;

/** `known`: every hypertable, those that store a continuous aggregate included. Needs `ca`. */
export const knownHypertables: Part = sql`
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
    )`;

/**
 * The one hypertable of `known` that a name means: its own or its aggregate's, by itself or behind a schema and a dot, and in
 * `schema` if that is given. Of several of one name it is that of `public`, as for PostgreSQL.
 */
export const namedHypertable = (name: string, schema: string | null = null): Part => sql`
      SELECT * FROM known
      WHERE (${name}::text IN (hypertable_name, aggregate_name)
             OR ${name}::text IN (hypertable_schema || '.' || hypertable_name, aggregate_schema || '.' || aggregate_name))
        AND (${schema}::text IS NULL OR ${schema}::text IN (hypertable_schema, aggregate_schema))
      ORDER BY coalesce(aggregate_schema, hypertable_schema) <> 'public', aggregate_name IS NOT NULL, hypertable_schema, hypertable_name
      LIMIT 1`;

/** Chunks whose files are measured one by one; the rest is told by the catalog. A measured file is an opened one. */
const MEASURED_CHUNKS = 200;

const readsCatalog = (capabilities: Capabilities): boolean => canRead(capabilities, "compression_settings:compressed");

/** Whether the catalog tells what compression found and wrote, by the `chunk_id` of everyChunk(). */
export const readsChunkSizes = (capabilities: Capabilities): boolean =>
  readsChunks(capabilities) && canRead(capabilities, "compression_chunk_size");

/**
 * `ch`: chunks of the hypertables in `from`, a member with the columns of `known`, the newest first, `limit` of them.
 * With the columns of `every`: `compress_relid` of the table with its compressed rows, and `measured`: whether its files are to be measured, which is so for `measure`
 * at most, those never analyzed and not compressed before others.
 */
export const chunkList = (
  capabilities: Capabilities,
  from: string,
  {
    limit,
    measure = MEASURED_CHUNKS,
    chunk_name,
  }: { limit?: number; measure?: number | undefined; chunk_name?: string | undefined } = {},
): Part => sql`
    ${everyChunk(capabilities)}, named AS MATERIALIZED (
      SELECT k.relid, k.aggregate_name, k.compression_enabled, v.*
      FROM ${sql.id(from)} k JOIN every v USING (hypertable_schema, hypertable_name)
      ${chunk_name === undefined ? sql`` : sql`WHERE v.chunk_name = ${chunk_name}`}
      ${
        limit === undefined
          ? sql``
          : sql`ORDER BY v.range_start DESC NULLS LAST, v.range_start_integer DESC NULLS LAST, hypertable_name, v.chunk_name
      LIMIT ${limit}`
      }
    ), opened AS MATERIALIZED (
      SELECT oid FROM named
      ORDER BY is_compressed OR reltuples >= 0, is_compressed, range_start DESC NULLS LAST, oid LIMIT ${sql.lit(measure)}
    ), ch AS MATERIALIZED (
      SELECT v.*, ${readsCatalog(capabilities) ? sql`cs.compress_relid::oid` : sql`NULL::oid`} AS compress_relid,
             v.oid IN (SELECT oid FROM opened) AS measured
      FROM named v
      ${readsCatalog(capabilities) ? sql`LEFT JOIN _timescaledb_catalog.compression_settings cs ON cs.relid = v.oid` : sql``}
    )`;

/** Bytes that the catalog tells of the indexes of a table, as of the last VACUUM or ANALYZE. */
const indexPages = (oid: string): Part => sql`
             (SELECT sum(ic.relpages::bigint) FROM pg_index i JOIN pg_class ic ON ic.oid = i.indexrelid
              WHERE i.indrelid = ${sql.ref(oid)})`;

/**
 * Joins to `ch` the sizes `s`: table, index, toast and total bytes, with the compressed part. Of chunks that are not
 * `measured` they are the pages that VACUUM or ANALYZE saw last, or for a compressed part never seen what compression
 * wrote. Servers that hide which table holds the compressed part are asked through
 * chunks_detailed_size(), see hiddenParts().
 */
export const chunkSizes = (capabilities: Capabilities): Part => {
  if (!readsCatalog(capabilities)) return sql`JOIN detailed s USING (chunk_schema, chunk_name)`;
  const seen = (column: string) => (readsChunkSizes(capabilities) ? sql`coalesce(z.${sql.id(column)}, 0)` : sql`0`);
  return sql`
    CROSS JOIN LATERAL (
      SELECT sum(f.heap)::bigint AS table_bytes, sum(f.index)::bigint AS index_bytes, sum(f.toast)::bigint AS toast_bytes,
             sum(f.heap + f.index + f.toast)::bigint AS total_bytes
      FROM pg_class r
      CROSS JOIN LATERAL (
        SELECT CASE WHEN ch.measured THEN pg_table_size(r.oid) - coalesce(pg_total_relation_size(nullif(r.reltoastrelid, 0)), 0)
                    WHEN never THEN ${seen("compressed_heap_size")} ELSE r.relpages * block END AS heap,
               CASE WHEN ch.measured THEN pg_indexes_size(r.oid)
                    WHEN never THEN ${seen("compressed_index_size")} ELSE coalesce(${indexPages("r.oid")}, 0) * block END AS index,
               CASE WHEN ch.measured THEN coalesce(pg_total_relation_size(nullif(r.reltoastrelid, 0)), 0)
                    WHEN never THEN ${seen("compressed_toast_size")}
                    WHEN r.reltoastrelid = 0 THEN 0
                    -- One page is the index of an empty one.
                    ELSE (SELECT CASE WHEN t.relpages = 0 THEN 1 ELSE t.relpages + coalesce(${indexPages("t.oid")}, 0) END
                          FROM pg_class t WHERE t.oid = r.reltoastrelid) * block END AS toast
        FROM (SELECT current_setting('block_size')::bigint AS block,
                     r.relpages = 0 AND r.reltuples < 0 AND r.oid = ch.compress_relid AS never) q
      ) f
      WHERE r.oid IN (ch.oid, ch.compress_relid)
    ) s`;
};

/** What must stand in the WITH for chunkSizes() and chunkStats() on servers that hide their catalog; `from` as in chunkList(). */
export const hiddenParts = (capabilities: Capabilities, from: string): Part => {
  const parts: Part[] = [];
  if (!readsCatalog(capabilities))
    parts.push(sql`,
    detailed AS MATERIALIZED (
      SELECT s.* FROM ${sql.id(from)} f CROSS JOIN LATERAL ${publicFunction(capabilities, "chunks_detailed_size")}(f.relid) s
    )`);
  if (!readsChunkSizes(capabilities)) {
    const name = canCall(capabilities, "chunk_columnstore_stats(regclass)")
      ? "chunk_columnstore_stats"
      : "chunk_compression_stats";
    parts.push(sql`,
    stats AS MATERIALIZED (
      SELECT s.chunk_schema, s.chunk_name, s.before_compression_total_bytes AS before_bytes,
             s.after_compression_total_bytes AS after_bytes
      FROM ${sql.id(from)} f
      CROSS JOIN LATERAL ${publicFunction(capabilities, name)}(CASE WHEN f.compression_enabled THEN f.relid END) s
      WHERE s.compression_status = 'Compressed'
    )`);
  }
  return parts.length === 0 ? sql`` : sql.join(parts, sql``);
};

/**
 * Joins to `ch` the figures `z` of the moment of compression: `before_bytes`, `after_bytes`, and where the server tells
 * them the rows and their batches. Stands before chunkSizes().
 */
export const chunkStats = (capabilities: Capabilities): Part =>
  readsChunkSizes(capabilities)
    ? sql`
    LEFT JOIN LATERAL (
      SELECT z.*, z.uncompressed_heap_size + z.uncompressed_toast_size + z.uncompressed_index_size AS before_bytes,
             z.compressed_heap_size + z.compressed_toast_size + z.compressed_index_size AS after_bytes
      FROM _timescaledb_catalog.compression_chunk_size z WHERE z.chunk_id = ch.chunk_id
    ) z ON ch.is_compressed`
    : sql`
    LEFT JOIN (SELECT chunk_schema, chunk_name, before_bytes, after_bytes, NULL::bigint AS numrows_pre_compression,
                      NULL::bigint AS numrows_post_compression FROM stats) z USING (chunk_schema, chunk_name)`;

/**
 * Joins to `ch` the rows `r` of each chunk: `row_count`, and `late_rows`: those of a compressed chunk that are kept as
 * rows. Nothing is counted here. Rows are what ANALYZE last counted, before its first run what the server's activity
 * counters tell; compressed rows are what compression counted, as long as the chunk has the batches of then, otherwise
 * the estimate of TimescaleDB (which before 2.25 takes 1,000 rows a batch). Late rows are the density that ANALYZE saw
 * times the pages of now. Null: not known. The Apache edition's approximate_row_count() ends the server process for
 * compressed chunks (seen with 2.28.3: signal 11), so there it is not asked.
 */
export const chunkRows = (capabilities: Capabilities): Part => sql`
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
                  WHEN ch.is_compressed THEN coalesce(part.packed + part.late_rows, ${
                    capabilities.edition === "timescale"
                      ? sql`nullif(${publicFunction(capabilities, "approximate_row_count")}(ch.oid), 0)`
                      : sql`NULL::bigint`
                  })
                  WHEN ch.reltuples >= 0 THEN ch.reltuples::bigint
                  ELSE nullif(pg_stat_get_live_tuples(ch.oid), 0) END AS row_count
    ) r`;

/** What the columns of the settings `cs` are ordered by, as it was asked for: NULLS where it is not what the direction implies. */
export const orderByWords: Part = sql`ARRAY(
               SELECT o.name || CASE WHEN o.descending THEN ' DESC' ELSE '' END
                      || CASE WHEN o.nulls_first AND NOT o.descending THEN ' NULLS FIRST'
                              WHEN o.descending AND NOT o.nulls_first THEN ' NULLS LAST' ELSE '' END
               FROM unnest(cs.orderby, cs.orderby_desc, cs.orderby_nullsfirst)
                    WITH ORDINALITY AS o (name, descending, nulls_first, position)
               ORDER BY o.position)`;

/** `setting`: what a hypertable is compressed by. Its view fails for a role that may not use every schema. */
export const compressionSettings = (capabilities: Capabilities): Part =>
  canRead(capabilities, "compression_settings")
    ? sql`
    setting AS MATERIALIZED (
      SELECT k.relid, coalesce(cs.segmentby, '{}')::text[] AS segment_by,
             ${orderByWords} AS order_by
      FROM known k LEFT JOIN _timescaledb_catalog.compression_settings cs ON cs.relid = k.relid
    )`
    : sql`
    setting AS (SELECT relid, NULL::text[] AS segment_by, NULL::text[] AS order_by FROM known)`;
