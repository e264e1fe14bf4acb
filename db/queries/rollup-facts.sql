-- Generated from db/queries/rollup-facts.ts. To renew: node db/queries/sql.ts

-- getRollupFacts

SELECT user_view_name AS view_name,
       _timescaledb_functions.to_timestamp(_timescaledb_functions.cagg_watermark(mat_hypertable_id)) AS materialized_until
FROM _timescaledb_catalog.continuous_agg
WHERE user_view_schema = 'public' AND user_view_name IN ('aggregates_hourly', 'aggregates_hourly_latency', 'aggregates_daily', 'aggregates_daily_latency');

SELECT coalesce($1::timestamptz >= $2::timestamptz - (
         SELECT min((config->>'drop_after')::interval) FROM timescaledb_information.jobs
         WHERE proc_name = 'policy_retention' AND hypertable_schema = 'public' AND hypertable_name = 'metrics'), true)
    OR EXISTS (
         SELECT FROM timescaledb_information.chunks
         WHERE hypertable_schema = 'public' AND hypertable_name = 'metrics'
           AND range_start <= $3::timestamptz AND range_end > $4::timestamptz) AS kept;
