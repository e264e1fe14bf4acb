/**
 * The columns of TimescaleDB's information views that our queries read: there in 2.19.0 and in every version since
 * (compared in its sources up to 2.30-dev). A test looks for them on the server it runs on. What a view gained after
 * 2.19 is left out on purpose.
 */
export const RELIED_ON = {
  hypertables: ["hypertable_schema", "hypertable_name", "compression_enabled"],
  dimensions: ["hypertable_schema", "hypertable_name", "dimension_number", "column_name", "time_interval"],
  chunks: [
    "hypertable_schema",
    "hypertable_name",
    "chunk_schema",
    "chunk_name",
    "range_start",
    "range_end",
    "range_start_integer",
    "is_compressed",
    "chunk_creation_time",
  ],
  continuous_aggregates: [
    "hypertable_schema",
    "hypertable_name",
    "view_schema",
    "view_name",
    "materialized_only",
    "compression_enabled",
    "materialization_hypertable_schema",
    "materialization_hypertable_name",
    "view_definition",
  ],
  jobs: [
    "job_id",
    "application_name",
    "schedule_interval",
    "max_runtime",
    "max_retries",
    "proc_schema",
    "proc_name",
    "owner",
    "scheduled",
    "config",
    "next_start",
    "initial_start",
    "hypertable_schema",
    "hypertable_name",
  ],
  job_stats: [
    "job_id",
    "last_run_started_at",
    "last_successful_finish",
    "last_run_status",
    "job_status",
    "last_run_duration",
    "total_runs",
    "total_failures",
  ],
  job_history: ["job_id", "succeeded", "start_time", "finish_time", "sqlerrcode", "err_message"],
  job_errors: ["job_id", "start_time", "finish_time", "sqlerrcode", "err_message"],
} as const satisfies Record<string, readonly string[]>;
