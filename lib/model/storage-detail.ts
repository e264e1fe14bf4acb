import type { Chunk } from "./storage.ts";

/** An ordinary table, a materialized view or a partition; not a hypertable and no part of one. */
export type OrdinaryTable = {
  table_schema: string;
  table_name: string;
  kind: "table" | "materialized_view" | "partition" | "foreign_table";
  table_bytes: number;
  index_bytes: number;
  toast_bytes: number;
  total_bytes: number;
  /** As ANALYZE last counted; null: never. */
  row_count_estimate: number | null;
};

/** An index of a hypertable with what its chunks have of it. */
export type HypertableIndex = {
  index_name: string;
  /** As CREATE INDEX would say it. */
  definition: string;
  unique: boolean;
  /** Over all chunks. Compressed chunks keep their own, smaller index, which is not counted here. */
  total_bytes: number;
  /** Scans of it in chunks that are there now, since the server's counters began; null where it keeps none. */
  scan_count: number | null;
  chunk_count: number;
};

export type Dimension = {
  dimension_number: number;
  column_name: string;
  column_type: string;
  kind: "time" | "space";
  interval_seconds: number | null;
  integer_interval: number | null;
  partitions: number | null;
};

/** What the chunk interval is judged by: the indexes of chunks that take rows now, against the memory for them. */
export type MemoryFacts = {
  /** null: this role may not read the setting. */
  shared_buffers_bytes: number | null;
  /** Index bytes of the newest chunk that has ended, as they were before compression; null: none has. */
  whole_chunk_index_bytes: number | null;
  whole_chunk_seconds: number | null;
  /** Index bytes of the chunks into which rows of now go, of every other hypertable that has one. */
  other_active_index_bytes: number;
  other_active_count: number;
};

/** How a hypertable is laid out, and whether that suits it. */
export type HypertableLayout = {
  hypertable_schema: string;
  hypertable_name: string;
  dimensions: Dimension[];
  indexes: HypertableIndex[];
  memory: MemoryFacts;
  /** The continuous aggregates built on it. */
  aggregates: string[];
  as_of: string;
};

/** One part of a chunk on disk. */
export type ChunkRelation = {
  role: "rows" | "compressed";
  relation: string;
  tablespace: string | null;
  table_bytes: number;
  index_bytes: number;
  toast_bytes: number;
  row_estimate: number | null;
  /** null where the server keeps no counters. */
  dead_rows: number | null;
  sequential_scans: number | null;
  index_scans: number | null;
  last_analyzed_at: string | null;
  last_vacuumed_at: string | null;
  frozen_age: number;
};

export type ChunkIndex = {
  role: ChunkRelation["role"];
  index_name: string;
  definition: string;
  total_bytes: number;
  scan_count: number | null;
};

/** Everything about one chunk. */
export type ChunkDetail = {
  chunk: Chunk;
  relations: ChunkRelation[];
  indexes: ChunkIndex[];
  /** CHECK constraints, those of the chunk's bounds among them. */
  constraints: string[];
  segment_by: string[] | null;
  order_by: string[] | null;
  as_of: string;
};
