/** The ways in. A `person` sends with the session of the console. */
export const INGEST_SOURCE_KINDS = ["token", "person", "command_line", "watch_folder", "demo"] as const;
export type IngestSourceKind = (typeof INGEST_SOURCE_KINDS)[number];

/** Who sends. `key` tells sources of one kind apart: a token's id, a folder; empty where there is one. */
export type IngestSource = { kind: IngestSourceKind; key: string; name: string };

/** What became of rows. Durations and lags are milliseconds; null: nothing arrived. */
export type IngestCounts = {
  /** Bodies or files that were taken whole, and such that could not be read or stored to their end. */
  bodies: number;
  failed_bodies: number;
  batches: number;
  accepted: number;
  duplicates: number;
  /** Lines. */
  rejected: number;
  nodes_created: number;
  batch_ms_sum: number;
  batch_ms_max: number;
  /** Batches by the bounds of BATCH_MS_BOUNDS, and those above the last. */
  batch_counts: number[];
  lag_ms_sum: number;
  lag_ms_min: number | null;
  lag_ms_max: number | null;
  /** Rows by the bounds of LAG_MS_BOUNDS, and those above the last. */
  lag_counts: number[];
};

/** Refused lines by field (`body`: the whole of it) and reason (lib/ingest/reason.ts). */
export type IngestRejection = { field: string; reason: string; lines: number };

export type IngestSourceCounts = IngestSource &
  IngestCounts & { source_id: number; last_at: string; rejections: IngestRejection[] };

/** What ingest did in a range, in all and by source. Buckets in which nothing arrived are not in `points`. */
export type IngestActivity = {
  from: string;
  to: string;
  /** 60: counted by the minute. 3600: by the hour, as minutes are kept for two days. */
  counted_by_seconds: 60 | 3600;
  bucket_seconds: number;
  points: (IngestCounts & { time: string })[];
  /** The busiest first, at most a hundred; `sources_left_out` are not in the list, but in the points. */
  sources: IngestSourceCounts[];
  sources_left_out: number;
  total: IngestCounts;
  rejections: IngestRejection[];
  /** Whether anything ever arrived, and when last. */
  last_at: string | null;
  as_of: string;
};

/** A refused line as it is kept. `line` 0: the body as a whole. `text` null: it was not kept. */
export type IngestReject = {
  reject_id: number;
  rejected_at: string;
  source: { kind: IngestSourceKind; name: string };
  format: string;
  line: number;
  field: string;
  reason: string;
  message: string;
  text: string | null;
  /** Characters of the line as it came, when that is more than what is kept. */
  text_length: number | null;
};

export type KeptRegionConflict = {
  node_name: string;
  region: string;
  other_region: string;
  rows: number;
  source: { kind: IngestSourceKind; name: string };
  first_at: string;
  last_at: string;
};

/** The newest first. */
export type IngestRejects = { items: IngestReject[]; conflicts: KeptRegionConflict[]; as_of: string };

/** A day (UTC) whose aggregates late measurements made wrong: waiting since, or refreshed at. */
export type LateDay = { day: string; late_rows: number; waiting_since: string | null; refreshed_at: string | null };

/** Those that wait first, oldest first; then the last refreshed. */
export type LateDays = {
  items: LateDay[];
  waiting_days: number;
  waiting_rows: number;
  refreshed_days: number;
  as_of: string;
};
