import type { JobAchievement, JobRun, JobRunner } from "#lib/model/advisor.ts";
import type { FullIn } from "#lib/capacity.ts";
import type { ServerHealth } from "#lib/model/server.ts";
import type { Aggregate, Job } from "#lib/model/storage.ts";

/** A hypertable, or the one that stores an aggregate, as the advisor looks at it. Sizes in bytes. */
export type TableFacts = {
  hypertable_schema: string;
  hypertable_name: string;
  aggregate_schema: string | null;
  aggregate_name: string | null;
  compression_enabled: boolean;
  chunk_interval_seconds: number | null;
  chunk_count: number;
  compressed_count: number;
  /** Compressed chunks with rows that came later, or whose order is lost; null: this server does not tell. */
  partial_count: number | null;
  unordered_count: number | null;
  /** Chunks that ended over a day ago, hold rows as rows and were never analyzed. */
  never_analyzed_count: number;
  /** Heap of chunks not compressed, as VACUUM or ANALYZE saw it last. */
  uncompressed_bytes: number;
  /** The largest of the newest chunks not compressed, with indexes, and the share of its range that has passed. */
  largest_chunk_bytes: number | null;
  largest_chunk_share: number | null;
};

/** A stretch that no run of the policy will mend. `noted` by a refresh, or `changed` since the last one. */
export type Hole = { kind: "noted" | "changed"; from: string; to: string };

export type AggregateGaps = {
  view_schema: string;
  view_name: string;
  /** The hypertable it reads, which may store another aggregate. */
  source_schema: string;
  source_table: string;
  /** Start of the oldest and end of the newest chunk of its source. */
  source_from: string | null;
  source_to: string | null;
  /** Refreshes have looked at everything before this, whether there was data or not; null: see never_refreshed. */
  processed_until: string | null;
  never_refreshed: boolean;
  hole_count: number;
  /** The oldest 10. */
  holes: Hole[];
};

/** A hypertable that is archived or shall be, and its chunks that no archive holds yet. */
export type ArchiveFacts = {
  hypertable_schema: string;
  hypertable_name: string;
  /** The aggregate whose rows it stores, or its own name. */
  shown_name: string;
  archived_count: number;
  /** End of the newest archived chunk. */
  archived_until: string | null;
  /** Archived, and never read back since. */
  unverified_count: number;
  /** null: no policy says when. */
  archive_after_seconds: number | null;
  retention_job_id: number | null;
  retention_scheduled: boolean | null;
  drop_after_seconds: number | null;
  /** Chunks in no archive: all, those that the next run of retention takes, and those that it takes within a week of it. */
  waiting_count: number;
  next_drop_count: number;
  week_drop_count: number;
  first_drop_chunk: string | null;
  first_drop_at: string | null;
  /** Chunks in no archive whose turn by the policy is past. */
  due_count: number;
  oldest_due_chunk: string | null;
  oldest_due_at: string | null;
};

/** How far the database is from filling its disk. */
export type DiskFacts = {
  /** null: nobody said how large it is. */
  disk_bytes: number | null;
  /** null: not permitted to ask. */
  database_bytes: number | null;
  /** Within DISK_LOOKED_DAYS; null: nothing is measured yet that could be projected, or not permitted. */
  full: FullIn | null;
};

export type InvalidIndex = { index_schema: string; index_name: string; table_name: string };

/** Everything that the rules look at. Gathered by a fixed number of statements, see db/queries/advisor.ts. */
export type Facts = {
  now: string;
  edition: "timescale" | "apache";
  embedded: boolean;
  runner: JobRunner;
  jobs: Job[];
  achievements: JobAchievement[];
  runs: JobRun[];
  tables: TableFacts[];
  aggregates: Aggregate[];
  gaps: AggregateGaps[];
  invalid_indexes: InvalidIndex[];
  /** null: there is no ledger of the archive that this role may read. */
  archive: ArchiveFacts[] | null;
  disk: DiskFacts;
  server: ServerHealth;
};
