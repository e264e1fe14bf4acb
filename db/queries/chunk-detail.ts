import { type Kysely, sql } from "kysely";
import type { Database } from "#db/schema/index.ts";
import { notFound } from "#lib/errors.ts";
import type { ChunkDetail } from "#lib/model/storage-detail.ts";
import { type Capabilities, canRead, requireTimescale } from "./capabilities.ts";
import { listChunksWith } from "./chunks.ts";
import { orderByWords } from "./storage-sql.ts";

/** A counter of the server; the embedded one keeps none. */
const counter = ({ embedded }: Capabilities, name: string, oid: string) =>
  embedded ? sql`NULL::bigint` : sql`${sql.id(name)}(${sql.ref(oid)})`;

const lastTime = ({ embedded }: Capabilities, what: "analyze" | "vacuum") =>
  embedded
    ? sql`NULL::timestamptz`
    : sql`greatest(${sql.id(`pg_stat_get_last_${what}_time`)}(f.oid), ${sql.id(`pg_stat_get_last_auto${what}_time`)}(f.oid))`;

type Parts = Omit<ChunkDetail, "chunk">;

/** The tables of the chunk, what lies in them, its bounds and what it was compressed by. */
const getParts = async (db: Kysely<Database>, capabilities: Capabilities, schema: string, name: string) => {
  const compressed = canRead(capabilities, "compression_settings:compressed");
  const settings = canRead(capabilities, "compression_settings");
  const { rows } = await sql<Parts>`
    WITH chunk AS MATERIALIZED (
      SELECT c.oid FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = ${schema} AND c.relname = ${name}
    ), file AS MATERIALIZED (
      SELECT f.role, c.oid, n.nspname, c.relname, c.reltuples, c.reltoastrelid, c.relfrozenxid, ts.spcname
      FROM (SELECT 'rows' AS role, oid FROM chunk${
        compressed
          ? sql`
            UNION ALL SELECT 'compressed', cs.compress_relid FROM chunk
            JOIN _timescaledb_catalog.compression_settings cs ON cs.relid = chunk.oid`
          : sql``
      }) f
      JOIN pg_class c ON c.oid = f.oid JOIN pg_namespace n ON n.oid = c.relnamespace
      LEFT JOIN pg_tablespace ts ON ts.oid = c.reltablespace
    )
    SELECT (SELECT jsonb_agg(jsonb_build_object(
              'role', f.role, 'relation', format('%I.%I', f.nspname, f.relname), 'tablespace', f.spcname,
              'table_bytes', pg_table_size(f.oid) - toast.bytes, 'index_bytes', pg_indexes_size(f.oid), 'toast_bytes', toast.bytes,
              'row_estimate', CASE WHEN f.reltuples >= 0 THEN f.reltuples::bigint END,
              'dead_rows', ${counter(capabilities, "pg_stat_get_dead_tuples", "f.oid")},
              'sequential_scans', ${counter(capabilities, "pg_stat_get_numscans", "f.oid")},
              'index_scans', (SELECT sum(${counter(capabilities, "pg_stat_get_numscans", "x.indexrelid")}) FROM pg_index x
                              WHERE x.indrelid = f.oid),
              'last_analyzed_at', ${lastTime(capabilities, "analyze")}, 'last_vacuumed_at', ${lastTime(capabilities, "vacuum")},
              'frozen_age', age(f.relfrozenxid)) ORDER BY f.role DESC)
            FROM file f
            CROSS JOIN LATERAL (SELECT coalesce(pg_total_relation_size(nullif(f.reltoastrelid, 0)), 0) AS bytes) toast) AS relations,
           (SELECT coalesce(jsonb_agg(jsonb_build_object(
              'role', f.role, 'index_name', ic.relname, 'definition', pg_get_indexdef(x.indexrelid),
              'total_bytes', pg_relation_size(x.indexrelid),
              'scan_count', ${counter(capabilities, "pg_stat_get_numscans", "x.indexrelid")}) ORDER BY f.role DESC, ic.relname), '[]')
            FROM file f JOIN pg_index x ON x.indrelid = f.oid JOIN pg_class ic ON ic.oid = x.indexrelid) AS indexes,
           ARRAY(SELECT pg_get_constraintdef(k.oid) FROM chunk JOIN pg_constraint k ON k.conrelid = chunk.oid
                 WHERE k.contype = 'c' ORDER BY k.conname) AS constraints,
           ${settings ? sql`(SELECT coalesce(cs.segmentby, '{}') FROM chunk JOIN _timescaledb_catalog.compression_settings cs ON cs.relid = chunk.oid)` : sql`NULL::text[]`} AS segment_by,
           ${
             settings
               ? sql`(SELECT ${orderByWords} FROM chunk JOIN _timescaledb_catalog.compression_settings cs ON cs.relid = chunk.oid)`
               : sql`NULL::text[]`
           } AS order_by,
           clock_timestamp() AS as_of
    FROM chunk`.execute(db);
  return rows[0];
};

/**
 * Everything about the chunk of this name, or about the newest: as listChunks() tells it, with the tables and indexes it consists of, when they
 * were analyzed and vacuumed, its bounds and what it was compressed by. Three statements beside the look at the server;
 * reads the catalog, file sizes and counters, never rows.
 *
 * Errors: `not_available` without TimescaleDB, `not_found` for an unknown chunk.
 */
export const getChunkDetail = async (
  db: Kysely<Database>,
  { hypertable_name, chunk_name }: { hypertable_name: string; chunk_name?: string | undefined },
): Promise<ChunkDetail> => {
  const capabilities = await requireTimescale(db);
  const [chunk] = await listChunksWith(db, { hypertable_name, chunk_name, limit: 1 }, capabilities);
  const parts = chunk && (await getParts(db, capabilities, chunk.chunk_schema, chunk.chunk_name));
  if (!parts)
    throw notFound(
      chunk_name === undefined
        ? `${hypertable_name} has no chunk.`
        : `There is no chunk named ${chunk_name} in ${hypertable_name}. It may have been dropped since.`,
    );
  return { chunk, ...parts };
};
