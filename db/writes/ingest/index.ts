import type { Kysely } from "kysely";
import type { Database } from "#db/schema/index.ts";
import { findNodes, type KnownNodes } from "#db/writes/nodes.ts";
import { BATCH_ROWS, createWriter, type WriteResult } from "#db/writes/measurements.ts";
import { findRetention } from "#db/writes/retention.ts";
import type { Patience } from "#db/writes/retry.ts";
import { parsers } from "#lib/ingest/format.ts";
import { type Limits, limitsAt, type Measurement, show } from "#lib/ingest/measurement.ts";
import type { Parsed, Refusal } from "#lib/ingest/parser.ts";
import type {
  BatchFacts,
  Ingest,
  IngestObserver,
  IngestResult,
  IngestSettings,
  RegionConflict,
} from "#lib/model/ingest.ts";

/** Errors, new nodes and region conflicts that a result names; all are counted. */
export const NAMED_MAX = 100;

export type IngestOptions = IngestSettings &
  IngestObserver & {
    /** False: rows of nodes that are not there are refused. */
    register_nodes?: boolean;
    /** Nodes known from earlier calls; filled by this one. */
    known?: KnownNodes;
    /** Runs a batch; may let it wait for others. */
    in_turn?: <T>(write: () => Promise<T>) => Promise<T>;
    on_rows?: (rows: number) => void;
    /** How long a database that is away is waited for, nothing being read meanwhile; not at all by default. */
    patience?: Patience;
    /** Transactions that may run at once; 1 by default. */
    writers?: number;
  };

/** The limits in force now: nothing ahead of the clock, nothing that retention would drop at once. */
export const ingestLimits = async (db: Kysely<Database>): Promise<Limits> => ({
  ...limitsAt(Date.now()),
  earliest_time: (await findRetention(db))?.dropped_before,
});

type Batch = { rows: Measurement[]; lines: number[] };

/** Rows of nodes that are there; the others are refused by name. */
const dropUnknown = async (
  db: Kysely<Database>,
  batch: Batch,
  known: KnownNodes,
  refuse: (refusal: Refusal) => void,
) => {
  await findNodes(
    db,
    batch.rows.map((row) => row.node_name),
    known,
  );
  return batch.rows.filter(({ node_name }, at) => {
    if (known.has(node_name)) return true;
    const message = `node_name is ${show(node_name)}; there is no such node, and nodes do not register themselves here.`;
    refuse({
      text: JSON.stringify(batch.rows[at]),
      errors: [{ line: batch.lines[at] ?? 0, field: "node_name", message }],
    });
    return false;
  });
};

const emptyResult = (): IngestResult => ({
  accepted: 0,
  duplicates: 0,
  rejected: 0,
  errors: [],
  nodes_created: 0,
  region_conflicts: [],
});

const addConflicts = (all: RegionConflict[], found: readonly RegionConflict[]): void => {
  for (const conflict of found) {
    const same = all.find(
      ({ node_name, other_region }) => node_name === conflict.node_name && other_region === conflict.other_region,
    );
    if (same) same.rows += conflict.rows;
    else if (all.length < NAMED_MAX) all.push(conflict);
  }
};

const factsOf = (rows: readonly Measurement[], written: WriteResult, started: number): BatchFacts => {
  const now = Date.now();
  const lags = rows.map(({ time }) => now - time);
  return {
    rows: rows.length,
    accepted: written.accepted,
    duplicates: written.duplicates,
    nodes_created: written.nodes_created.length,
    milliseconds: performance.now() - started,
    lag_ms_min: lags.reduce((least, lag) => Math.min(least, lag), Infinity),
    lag_ms_max: lags.reduce((most, lag) => Math.max(most, lag), -Infinity),
    lag_ms_sum: lags.reduce((sum, lag) => sum + lag, 0),
  };
};

/**
 * Stores what a stream of bytes measures: parsed, validated and written in batches of BATCH_ROWS, a transaction each,
 * while more is read; memory is bounded by a batch a writer. When the promise resolves, everything counted is
 * committed. Bad lines are named, good ones stored. Throws a FiberError when the input as a whole cannot be read, or
 * the driver's error; what `result` counts then is committed, and to send all again does no harm. `db` signs in as
 * owner or writer.
 */
export const createIngest = (db: Kysely<Database>, limits: Limits, options: IngestOptions): Ingest => {
  const { format, known = new Map(), in_turn = (write) => write(), writers = 1, register_nodes = true } = options;
  const result = emptyResult();
  const refuse = (refusal: Refusal): void => {
    result.rejected += 1;
    result.errors.push(...refusal.errors.slice(0, NAMED_MAX - result.errors.length));
    options.on_refused?.(refusal);
  };

  const store = createWriter(db, {
    known,
    on_conflict: options.on_conflict ?? "ignore",
    request_refresh: true,
    patience: options.patience,
  });
  const write = async (batch: Batch): Promise<void> => {
    const started = performance.now();
    const rows = register_nodes ? batch.rows : await dropUnknown(db, batch, known, refuse);
    const written = await store(rows);
    result.accepted += written.accepted;
    result.duplicates += written.duplicates;
    result.nodes_created += written.nodes_created.length;
    addConflicts(result.region_conflicts, written.region_conflicts);
    options.on_rows?.(batch.rows.length);
    if (rows.length > 0) options.on_batch?.(factsOf(rows, written, started));
  };

  const running = new Set<Promise<void>>();
  const failures: unknown[] = [];
  const start = async (batch: Batch): Promise<void> => {
    while (running.size >= writers) await Promise.race(running);
    if (failures.length > 0) throw failures[0];
    const run: Promise<void> = in_turn(() => write(batch))
      .catch((error: unknown) => void failures.push(error))
      .finally(() => running.delete(run));
    running.add(run);
  };

  let pending: Batch = { rows: [], lines: [] };
  const take = async ({ rows, lines, refused }: Parsed): Promise<void> => {
    for (const refusal of refused) refuse(refusal);
    pending = { rows: pending.rows.concat(rows), lines: pending.lines.concat(lines) };
    while (pending.rows.length >= BATCH_ROWS) {
      const batch = { rows: pending.rows.slice(0, BATCH_ROWS), lines: pending.lines.slice(0, BATCH_ROWS) };
      pending = { rows: pending.rows.slice(BATCH_ROWS), lines: pending.lines.slice(BATCH_ROWS) };
      await start(batch);
    }
  };

  const run = async (chunks: AsyncIterable<Uint8Array>): Promise<IngestResult> => {
    const parser = parsers[format]({ ...limits, allows_node: options.allows_node }, { ...options, now: Date.now() });
    try {
      for await (const chunk of chunks) await take(parser.push(chunk));
      await take(parser.end());
      if (pending.rows.length > 0) await start(pending);
    } finally {
      await Promise.all(running);
    }
    if (failures.length > 0) throw failures[0];
    result.errors.sort((a, b) => a.line - b.line);
    return result;
  };
  return { result, run };
};
