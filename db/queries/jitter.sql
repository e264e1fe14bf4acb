-- Generated from db/queries/jitter.ts. To renew: node db/queries/sql.ts

-- getJitter (one hour)

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

SELECT time_bucket(make_interval(secs => $1::double precision), time) AS time, count(*) AS count, avg(abs(latency_ms - before_ms)) AS jitter_ms
FROM (
  SELECT time, latency_ms::double precision AS latency_ms, lag(latency_ms) OVER in_order AS before_ms,
         lag(time) OVER in_order AS before
  FROM metrics
  WHERE node_id = $2 AND latency_ms IS NOT NULL
    AND time >= $3::timestamptz - make_interval(secs => $4::double precision) AND time < $5::timestamptz
  WINDOW in_order AS (ORDER BY time)
) reply
WHERE time >= $6::timestamptz AND before >= time - make_interval(secs => $7::double precision)
GROUP BY 1;

-- getJitter (half a year)

-- as findNode in nodes.sql

-- as in getJitter (one hour)

-- as in getJitter (one hour)

SELECT bucket AS time, measurement_count AS count, reply_count, avg_latency_ms AS latency_ms_avg,
       min_latency_ms AS latency_ms_min, max_latency_ms AS latency_ms_max, p05_latency_ms AS latency_ms_p05,
       p25_latency_ms AS latency_ms_p25, p50_latency_ms AS latency_ms_p50, p75_latency_ms AS latency_ms_p75,
       p95_latency_ms AS latency_ms_p95, p99_latency_ms AS latency_ms_p99, avg_uptime_pct AS uptime_pct,
       avg_packet_loss AS packet_loss
FROM "aggregates_daily" WHERE node_id = $1 AND "bucket" >= $2::timestamptz AND "bucket" < $3::timestamptz
  UNION ALL
SELECT time, n AS count, replies AS reply_count, latency_ms_avg, latency_ms_min, latency_ms_max,
       p[1] AS latency_ms_p05, p[2] AS latency_ms_p25, p[3] AS latency_ms_p50, p[4] AS latency_ms_p75,
       p[5] AS latency_ms_p95, p[6] AS latency_ms_p99, uptime_pct, packet_loss
FROM (
  SELECT time_bucket(make_interval(secs => $4::double precision), time) AS time,
         count(*) AS n, count(latency_ms) AS replies, avg(latency_ms) AS latency_ms_avg,
         min(latency_ms) AS latency_ms_min, max(latency_ms) AS latency_ms_max,
         percentile_cont(ARRAY[0.05, 0.25, 0.5, 0.75, 0.95, 0.99]) WITHIN GROUP (ORDER BY latency_ms) AS p,
         avg(uptime_pct) AS uptime_pct, avg(packet_loss) AS packet_loss
  FROM metrics WHERE node_id = $5 AND "time" >= $6::timestamptz AND "time" < $7::timestamptz GROUP BY 1
) bucketed;
