-- Generated from db/queries/level-shifts.ts. To renew: node db/queries/sql.ts

-- getLevelShifts (one hour)

-- as findNode in nodes.sql

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

SELECT time_bucket(make_interval(secs => $1::double precision), time) AS time, percentile_cont(0.5) WITHIN GROUP (ORDER BY latency_ms) AS latency_ms_p50
FROM metrics
WHERE node_id = $2 AND latency_ms IS NOT NULL
  AND time >= $3::timestamptz AND time < $4::timestamptz
GROUP BY 1;

-- getLevelShifts (half a year)

-- as findNode in nodes.sql

-- as in getLevelShifts (one hour)

-- as in getLevelShifts (one hour)

SELECT bucket AS time, measurement_count AS count, reply_count, avg_latency_ms AS latency_ms_avg,
       min_latency_ms AS latency_ms_min, max_latency_ms AS latency_ms_max, p05_latency_ms AS latency_ms_p05,
       p25_latency_ms AS latency_ms_p25, p50_latency_ms AS latency_ms_p50, p75_latency_ms AS latency_ms_p75,
       p95_latency_ms AS latency_ms_p95, p99_latency_ms AS latency_ms_p99, avg_uptime_pct AS uptime_pct,
       avg_packet_loss AS packet_loss
FROM "aggregates_hourly" WHERE node_id = $1 AND "bucket" >= $2::timestamptz AND "bucket" < $3::timestamptz;
