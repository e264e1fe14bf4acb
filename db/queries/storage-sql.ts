import { type RawBuilder, sql } from "kysely";
import { type Capabilities, canCall, canRead, publicFunction } from "./capabilities.ts";

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

/** `s`: live sizes of every chunk of the hypertables in `from`, a member with `relid`. */
export const chunkSizes = (capabilities: Capabilities, from: string): Part => sql`
    s AS MATERIALIZED (
      SELECT f.relid, s.*
      FROM ${sql.id(from)} f CROSS JOIN LATERAL ${publicFunction(capabilities, "chunks_detailed_size")}(f.relid) s
    )`;

/**
 * `stats`: sizes of compressed chunks before and after, as of their compression, for the hypertables in `from`, a
 * member with `relid` and `compression_enabled`.
 */
export const chunkStats = (capabilities: Capabilities, from: string): Part => sql`
    stats AS MATERIALIZED (
      SELECT f.relid, s.chunk_schema, s.chunk_name,
             s.before_compression_total_bytes AS before_bytes, s.after_compression_total_bytes AS after_bytes
      FROM ${sql.id(from)} f
      CROSS JOIN LATERAL ${publicFunction(
        capabilities,
        canCall(capabilities, "chunk_columnstore_stats(regclass)")
          ? "chunk_columnstore_stats"
          : "chunk_compression_stats",
      )}(CASE WHEN f.compression_enabled THEN f.relid END) s
      WHERE s.compression_status = 'Compressed'
    )`;

/**
 * The rows of one chunk as its statistics tell: what ANALYZE last counted, and for compressed rows their batches times
 * the rows of a batch (TimescaleDB 2.25 and later look into the batches, 2.23 and 2.24 take 1,000 and so may count some
 * percent too many). Null for a chunk that holds rows and was never analyzed, and for compressed ones on the Apache
 * edition, where approximate_row_count() ends the server process (seen with 2.28.3: signal 11). Expects the aliases `c` (pg_class),
 * `ch` (timescaledb_information.chunks) and `s` (chunkSizes).
 */
export const chunkRows = (capabilities: Capabilities): Part => sql`
      CASE WHEN s.table_bytes = 0 THEN 0
           WHEN ch.is_compressed THEN ${
             capabilities.edition === "timescale"
               ? sql`nullif(${publicFunction(capabilities, "approximate_row_count")}(c.oid), 0)`
               : sql`NULL::bigint`
           }
           WHEN c.reltuples >= 0 THEN c.reltuples::bigint END`;

/** `setting`: what a hypertable is compressed by. Its view fails for a role that may not use every schema. */
export const compressionSettings = (capabilities: Capabilities): Part =>
  canRead(capabilities, "compression_settings")
    ? sql`
    setting AS MATERIALIZED (
      SELECT k.relid, coalesce(cs.segmentby, '{}')::text[] AS segment_by,
             ARRAY(SELECT o.name || CASE WHEN o.descending THEN ' DESC' ELSE '' END
                          || CASE WHEN o.nulls_first AND NOT o.descending THEN ' NULLS FIRST'
                                  WHEN o.descending AND NOT o.nulls_first THEN ' NULLS LAST' ELSE '' END
                   FROM unnest(cs.orderby, cs.orderby_desc, cs.orderby_nullsfirst)
                        WITH ORDINALITY AS o (name, descending, nulls_first, position)
                   ORDER BY o.position) AS order_by
      FROM known k LEFT JOIN _timescaledb_catalog.compression_settings cs ON cs.relid = k.relid
    )`
    : sql`
    setting AS (SELECT relid, NULL::text[] AS segment_by, NULL::text[] AS order_by FROM known)`;
