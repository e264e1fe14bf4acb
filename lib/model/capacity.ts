/** Lowest, middle and highest of what was measured; alike when it was measured once. */
export type Spread = { low: number; mid: number; high: number };

/** A measured spread, and over how many days or chunks. */
export type Measured = Spread & { count: number };

/** A chunk that is there, as bytes. */
export type StoredChunk = { from_ms: number; to_ms: number; bytes: number; compressed: boolean };

/** What keeps a store's chunks: in force now, or asked for. Null: never. */
export type StoreLifecycle = {
  chunk_seconds: number;
  compress_after_seconds: number | null;
  retain_seconds: number | null;
};

/** The measurements, or a rollup of them: its size follows from the nodes. */
export type Store = StoreLifecycle & {
  name: string;
  kind: "measurements" | "rollup";
  /** What a node's day takes, index and toast included; null: nothing of the kind was measured. */
  hot_bytes_per_node_day: Measured | null;
  warm_bytes_per_node_day: Measured | null;
  /** Of the table that the chunks belong to. */
  parent_bytes: number;
  index_bytes: number;
  toast_bytes: number;
  total_bytes: number;
  chunks: StoredChunk[];
};

/** Everything that a projection starts from, measured at `as_of`. */
export type CapacityBasis = {
  as_of: string;
  /** Null: not permitted to ask; then the stores alone are projected. */
  database_bytes: number | null;
  /** How large the database may become, as FIBER_DISK_SIZE says; null: nobody said. */
  disk_bytes: number | null;
  /** Nodes that sent on the last whole day; without one, the nodes that exist. */
  node_count: number;
  /** Mean distance of two measurements that the nodes promise. */
  interval_seconds: number;
  /** Null before the first whole day: then what the nodes promise is taken. */
  rows_per_node_day: Measured | null;
  /** First and last of the whole days that were counted (start, UTC); null: none. */
  days: { from: string; to: string } | null;
  hot_bytes_per_row: Measured | null;
  warm_bytes_per_row: Measured | null;
  stores: Store[];
  /** What is in no store: other tables, other hypertables, catalog. */
  other_bytes: number;
  /** Its net change a day by the samples of up to seven days; null while they span less than one. */
  other_bytes_per_day: number | null;
};

/** What is asked: everything beside `until_ms` is as measured or in force unless said otherwise. */
export type Scenario = StoreLifecycle & {
  nodes: number;
  interval_seconds: number;
  /** The disk's size, which no database knows of itself. Null: neither configured nor given. */
  disk_bytes: number | null;
  until_ms: number;
};

/** A forecast that was kept, for one moment. */
export type KeptForecast = {
  made_at: string;
  horizon_days: number;
  target_at: string;
  /** The database's size when the forecast was made. */
  base_bytes: number;
  low_bytes: number;
  expected_bytes: number;
  high_bytes: number;
  /** By the sample nearest to `target_at`, within an hour and a half; null: not due yet, or no sample then. */
  actual_bytes: number | null;
};
