import type { RegionConflict } from "#lib/model/ingest.ts";
import type { LineError } from "#lib/ingest/measurement.ts";
import type { Format } from "#lib/ingest/format.ts";

/** What became of one file. Times are ISO 8601 UTC, as stored (moved by `shift_seconds`). */
export type FileSummary = {
  file: string;
  format: Format;
  /** Of the content, decompressed. */
  content_sha256: string;
  dataset_id: string | null;
  title: string | null;
  rows_read: number;
  /** Rows that were not there before and are now. */
  accepted: number;
  /** Rows that were there already, or repeated in the file. */
  duplicates: number;
  without_reply: number;
  rejected: number;
  errors: LineError[];
  errors_omitted: number;
  nodes: number;
  nodes_created: string[];
  region_conflicts: RegionConflict[];
  first_time: string | null;
  last_time: string | null;
  shift_seconds: number;
  /** The shift is the one of an earlier import of this content. */
  shift_reused: boolean;
};

/** Rows that retention will drop. `rows` counts whole hours: up to an hour's rows too many. */
export type OldRows = {
  rows: number;
  first_time: string;
  last_time: string;
  drop_after: string;
  /** ISO 8601 UTC; null: not known. */
  next_start: string | null;
};

/** What an import did, over all its files. */
export type ImportSummary = {
  rows_read: number;
  accepted: number;
  duplicates: number;
  without_reply: number;
  rejected: number;
  nodes_created: number;
  first_time: string | null;
  last_time: string | null;
  older_than_retention: OldRows | null;
  refreshed_slices: number;
  /** Days whose aggregates were left as they are, since their measurements are dropped in part. */
  kept_days: string[];
  /** null: no compression policy is in force. */
  compress_after: string | null;
  chunks_compressed: number;
  before_bytes: number;
  after_bytes: number;
  seconds: number;
  /** Rows written or found stored a second, over the time of writing alone. */
  rows_per_second: number;
  /** `stopped`: on request, before the end. `declined`: nothing was written. */
  outcome: "done" | "stopped" | "declined";
  files: FileSummary[];
};
