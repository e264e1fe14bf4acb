import { type Kysely, sql } from "kysely";
import type { Database } from "#db/schema/index.ts";
import { notFound } from "#lib/errors.ts";
import type { Chunk, ChunkState } from "#lib/model/storage.ts";
import { type Capabilities, canCall, requireTimescale } from "./capabilities.ts";
import { aggregateViews, chunkRows, chunkSizes, chunkStats, knownHypertables } from "./storage-sql.ts";

export type ChunkFilter = {
  hypertable_schema?: string | null | undefined;
  /** A hypertable or a continuous aggregate; the latter stands for the hypertable that stores it. */
  hypertable_name?: string | null | undefined;
  /** Largest number of chunks, the newest ones. */
  limit: number;
};

type ChunkRow = Omit<Chunk, "state" | "frozen"> & { is_compressed: boolean; flags: string[] | null };

/** The words of chunk_status_text() (2.22 and later), from the bits of chunk_status() before that, else null. */
const statusFlags = (capabilities: Capabilities) => {
  if (canCall(capabilities, "chunk_status_text(regclass)")) return sql`_timescaledb_functions.chunk_status_text(c.oid)`;
  if (!canCall(capabilities, "chunk_status(regclass)")) return sql`NULL::text[]`;
  return sql`(SELECT array_remove(ARRAY[CASE WHEN bits & 1 > 0 THEN 'COMPRESSED' END, CASE WHEN bits & 2 > 0 THEN 'UNORDERED' END,
                                        CASE WHEN bits & 4 > 0 THEN 'FROZEN' END, CASE WHEN bits & 8 > 0 THEN 'PARTIAL' END], NULL)
              FROM _timescaledb_functions.chunk_status(c.oid) AS bits)`;
};

const stateOf = (is_compressed: boolean, flags: string[] | null): ChunkState => {
  if (!is_compressed) return "row";
  if (flags === null) return "unknown_compressed";
  if (flags.includes("PARTIAL")) return flags.includes("UNORDERED") ? "partial_unordered" : "partial";
  return flags.includes("UNORDERED") ? "unordered" : "compressed";
};

const wanted = ({ hypertable_schema = null, hypertable_name = null }: ChunkFilter) => sql`
      SELECT * FROM known
      WHERE (${hypertable_name}::text IS NULL OR ${hypertable_name}::text IN (hypertable_name, aggregate_name))
        AND (${hypertable_schema}::text IS NULL OR ${hypertable_schema}::text IN (hypertable_schema, aggregate_schema))`;

/** Throws `not_found` when the filter names a hypertable or continuous aggregate that does not exist. */
const checkExists = async (db: Kysely<Database>, filter: ChunkFilter, capabilities: Capabilities): Promise<void> => {
  if (filter.hypertable_name == null) return;
  const { rows } =
    await sql`WITH ${aggregateViews(capabilities)}, ${knownHypertables} ${wanted(filter)} LIMIT 1`.execute(db);
  const name = [filter.hypertable_schema, filter.hypertable_name].filter(Boolean).join(".");
  if (rows.length === 0) throw notFound(`There is no hypertable or continuous aggregate named ${name}.`);
};

/** listChunks() on a server whose capabilities are known; for tests of what other servers offer. */
export const listChunksWith = async (
  db: Kysely<Database>,
  filter: ChunkFilter,
  capabilities: Capabilities,
): Promise<Chunk[]> => {
  const { rows } = await sql<ChunkRow>`
    WITH ${aggregateViews(capabilities)}, ${knownHypertables},
    wanted AS MATERIALIZED (${wanted(filter)}
    ), ch AS MATERIALIZED (
      SELECT w.relid, w.aggregate_name, ch.*
      FROM wanted w JOIN timescaledb_information.chunks ch USING (hypertable_schema, hypertable_name)
      ORDER BY ch.range_start DESC NULLS LAST, ch.range_start_integer DESC NULLS LAST, hypertable_name, ch.chunk_name
      LIMIT ${filter.limit}
    ), listed AS MATERIALIZED (
      SELECT w.relid, w.compression_enabled FROM wanted w WHERE w.relid IN (SELECT relid FROM ch)
    ), ${chunkSizes(capabilities, "listed")}, ${chunkStats(capabilities, "listed")}
    SELECT ch.hypertable_schema, ch.hypertable_name, ch.aggregate_name, chunk_schema, chunk_name,
           CASE WHEN isfinite(ch.range_start) THEN ch.range_start END AS range_start,
           CASE WHEN isfinite(ch.range_end) THEN ch.range_end END AS range_end,
           ch.is_compressed, ${statusFlags(capabilities)} AS flags,
           s.table_bytes, s.index_bytes, s.toast_bytes, s.total_bytes,
           ${chunkRows(capabilities)} AS row_count_estimate,
           stats.before_bytes AS before_compression_bytes, stats.after_bytes AS after_compression_bytes,
           stats.before_bytes::double precision / nullif(stats.after_bytes, 0) AS compression_ratio
    FROM ch
    JOIN pg_namespace n ON n.nspname = ch.chunk_schema
    JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = ch.chunk_name
    JOIN s USING (chunk_schema, chunk_name)
    LEFT JOIN stats USING (chunk_schema, chunk_name)
    ORDER BY ch.range_start DESC NULLS LAST, ch.range_start_integer DESC NULLS LAST, ch.hypertable_name, chunk_name`.execute(
    db,
  );
  return rows.map(({ is_compressed, flags, ...chunk }) => ({
    ...chunk,
    state: stateOf(is_compressed, flags),
    frozen: flags?.includes("FROZEN") ?? false,
  }));
};

/**
 * The newest chunks, of one hypertable or of all, newest first. Sizes are live and in bytes, with the compressed part
 * and what arrived since; the sizes before and after are those of the moment of compression. Chunks of hypertables on
 * an integer have no range here. Two statements, three when there is no chunk; reads the catalog and file sizes, never rows.
 *
 * Errors: `not_available` without TimescaleDB, `not_found` for an unknown hypertable.
 */
export const listChunks = async (db: Kysely<Database>, filter: ChunkFilter): Promise<Chunk[]> => {
  const capabilities = await requireTimescale(db);
  const chunks = await listChunksWith(db, filter, capabilities);
  if (chunks.length === 0) await checkExists(db, filter, capabilities);
  return chunks;
};
