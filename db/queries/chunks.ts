import { type Kysely, sql } from "kysely";
import type { Database } from "#db/schema/index.ts";
import { notFound } from "#lib/errors.ts";
import type { Chunk, ChunkActivity, ChunkState } from "#lib/model/storage.ts";
import { type Capabilities, canCall, canRead, requireTimescale } from "./capabilities.ts";
import { readsChunks } from "./every-chunk.ts";
import {
  aggregateViews,
  chunkList,
  chunkRows,
  chunkSizes,
  chunkStats,
  hiddenParts,
  knownHypertables,
  namedHypertable,
} from "./storage-sql.ts";

export type ChunkFilter = {
  hypertable_schema?: string | null | undefined;
  /** A hypertable or a continuous aggregate as namedHypertable() takes it; the latter stands for the hypertable that stores it. */
  hypertable_name?: string | null | undefined;
  /** Largest number of chunks, the newest ones. */
  limit: number;
  /** One chunk alone. */
  chunk_name?: string | undefined;
  /** Chunks whose files are measured; 200 unless given. */
  measure?: number | undefined;
  /** Without `activity`, which is another statement over all chunks. */
  no_activity?: boolean | undefined;
};

type ChunkRow = Omit<Chunk, "state" | "frozen" | "activity"> & {
  oid: number;
  is_compressed: boolean;
  status: number | null;
};

/** Bits of a chunk's status: in the catalog, elsewhere told by a function; null where this role gets neither. */
const statusBits = (capabilities: Capabilities) =>
  !readsChunks(capabilities) && canCall(capabilities, "chunk_status(regclass)")
    ? sql`_timescaledb_functions.chunk_status(ch.oid)`
    : sql`ch.status`;

const UNORDERED = 2;
const FROZEN = 4;
const PARTIAL = 8;

const stateOf = (is_compressed: boolean, bits: number | null): ChunkState => {
  if (!is_compressed) return "row";
  if (bits === null) return "unknown_compressed";
  if (bits & PARTIAL) return bits & UNORDERED ? "partial_unordered" : "partial";
  return bits & UNORDERED ? "unordered" : "compressed";
};

/** What statements did with each chunk by the oid of its table; asked apart, since a join with it is planned badly. */
const listActivity = async (db: Kysely<Database>, capabilities: Capabilities): Promise<Map<number, ChunkActivity>> => {
  if (!canRead(capabilities, "stat_chunk_activity")) return new Map();
  const { rows } = await sql<ChunkActivity & { oid: number }>`
    SELECT chunk::oid AS oid, n_selects AS select_count, n_inserts AS insert_count, n_updates AS update_count,
           n_deletes AS delete_count, total_batches_scanned AS batches_scanned,
           total_batches_decompressed AS batches_decompressed, first_update AS since
    FROM timescaledb_information.stat_chunk_activity`.execute(db);
  return new Map(rows.map(({ oid, ...activity }) => [oid, activity]));
};

const wanted = ({ hypertable_schema = null, hypertable_name = null }: ChunkFilter) =>
  hypertable_name === null
    ? sql`
      SELECT * FROM known
      WHERE ${hypertable_schema}::text IS NULL OR ${hypertable_schema}::text IN (hypertable_schema, aggregate_schema)`
    : namedHypertable(hypertable_name, hypertable_schema);

type Named = Pick<Chunk, "hypertable_schema" | "hypertable_name" | "aggregate_name">;

/** The hypertable that a name means, as listChunks() takes it. Throws `not_found` when there is none. */
export const findHypertable = async (
  db: Kysely<Database>,
  {
    hypertable_name,
    hypertable_schema = null,
  }: { hypertable_name: string; hypertable_schema?: string | null | undefined },
  known?: Capabilities,
): Promise<Named> => {
  const capabilities = known ?? (await requireTimescale(db));
  const { rows } = await sql<Named>`
    WITH ${aggregateViews(capabilities)}, ${knownHypertables}
    SELECT hypertable_schema, hypertable_name, aggregate_name
    FROM (${namedHypertable(hypertable_name, hypertable_schema)}) named`.execute(db);
  const [found] = rows;
  const name = [hypertable_schema, hypertable_name].filter(Boolean).join(".");
  if (!found) throw notFound(`There is no hypertable or continuous aggregate named ${name}.`);
  return found;
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
    ), ${chunkList(capabilities, "wanted", filter)}${hiddenParts(capabilities, "wanted")}
    SELECT ch.oid, ch.hypertable_schema, ch.hypertable_name, ch.aggregate_name, chunk_schema, chunk_name,
           CASE WHEN isfinite(ch.range_start) THEN ch.range_start END AS range_start,
           CASE WHEN isfinite(ch.range_end) THEN ch.range_end END AS range_end,
           ch.chunk_creation_time AS created_at, ch.is_compressed, ${statusBits(capabilities)} AS status,
           s.table_bytes, s.index_bytes, s.toast_bytes, s.total_bytes, ch.measured AS sizes_measured,
           r.row_count AS row_count_estimate, CASE WHEN ch.is_compressed THEN r.late_rows END AS late_row_estimate,
           z.before_bytes AS before_compression_bytes, z.after_bytes AS after_compression_bytes,
           z.before_bytes::double precision / nullif(z.after_bytes, 0) AS compression_ratio
    FROM ch
    ${chunkStats(capabilities)}
    ${chunkSizes(capabilities)}
    ${chunkRows(capabilities)}
    ORDER BY ch.range_start DESC NULLS LAST, ch.range_start_integer DESC NULLS LAST, ch.hypertable_name, chunk_name`.execute(
    db,
  );
  const activity = filter.no_activity ? new Map<number, ChunkActivity>() : await listActivity(db, capabilities);
  return rows.map(({ oid, is_compressed, status, ...chunk }) => ({
    ...chunk,
    state: stateOf(is_compressed, status),
    frozen: ((status ?? 0) & FROZEN) !== 0,
    activity: activity.get(oid) ?? null,
  }));
};

/**
 * The newest chunks, of one hypertable or of all, newest first. Sizes are live and in bytes, with the compressed part
 * and what arrived since; the sizes before and after are those of the moment of compression. Chunks of hypertables on
 * an integer have no range here. Three statements, one more when there is no chunk; reads the catalog and file sizes, never rows.
 *
 * Errors: `not_available` without TimescaleDB, `not_found` for an unknown hypertable.
 */
export const listChunks = async (db: Kysely<Database>, filter: ChunkFilter): Promise<Chunk[]> => {
  const capabilities = await requireTimescale(db);
  const chunks = await listChunksWith(db, filter, capabilities);
  const { hypertable_name, hypertable_schema } = filter;
  if (chunks.length === 0 && hypertable_name != null)
    await findHypertable(db, { hypertable_name, hypertable_schema }, capabilities);
  return chunks;
};
