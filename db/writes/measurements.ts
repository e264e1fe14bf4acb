import type { RegionConflict } from "#lib/model/ingest.ts";
import type { Kysely, Transaction } from "kysely";
import { transactionWithCopy } from "#db/client.ts";
import type { Measurement } from "#lib/ingest/measurement.ts";
import type { Database } from "#db/schema/index.ts";
import { type SortedBatch, sortBatch } from "./batch.ts";
import { COPY_ROWS, encodeRows } from "./copy.ts";
import { compressedUntil, insertRows, isDense } from "./insert.ts";
import { LATE_AFTER_MS, requestRefresh } from "./late.ts";
import { type KnownNode, type KnownNodes, listRegionConflicts, resolveNodes, widenSeen } from "./nodes.ts";
import type { ResolveOptions } from "./nodes.ts";
import { codeOf, type Patience, withRetry } from "./retry.ts";

/** Rows a transaction. */
export const BATCH_ROWS = 10_000;

export type WriteOptions = Partial<ResolveOptions> & {
  /** What becomes of a row whose node and time are stored already: `ignore` (default) keeps what is there. */
  on_conflict?: "ignore" | "update";
  /** Nodes known from earlier calls; filled by this one. */
  known?: KnownNodes;
  /** Asks, in the transaction that stores them, that the aggregates of late rows be refreshed: db/writes/late.ts. */
  request_refresh?: boolean;
  /** How long a database that is away is waited for; not at all by default. */
  patience?: Patience | undefined;
};

export type WriteResult = {
  /** Rows that are stored because of this call: new ones, and with `update` replaced ones. */
  accepted: number;
  /** Rows that changed nothing: stored already, or repeated within the call. */
  duplicates: number;
  nodes_created: KnownNode[];
  region_conflicts: RegionConflict[];
};

/** Writers of a server that does not know COPY (the embedded one), as learned from its refusal. */
const without_copy = new WeakSet<Kysely<Database>>();

/** From this many rows on it pays to take them for new: COPY, or at least no look for conflicts. */
const NEW_FROM_ROWS = 200;

/**
 * Errors after which an INSERT that looks for conflicts may succeed: a row is stored already; COPY is not known; too
 * much of a chunk that was compressed a moment ago would have to be decompressed.
 */
const STORED = "23505";
const NOT_KNOWN = "0A000";
const TOO_MUCH = "53400";

/** What a writer learned from its last batch: whether rows come that are stored already. */
type Habit = { repeats: boolean };

type Job = {
  db: Kysely<Database>;
  rows: readonly Measurement[];
  batch: SortedBatch;
  options: WriteOptions;
  habit: Habit;
};

/** What belongs to the rows in the same transaction. */
const finish = async (transaction: Transaction<Database>, { rows, batch, options }: Job): Promise<void> => {
  await widenSeen(transaction, batch.seen);
  if (options.request_refresh) await requestRefresh(transaction, rows);
};

const oldestOf = ({ seen }: SortedBatch): number =>
  [...seen.values()].reduce((least, { first }) => Math.min(least, first), Infinity);

/** Stores all rows as new ones, or throws: one of them may be stored already. */
const addNew = (job: Job, by_copy: boolean): Promise<void> => {
  const { db, batch } = job;
  if (!by_copy)
    return db.transaction().execute(async (transaction) => {
      await insertRows(transaction, batch, { on_conflict: "fail", compare: false });
      await finish(transaction, job);
    });
  return transactionWithCopy(db, async (transaction, copy) => {
    await copy(COPY_ROWS, encodeRows(batch));
    await finish(transaction, job);
  });
};

/** Stores all rows, taking them for new, or none: undefined when what is stored has to be looked at. */
const tryNew = async (job: Job): Promise<number | undefined> => {
  const { db, batch, habit } = job;
  if (batch.row_count < NEW_FROM_ROWS || habit.repeats) return undefined;
  if (oldestOf(batch) < (await compressedUntil(db, false))) return undefined;
  const by_copy = !without_copy.has(db);
  try {
    await addNew(job, by_copy);
    return batch.row_count;
  } catch (error) {
    const code = codeOf(error);
    if (code === NOT_KNOWN && by_copy) {
      without_copy.add(db);
      return tryNew(job);
    }
    if (code === STORED) habit.repeats = true;
    else if (code !== TOO_MUCH) throw error;
    return undefined;
  }
};

const insert = async (job: Job): Promise<number> => {
  const { db, batch, habit, options } = job;
  const update = options.on_conflict === "update";
  const oldest = oldestOf(batch);
  const touched = oldest < (await compressedUntil(db, oldest < Date.now() - LATE_AFTER_MS));
  const compare = !update && touched && isDense(batch);
  const accepted = await db.transaction().execute(async (transaction) => {
    const written = await insertRows(transaction, batch, { on_conflict: update ? "update" : "ignore", compare });
    await finish(transaction, job);
    return written;
  });
  if (!update) habit.repeats = accepted < batch.row_count;
  return accepted;
};

/** Adds to `total` as things are committed, so that a second attempt forgets no node made by the first. */
const writeBatch = async (
  db: Kysely<Database>,
  batch: readonly Measurement[],
  options: WriteOptions & { known: KnownNodes },
  habit: Habit,
  total: WriteResult,
): Promise<void> => {
  const { known, origin = "probe", intervals, on_conflict } = options;
  total.nodes_created.push(...(await resolveNodes(db, batch, known, { origin, ...(intervals && { intervals }) })));
  const sorted = sortBatch(batch, known, on_conflict === "update" ? "last" : "first");
  const job: Job = { db, rows: batch, batch: sorted, options, habit };
  const accepted = (await tryNew(job)) ?? (await insert(job));
  total.accepted += accepted;
  total.duplicates += batch.length - accepted;
  total.region_conflicts.push(...listRegionConflicts(batch, known));
};

export type MeasurementWriter = (rows: readonly Measurement[]) => Promise<WriteResult>;

/**
 * A writer of measurements that makes nodes that are not there, in transactions of at most BATCH_ROWS rows: what is
 * counted in its result is committed. Rows go in by COPY as long as they are new, and by INSERT where some are stored
 * already, chunks are compressed or the server does not know COPY. Any number of writers may store overlapping rows at
 * once; rows are written in the order of their identity, and a batch that still lost to a deadlock or to a chunk that
 * was just dropped is tried again. Aggregates are not refreshed. `db` signs in as owner or writer. Throws the driver's
 * error; earlier batches stay.
 */
export const createWriter = (db: Kysely<Database>, options: WriteOptions = {}): MeasurementWriter => {
  const known = options.known ?? new Map();
  const habit: Habit = { repeats: false };
  return async (rows) => {
    const total: WriteResult = { accepted: 0, duplicates: 0, nodes_created: [], region_conflicts: [] };
    for (let at = 0; at < rows.length; at += BATCH_ROWS) {
      const batch = rows.length <= BATCH_ROWS ? rows : rows.slice(at, at + BATCH_ROWS);
      let current: KnownNodes = known;
      await withRetry(
        () => writeBatch(db, batch, { ...options, known: current }, habit, total),
        // A node may have been deleted meanwhile: all are looked up again.
        () => {
          current = new Map();
        },
        options.patience,
      );
      if (current !== known) for (const [node_name, node] of current) known.set(node_name, node);
    }
    return total;
  };
};

/** Stores measurements once: see createWriter. */
export const writeMeasurements = (
  db: Kysely<Database>,
  rows: readonly Measurement[],
  options: WriteOptions = {},
): Promise<WriteResult> => createWriter(db, options)(rows);
