/** WAL archiving. Counters are since `stats_reset_at`. */
export type Archiving = {
  /** archive_mode: off, on, always. */
  mode: string;
  archived_count: number;
  failed_count: number;
  last_archived_wal: string | null;
  last_archived_at: string | null;
  last_failed_wal: string | null;
  last_failed_at: string | null;
  /** Bytes of write-ahead log since the last archived file; null: none archived, or this server is a replica. */
  behind_bytes: number | null;
  stats_reset_at: string | null;
};

export type Replica = {
  application_name: string;
  /** streaming, catchup …; null together with the lags: this role may not see it. */
  state: string | null;
  sync_state: string | null;
  behind_bytes: number | null;
  behind_seconds: number | null;
};

export type ReplicationSlot = {
  slot_name: string;
  active: boolean;
  /** reserved, extended, unreserved, lost. */
  wal_status: string | null;
  /** Write-ahead log that it keeps from being removed. */
  retained_bytes: number | null;
};

export type LongestTransaction = {
  /** Since it began. */
  seconds: number;
  state: string;
  application_name: string;
  role: string;
  pid: number;
};

export type ServerSetting = {
  name: string;
  /** As the server stores it, in `unit`. */
  setting: string;
  unit: string | null;
  /** As people write it: "128MB". */
  shown: string;
  is_default: boolean;
  pending_restart: boolean;
};

/** The server around the database. What this role may not see is null, and `sees_activity` says so. */
export type ServerHealth = {
  embedded: boolean;
  postgres_version: string;
  timescaledb_version: string | null;
  /** The newest version of the extension that is installed beside the server; null: the extension is absent. */
  timescaledb_available: string | null;
  in_recovery: boolean;
  started_at: string;
  /** False: others' sessions and the lag of replicas are hidden from this role, and from the owner of fiber.server_activity(). */
  sees_activity: boolean;
  archiving: Archiving;
  replicas: Replica[];
  slots: ReplicationSlot[];
  connections: { used: number; allowed: number; reserved: number; idle_in_transaction: number | null };
  /** Blocks of this database since `since`. */
  cache: { hits: number; reads: number; since: string | null };
  longest_transaction: LongestTransaction | null;
  wraparound: {
    age: number;
    freeze_max_age: number;
    oldest_database: string;
    oldest_relation: string | null;
    oldest_relation_age: number | null;
  };
  /** Dead and live rows in the 200 largest tables of this database, and the table with the most dead ones. */
  vacuum: {
    running: number;
    dead_rows: number;
    live_rows: number;
    worst_relation: string | null;
    worst_dead_rows: number;
  };
  workers: {
    timescaledb: number | null;
    processes: number;
    parallel: number;
    database_count: number;
    /** Scheduled jobs of this database; null without the extension. */
    job_count: number | null;
  };
  database_bytes: number | null;
  chunk_count: number | null;
  settings: ServerSetting[];
  as_of: string;
};
