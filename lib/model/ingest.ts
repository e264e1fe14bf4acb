import type { Format } from "#lib/ingest/format.ts";
import type { LineError } from "#lib/ingest/measurement.ts";
import type { ParserOptions, Refusal } from "#lib/ingest/parser.ts";

/** Measurements that name another region than the node has. They are stored under the node, whose region stays. */
export type RegionConflict = { node_name: string; region: string; other_region: string; rows: number };

/** What became of a body or a file. What is counted as accepted or duplicate is committed. */
export type IngestResult = {
  /** Rows stored because of this: new ones, and with `update` replaced ones. */
  accepted: number;
  /** Rows that changed nothing: stored already, or repeated. */
  duplicates: number;
  /** Lines refused. */
  rejected: number;
  /** Of the lines refused, the first hundred. */
  errors: LineError[];
  nodes_created: number;
  region_conflicts: RegionConflict[];
};

/** What became of one batch, told after its COMMIT. A lag is the time from a measurement to its arrival. */
export type BatchFacts = {
  rows: number;
  accepted: number;
  duplicates: number;
  nodes_created: number;
  /** From the begin of its writing, retries included, to COMMIT. */
  milliseconds: number;
  lag_ms_min: number;
  lag_ms_max: number;
  lag_ms_sum: number;
  /** Rows by LAG_MS_BOUNDS of lib/ingest/activity.ts. */
  lag_counts: number[];
  region_conflicts: RegionConflict[];
};

/** Is told what ingest does, for counters. Nothing may be thrown. */
export type IngestObserver = {
  on_batch?: (facts: BatchFacts) => void;
  /** A line that is refused; its text is part of a larger one in memory, so copy what is to be kept. */
  on_refused?: (refusal: Refusal) => void;
};

/** How a body is read and stored. */
export type IngestSettings = Omit<ParserOptions, "now"> & {
  format: Format;
  /** What becomes of a row whose node and time are stored already: `ignore` (default) keeps what is there. */
  on_conflict?: "ignore" | "update";
  /** Which nodes may be written; absent: all. */
  allows_node?: ((node_name: string) => boolean) | undefined;
};

/** An ingest that has begun. If it fails, what stands in `result` is committed. */
export type Ingest = { result: IngestResult; run: (chunks: AsyncIterable<Uint8Array>) => Promise<IngestResult> };
