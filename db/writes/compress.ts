import { type Kysely, sql } from "kysely";
import type { Database } from "#db/schema/index.ts";
import type { TimeRange } from "./refresh.ts";

export type CompressResult = {
  /** The compress-after of the policy in force; null: there is none, and nothing was compressed. */
  compress_after: string | null;
  chunks: number;
  /** Sizes of those chunks with indexes and TOAST. */
  before_bytes: number;
  after_bytes: number;
};

export type CompressOptions = {
  on_progress?: (progress: { done: number; total: number }) => void;
  /** Called between two chunks: may wait, or throw to stop. */
  between?: () => Promise<void>;
};

type Chunk = { chunk: string; bytes: number };

const findCompressAfter = async (db: Kysely<Database>): Promise<string | null> => {
  const { rows } = await sql<{ compress_after: string | null }>`
    SELECT config->>'compress_after' AS compress_after FROM timescaledb_information.jobs
    WHERE proc_name = 'policy_compression' AND hypertable_schema = 'public' AND hypertable_name = 'metrics'`.execute(
    db,
  );
  return rows[0]?.compress_after ?? null;
};

/** Chunks of the range that the policy wants compressed and that are not, or only in part. */
const listDueChunks = async (db: Kysely<Database>, range: TimeRange, compress_after: string): Promise<string[]> => {
  // chunk_status is internal: without it partly compressed chunks are left to the policy. Bits: 2 unordered, 8 partial.
  const known = await sql<{ present: boolean }>`
    SELECT to_regprocedure('_timescaledb_functions.chunk_status(regclass)') IS NOT NULL AS present`.execute(db);
  const partial = known.rows[0]?.present ? sql`OR _timescaledb_functions.chunk_status(chunk) & (2 | 8) <> 0` : sql``;
  const { rows } = await sql<{ chunk: string }>`
    SELECT chunk::text
    FROM (SELECT format('%I.%I', chunk_schema, chunk_name)::regclass AS chunk, is_compressed, range_start, range_end
          FROM timescaledb_information.chunks
          WHERE hypertable_schema = 'public' AND hypertable_name = 'metrics') AS chunks
    WHERE range_end <= now() - ${compress_after}::interval
      AND range_end > ${range.from.toISOString()}::timestamptz AND range_start < ${range.to.toISOString()}::timestamptz
      AND (NOT is_compressed ${partial})
    ORDER BY range_start`.execute(db);
  return rows.map((row) => row.chunk);
};

const getSizes = async (db: Kysely<Database>, chunks: readonly string[]): Promise<Chunk[]> => {
  const { rows } = await sql<Chunk>`
    SELECT format('%I.%I', chunk_schema, chunk_name)::regclass::text AS chunk, coalesce(total_bytes, 0) AS bytes
    FROM chunks_detailed_size('public.metrics')
    WHERE format('%I.%I', chunk_schema, chunk_name)::regclass::text = ANY(${[...chunks]}::text[])`.execute(db);
  return rows;
};

const sumBytes = (chunks: readonly Chunk[]): number => chunks.reduce((sum, { bytes }) => sum + bytes, 0);

/**
 * Compresses the chunks of `metrics` in the range that are older than the policy in force wants them uncompressed,
 * one transaction each; partly compressed ones too. Without a policy nothing is done. `db` signs in as the owner.
 */
export const compressOldChunks = async (
  db: Kysely<Database>,
  range: TimeRange,
  { on_progress, between }: CompressOptions = {},
): Promise<CompressResult> => {
  const compress_after = await findCompressAfter(db);
  if (compress_after === null) return { compress_after, chunks: 0, before_bytes: 0, after_bytes: 0 };
  const due = await listDueChunks(db, range, compress_after);
  if (due.length === 0) return { compress_after, chunks: 0, before_bytes: 0, after_bytes: 0 };
  const before = await getSizes(db, due);
  for (const [at, chunk] of due.entries()) {
    // Retention or the policy's own job may have been here since the list was made.
    await sql`
      SELECT compress_chunk(chunk, if_not_compressed => true)
      FROM (SELECT to_regclass(${chunk}) AS chunk) AS found WHERE chunk IS NOT NULL`.execute(db);
    on_progress?.({ done: at + 1, total: due.length });
    await between?.();
  }
  const after = await getSizes(db, due);
  return { compress_after, chunks: due.length, before_bytes: sumBytes(before), after_bytes: sumBytes(after) };
};
