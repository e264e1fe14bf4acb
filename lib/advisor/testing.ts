import type { Aggregate, Job } from "#lib/model/storage.ts";
import type { Finding, JobReport, Snooze } from "#lib/model/advisor.ts";
import type { AggregateGaps, Facts, TableFacts } from "./facts.ts";
import { advise } from "./index.ts";

export const NOW = "2026-03-31T12:00:00.000Z";

/** Hours before NOW. */
export const ago = (hours: number): string => new Date(Date.parse(NOW) - hours * 3_600_000).toISOString();

/** A policy that ran an hour ago and did what it should; changed as told. */
export const makeJob = (change: Partial<Job>): Job => ({
  job_id: 1000,
  kind: "compression",
  application_name: "Columnstore Policy [1000]",
  target: "metrics",
  target_schema: "public",
  description: "compress chunks older than 3 days",
  config: { compress_after: "3 days" },
  schedule_seconds: 43_200,
  max_runtime_seconds: null,
  max_retries: -1,
  scheduled: true,
  state: "success",
  initial_start_at: null,
  last_run_started_at: ago(1),
  last_run_succeeded: true,
  last_run_seconds: 2,
  last_success_at: ago(1),
  next_start_at: ago(-11),
  total_runs: 10,
  total_successes: 10,
  total_failures: 0,
  consecutive_failures: 0,
  has_worker: false,
  last_error: null,
  errors_visible: true,
  ...change,
});

export const makeTable = (change: Partial<TableFacts>): TableFacts => ({
  hypertable_schema: "public",
  hypertable_name: "metrics",
  aggregate_schema: null,
  aggregate_name: null,
  compression_enabled: true,
  chunk_interval_seconds: 604_800,
  chunk_count: 10,
  compressed_count: 8,
  partial_count: 0,
  unordered_count: 0,
  never_analyzed_count: 0,
  uncompressed_bytes: 0,
  largest_chunk_bytes: null,
  largest_chunk_share: null,
  ...change,
});

export const makeGaps = (change: Partial<AggregateGaps>): AggregateGaps => ({
  view_schema: "public",
  view_name: "hourly",
  source_schema: "public",
  source_table: "metrics",
  source_from: ago(24 * 80),
  source_to: ago(-24),
  processed_until: ago(2),
  never_refreshed: false,
  hole_count: 0,
  holes: [],
  ...change,
});

export const makeAggregate = (change: Partial<Aggregate>): Aggregate => ({
  view_schema: "public",
  view_name: "hourly",
  source_name: "metrics",
  materialization_hypertable: "_materialized_hypertable_2",
  real_time: true,
  bucket_seconds: 3600,
  materialized_until: ago(2),
  materialized_state: "known",
  behind_seconds: 7200,
  promised_seconds: 3 * 3600,
  window: null,
  source_from: null,
  stored_from: null,
  pending: null,
  pending_count: null,
  total_bytes: null,
  ...change,
});

/** A server of its own, in order: a scheduler, workers, nothing found. */
export const makeFacts = (change: Partial<Facts>): Facts => ({
  now: NOW,
  edition: "timescale",
  embedded: false,
  runner: {
    kind: "timescaledb",
    in_recovery: false,
    running: true,
    looked_at: null,
    max_background_workers: 16,
    max_worker_processes: 32,
    restoring: false,
    keeps_successes: false,
  },
  jobs: [],
  achievements: [],
  runs: [],
  tables: [],
  aggregates: [],
  gaps: [],
  invalid_indexes: [],
  archive: [],
  disk: {
    disk_bytes: 2 ** 40,
    database_bytes: 2 ** 30,
    full: { earliest_days: null, expected_days: null, latest_days: null },
  },
  server: {
    embedded: false,
    postgres_version: "17.5",
    timescaledb_version: "2.28.3",
    timescaledb_available: "2.28.3",
    in_recovery: false,
    started_at: ago(1000),
    sees_activity: true,
    archiving: {
      mode: "off",
      archived_count: 0,
      failed_count: 0,
      last_archived_wal: null,
      last_archived_at: null,
      last_failed_wal: null,
      last_failed_at: null,
      behind_bytes: null,
      stats_reset_at: null,
    },
    replicas: [],
    slots: [],
    connections: { used: 5, allowed: 100, reserved: 3, idle_in_transaction: 0 },
    cache: { hits: 1, reads: 0, since: null },
    longest_transaction: null,
    wraparound: {
      age: 1_000,
      freeze_max_age: 200_000_000,
      oldest_database: "fiber",
      oldest_relation: "public.metrics",
      oldest_relation_age: 1_000,
    },
    vacuum: { running: 0, dead_rows: 0, live_rows: 0, worst_relation: null, worst_dead_rows: 0 },
    workers: { timescaledb: 16, processes: 32, parallel: 8, database_count: 1, job_count: 9 },
    database_bytes: 1,
    chunk_count: 10,
    settings: [],
    as_of: NOW,
  },
  ...change,
});

/** Every finding as `severity rule:subject`, in the order in which they are told. */
export const idsOf = (facts: Facts, snoozes: Snooze[] = []): string[] =>
  advise(facts, snoozes).advice.items.map(({ finding_id, severity }) => `${severity} ${finding_id}`);

/** The one finding there is, and the first job. Throws when there are others or none. */
export const onlyOf = (facts: Facts): { finding: Finding; job: JobReport | undefined } => {
  const { advice, jobs } = advise(facts, []);
  const [finding, ...more] = advice.items;
  if (finding === undefined || more.length > 0)
    throw new Error(`One finding was expected: ${advice.items.map(({ finding_id }) => finding_id).join(", ")}`);
  return { finding, job: jobs[0] };
};
