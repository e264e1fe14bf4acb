/** Sizes are bytes, as TimescaleDB counts them now, unless a name says otherwise. */
export type Hypertable = {
  hypertable_schema: string;
  /** The name of its materialization hypertable when `aggregate_name` is set. */
  hypertable_name: string;
  /** The continuous aggregate this hypertable stores, or null. */
  aggregate_name: string | null;
  time_column: string | null;
  chunk_interval_seconds: number | null;
  compression_enabled: boolean;
  /** Empty: none set. null: this server does not tell. */
  segment_by: string[] | null;
  /** "time DESC" and the like. Empty: none set. null: this server does not tell. */
  order_by: string[] | null;
  chunk_count: number;
  compressed_chunk_count: number;
  table_bytes: number;
  index_bytes: number;
  toast_bytes: number;
  total_bytes: number;
  /** False: of some chunks the sizes are those that VACUUM or ANALYZE saw last. 200 chunks are measured at most. */
  sizes_measured: boolean;
  /** Chunks neither measured nor ever analyzed: what they hold is missing in the sizes, which are the least there can be. */
  unseen_chunk_count: number;
  /** From statistics and from what compression counted; nothing is scanned. null: the rows of a chunk are not known yet. */
  row_count_estimate: number | null;
  /** Rows of the chunks whose rows are known, and how many chunks are not among them. */
  counted_rows: number;
  uncounted_chunk_count: number;
  /** Of chunks not compressed, and of compressed ones; null as above. */
  hot_row_estimate: number | null;
  warm_row_estimate: number | null;
  /** Bytes in chunks not compressed. hot + warm + parent = total. */
  hot_bytes: number;
  /** Bytes in compressed chunks, rows that arrived since their compression included. */
  warm_bytes: number;
  /**
   * What the archive holds of it, whether dropped from the hypertable since or not: chunks, bytes in the archive, rows.
   * 0: none archived. null: not available, there is no ledger that this role may read.
   */
  cold_chunk_count: number | null;
  cold_bytes: number | null;
  cold_row_count: number | null;
  /** Bytes of the empty table that the chunks belong to. */
  parent_bytes: number;
  /** Of compressed chunks, at the moment of their compression; null when none is compressed. */
  before_compression_bytes: number | null;
  after_compression_bytes: number | null;
  /** before / after; null when none is compressed. */
  compression_ratio: number | null;
};

/** `row`: not compressed. `compressed`. `partial`: compressed, and rows arrived later. `unordered`: compressed, order lost. */
export type ChunkState = "row" | "compressed" | "partial" | "unordered" | "partial_unordered" | "unknown_compressed";

/** What statements did with a chunk's compressed rows; the server forgets it when it starts. */
export type ChunkActivity = {
  select_count: number;
  insert_count: number;
  update_count: number;
  delete_count: number;
  batches_scanned: number;
  batches_decompressed: number;
  since: string;
};

export type Chunk = {
  hypertable_schema: string;
  hypertable_name: string;
  /** The continuous aggregate this chunk stores a part of, or null. */
  aggregate_name: string | null;
  chunk_schema: string;
  chunk_name: string;
  range_start: string | null;
  range_end: string | null;
  created_at: string;
  state: ChunkState;
  frozen: boolean;
  table_bytes: number;
  index_bytes: number;
  toast_bytes: number;
  total_bytes: number;
  /** False: the sizes are those that VACUUM or ANALYZE saw last. */
  sizes_measured: boolean;
  /** From statistics, or as compression counted them; not counted now. null: not known yet. */
  row_count_estimate: number | null;
  /** Rows that came after compression and are kept as rows; null when not compressed, or not known yet. */
  late_row_estimate: number | null;
  /** Where the server keeps count (TimescaleDB 2.28 and later, of the 1,024 chunks used last); null otherwise. */
  activity: ChunkActivity | null;
  /** At the moment of compression; null when not compressed. */
  before_compression_bytes: number | null;
  after_compression_bytes: number | null;
  compression_ratio: number | null;
};

/** A continuous aggregate and how far it can be believed. */
export type Aggregate = {
  view_schema: string;
  view_name: string;
  /** What it is built on: a hypertable or another aggregate. */
  source_name: string;
  materialization_hypertable: string;
  /** Real-time: the part not yet materialized is computed from the source when read. */
  real_time: boolean;
  bucket_seconds: number | null;
  /** Up to when it is materialized; null when nothing is, or when this server does not say. */
  materialized_until: string | null;
  /** `known` · `nothing` materialized yet · `not_available`: the server does not tell · `not_permitted`: not this role. */
  materialized_state: "known" | "nothing" | "not_available" | "not_permitted";
  /** Seconds from `materialized_until` to now, negative when it lies in the future; null when unknown. */
  behind_seconds: number | null;
  /** What its policy promises at most: end offset + bucket + schedule; a month counts 30 days. null without a policy. */
  promised_seconds: number | null;
  /** What its policy refreshes at each run; null without a policy, or over integers. Two policies: the stretch of both. */
  window: RefreshWindow | null;
  /** Start of the oldest chunk of its source, and of its own; null: there is none, or it has no time. */
  source_from: string | null;
  stored_from: string | null;
  /** Stretches that wait for a refresh, see holesOf(); null: this server does not tell. */
  pending: PendingRange[] | null;
  /** How many there are; the list has the 200 oldest of each kind. */
  pending_count: number | null;
  total_bytes: number | null;
};

/** From `start_seconds` before now (null: from the beginning) to `end_seconds` before now. */
export type RefreshWindow = {
  start_seconds: number | null;
  end_seconds: number;
  schedule_seconds: number;
  /** False: the policy is paused. */
  scheduled: boolean;
};

/**
 * `aggregate`: noted for this aggregate. `source`: rows of its source changed and no refresh has looked since.
 * `refreshing`: a refresh has taken it on, or began and did not end. null stands for the beginning or the end of time.
 */
export type PendingRange = { kind: "aggregate" | "source" | "refreshing"; from: string | null; to: string | null };

export type JobKind = "compression" | "refresh" | "retention" | "reorder" | "telemetry" | "user" | "other";

/**
 * `running`, `never`: has not run yet, `paused`: not scheduled, `success` and `failed`: the last run. `not_available`:
 * the edition runs no such job, whatever the last run said.
 */
export type JobState = "running" | "never" | "paused" | "success" | "failed" | "not_available";

export type Job = {
  job_id: number;
  kind: JobKind;
  application_name: string;
  /** The hypertable or continuous aggregate it works on, and its schema; or null. */
  target: string | null;
  target_schema: string | null;
  /** What it does, in words: "compress chunks older than 3 days". */
  description: string;
  config: Record<string, unknown> | null;
  schedule_seconds: number | null;
  /** A run that takes longer is ended; null: never. */
  max_runtime_seconds: number | null;
  /** Failures in a row after which the job is paused; -1: never. */
  max_retries: number;
  scheduled: boolean;
  state: JobState;
  /** When it is to start for the first time; null: at once. */
  initial_start_at: string | null;
  last_run_started_at: string | null;
  /** null: it never ran, the last run goes on, or it ended without a word. */
  last_run_succeeded: boolean | null;
  last_run_seconds: number | null;
  last_success_at: string | null;
  next_start_at: string | null;
  /** Begun ones. Those that neither succeeded nor failed go on, or ended with their process. */
  total_runs: number;
  total_successes: number;
  total_failures: number;
  /** In a row until now; null: this server does not tell. */
  consecutive_failures: number | null;
  /** A session bears the job's name: a background worker is at it. */
  has_worker: boolean;
  /** Text of the last failure; null: none, or not permitted to see (see `errors_visible`). */
  last_error: string | null;
  /** False when this role may not read the job's errors. */
  errors_visible: boolean;
};

/** The database as a whole. */
export type DatabaseOverview = {
  database_name: string;
  /** Every file of the database; null when this role may not ask. */
  database_bytes: number | null;
  postgres_version: string;
  timescaledb_version: string | null;
  /** `timescale` (Community), `apache`, or null when the extension is absent. */
  edition: "timescale" | "apache" | null;
  /** Seconds that this answer is behind the primary; null when it came from the primary itself. */
  replica_lag_seconds: number | null;
  /** A replica is configured and gave no connection, so the primary answered. */
  replica_away: boolean;
  /** True for the embedded database. */
  embedded: boolean;
  as_of: string;
};
