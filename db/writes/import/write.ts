import type { RegionConflict } from "#lib/model/ingest.ts";
import type { Kysely } from "kysely";
import type { Database } from "#db/schema/index.ts";
import { limitsAt, type Measurement } from "#lib/ingest/measurement.ts";
import { linkNodes, widenDataset } from "#db/writes/datasets.ts";
import { BATCH_ROWS, createWriter } from "#db/writes/measurements.ts";
import type { KnownNodes } from "#db/writes/nodes.ts";
import { type Checked, parseSource } from "./check.ts";

export type WriteJob = {
  db: Kysely<Database>;
  checked: Checked;
  dataset_id: string;
  shift_seconds: number;
  /** Transactions that may run at once. */
  writers: number;
  /** The moment by which the file was checked, epoch milliseconds. */
  now: number;
  signal: AbortSignal;
  on_rows: (rows: number) => void;
};

export type Written = {
  accepted: number;
  duplicates: number;
  nodes: number;
  nodes_created: string[];
  region_conflicts: RegionConflict[];
  /** The content is no longer what was checked. */
  changed: boolean;
};

/** Runs at most `limit` tasks at once. After one failed no more are started, and `settle` throws its error. */
const createLane = (limit: number) => {
  const running = new Set<Promise<void>>();
  const failures: unknown[] = [];
  return {
    failed: () => failures.length > 0,
    start: async (task: () => Promise<void>): Promise<void> => {
      while (running.size >= limit) await Promise.race(running);
      if (failures.length > 0) return;
      const run: Promise<void> = task()
        .catch((error: unknown) => void failures.push(error))
        .finally(() => running.delete(run));
      running.add(run);
    },
    settle: async (): Promise<void> => {
      await Promise.all(running);
      if (failures.length > 0) throw failures[0];
    },
  };
};

const addConflicts = (all: Map<string, RegionConflict>, found: readonly RegionConflict[]): void => {
  for (const conflict of found) {
    const key = `${conflict.node_name}\0${conflict.other_region}`;
    const known = all.get(key);
    if (known) known.rows += conflict.rows;
    else all.set(key, conflict);
  }
};

const timeRange = (rows: readonly Measurement[]): { first: number; last: number } =>
  rows.reduce(({ first, last }, { time }) => ({ first: Math.min(first, time), last: Math.max(last, time) }), {
    first: Infinity,
    last: -Infinity,
  });

/**
 * Writes the valid rows of a checked file. Everything counted is committed, and the dataset names its nodes and range
 * from batch to batch. Stops after the running batches when `signal` says so. An error of the database is thrown with
 * `written` so far in the last argument of `on_failure`.
 */
export const writeSource = async (job: WriteJob, written: Written): Promise<void> => {
  const { db, checked, dataset_id, shift_seconds, writers, now, signal, on_rows } = job;
  const known: KnownNodes = new Map();
  const conflicts = new Map<string, RegionConflict>();
  const lane = createLane(writers);
  let linked = 0;

  const store = createWriter(db, { known, origin: "import", intervals: checked.intervals });
  const write = async (rows: Measurement[]): Promise<void> => {
    const result = await store(rows);
    written.accepted += result.accepted;
    written.duplicates += result.duplicates;
    written.nodes_created.push(...result.nodes_created.map((node) => node.node_name));
    addConflicts(conflicts, result.region_conflicts);
    on_rows(rows.length);
    if (known.size > linked) {
      linked = known.size;
      await linkNodes(
        db,
        dataset_id,
        [...known.values()].map((node) => node.node_id),
      );
    }
    await widenDataset(db, dataset_id, timeRange(rows));
  };

  let pending: Measurement[] = [];
  const portions = parseSource(checked.source, checked.format, limitsAt(now));
  for (let next = await portions.next(); !signal.aborted && !lane.failed(); next = await portions.next()) {
    if (next.done) {
      written.changed = next.value !== checked.content_sha256;
      break;
    }
    for (const row of next.value.rows) {
      row.time += shift_seconds * 1000;
      pending.push(row);
    }
    while (pending.length >= BATCH_ROWS && !signal.aborted) {
      const batch = pending.slice(0, BATCH_ROWS);
      pending = pending.slice(BATCH_ROWS);
      await lane.start(() => write(batch));
    }
  }
  await portions.return("");
  if (pending.length > 0 && !signal.aborted) await lane.start(() => write(pending));
  try {
    await lane.settle();
  } finally {
    written.nodes = known.size;
    written.region_conflicts = [...conflicts.values()];
  }
};
