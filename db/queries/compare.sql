-- Generated from db/queries/compare.ts. To renew: node db/queries/sql.ts

-- getComparison (one hour)

-- as listNodesOf in nodes.sql

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

SELECT node_id, time, count, reply_count, p[1] AS p50, p[2] AS p95, uptime_pct, packet_loss
FROM (
  SELECT node_id, time_bucket(make_interval(secs => $1::double precision), time) AS time, count(*) AS count, count(latency_ms) AS reply_count,
         percentile_cont(ARRAY[0.5, 0.95]) WITHIN GROUP (ORDER BY latency_ms) AS p,
         avg(uptime_pct) AS uptime_pct, avg(packet_loss) AS packet_loss
  FROM metrics WHERE node_id = $2 AND time >= $3::timestamptz AND time < $4::timestamptz
  GROUP BY 1, 2
) bucketed;

SELECT node_id, sum(n) AS n, sum(replies) AS replies, sum(loss_known) AS loss_known,
       sum(latency_sum) AS latency_sum, min(latency_min) AS latency_min, max(latency_max) AS latency_max,
       sum(uptime_sum) AS uptime_sum, sum(loss_sum) AS loss_sum
FROM (SELECT node_id, time, 1::double precision AS n, (latency_ms IS NOT NULL)::integer::double precision AS replies,
          (packet_loss IS NOT NULL)::integer::double precision AS loss_known, latency_ms::double precision AS latency_sum,
          latency_ms AS latency_min, latency_ms AS latency_max, uptime_pct::double precision AS uptime_sum,
          packet_loss::double precision AS loss_sum
          FROM metrics WHERE time >= $1::timestamptz AND time < $2::timestamptz) rollup WHERE node_id = $3 GROUP BY node_id;

SELECT node_id, p[1] AS p50, p[2] AS p95, p[3] AS p99
FROM (SELECT node_id, percentile_cont(ARRAY[0.5, 0.95, 0.99]) WITHIN GROUP (ORDER BY latency_ms) AS p
      FROM metrics
      WHERE latency_ms IS NOT NULL AND node_id = $1
        AND time >= $2::timestamptz AND time < $3::timestamptz
      GROUP BY node_id) exact;

-- getComparison (90 days)

-- as listNodesOf in nodes.sql

-- as in getComparison (one hour)

-- as in getComparison (one hour)

-- as in getComparison (one hour)

-- as in getComparison (one hour)

-- as in getComparison (one hour)
