import type { Hole } from "#lib/holes.ts";
import type { Aggregate, ChunkState } from "./storage.ts";

/** A chunk on the time axis, or several neighbours of one state that are too many to be drawn one by one. */
export type LifecycleBlock = {
  from_ms: number;
  to_ms: number;
  /** The chunk; null: several. */
  chunk_name: string | null;
  chunk_count: number;
  state: ChunkState;
  frozen: boolean;
  total_bytes: number;
  before_bytes: number | null;
  /** null: not known of one of them. */
  row_count: number | null;
  late_rows: number | null;
};

/** A chunk that the archive holds. Sizes in bytes: of the chunk when it was exported, and in the archive. */
export type LifecycleArchived = {
  from_ms: number;
  to_ms: number;
  chunk_name: string;
  /** It is still in the hypertable too. */
  kept: boolean;
  row_count: number;
  chunk_bytes: number;
  archive_bytes: number;
  location: string;
  checksum: string;
  archived_at: string;
  /** When it was read back and found equal; null: never. */
  verified_at: string | null;
};

/** An aggregate over the hypertable, or the one whose own hypertable it is. */
export type LifecycleAggregate = {
  view_name: string;
  own: boolean;
  real_time: boolean;
  /** Start of its oldest chunk, so its first bucket lies there or later; null: it has none. */
  from_ms: number | null;
  until_ms: number | null;
  materialized_state: Aggregate["materialized_state"];
  window: { from_ms: number | null; to_ms: number } | null;
  /** A policy refreshes it, and runs. */
  refreshed: boolean;
  /** null: this server does not tell. */
  holes: Hole[] | null;
};

/** Where a policy acts: chunks that end before `at_ms` are due. */
export type LifecycleEdge = {
  kind: "compression" | "retention";
  at_ms: number;
  after_seconds: number;
  scheduled: boolean;
  /** What is due by it and not late, in the doctor's words; null: nothing is. */
  due: string | null;
};

export type CollisionKind =
  | "retention_before_refresh"
  | "refresh_beyond_retention"
  | "hole_out_of_reach"
  | "late_rows"
  | "compression_overdue"
  | "retention_overdue"
  | "refresh_into_own_compressed"
  | "refresh_reads_compressed";

/** Two things on the axis that do not go together. `bad`: rows are or get lost. `late`: it needs a hand. `note`: it costs. */
export type Collision = {
  kind: CollisionKind;
  severity: "bad" | "late" | "note";
  from_ms: number;
  to_ms: number;
  aggregate: string | null;
  /** What is so, and what comes of it. */
  title: string;
  consequence: string;
};

export type Lifecycle = {
  hypertable_schema: string;
  hypertable_name: string;
  shown_name: string;
  /** Oldest first, 400 at most; `merged`: some stand for several chunks. */
  blocks: LifecycleBlock[];
  merged: boolean;
  chunk_count: number;
  /** Chunks without a time range, which have no place here. */
  timeless_count: number;
  aggregates: LifecycleAggregate[];
  edges: LifecycleEdge[];
  /** Oldest first; empty: none archived; null: not available, there is no ledger that this role may read. */
  archived: LifecycleArchived[] | null;
  collisions: Collision[];
  now_ms: number;
  as_of: string;
};
