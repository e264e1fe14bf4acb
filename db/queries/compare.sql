-- Generated from db/queries/compare.ts. To renew: node db/queries/sql.ts

-- getComparison (one hour)

-- as listNodesOf in nodes.sql

SELECT user_view_name AS view_name,
       _timescaledb_functions.to_timestamp(_timescaledb_functions.cagg_watermark(mat_hypertable_id)) AS materialized_until
FROM _timescaledb_catalog.continuous_agg
WHERE user_view_schema = 'public' AND user_view_name IN ('aggregates_hourly', 'aggregates_daily', 'aggregates_daily_latency');

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
  FROM metrics WHERE node_id = ANY($2::uuid[]) AND time >= $3::timestamptz AND time < $4::timestamptz
  GROUP BY 1, 2
) bucketed;

SELECT node_id, sum(n) AS n, sum(replies) AS replies, sum(loss_known) AS loss_known,
       sum(latency_sum) AS latency_sum, min(latency_min) AS latency_min, max(latency_max) AS latency_max,
       sum(uptime_sum) AS uptime_sum, sum(loss_sum) AS loss_sum
FROM (SELECT node_id, time, 1::bigint AS n, (latency_ms IS NOT NULL)::integer::bigint AS replies,
          (packet_loss IS NOT NULL)::integer::bigint AS loss_known, latency_ms::double precision AS latency_sum,
          latency_ms AS latency_min, latency_ms AS latency_max, uptime_pct::double precision AS uptime_sum,
          packet_loss::double precision AS loss_sum
          FROM metrics WHERE time >= $1::timestamptz AND time < $2::timestamptz) rollup WHERE node_id = ANY($3::uuid[]) GROUP BY node_id;

SELECT node_id, p[1] AS p50, p[2] AS p95, p[3] AS p99
FROM (SELECT node_id, percentile_cont(ARRAY[0.5, 0.95, 0.99]) WITHIN GROUP (ORDER BY latency_ms) AS p
      FROM metrics
      WHERE latency_ms IS NOT NULL AND node_id = ANY($1::uuid[])
        AND time >= $2::timestamptz AND time < $3::timestamptz
      GROUP BY node_id) exact;

-- getComparison (90 days)

-- as listNodesOf in nodes.sql

-- as in getComparison (one hour)

-- as in getComparison (one hour)

  SELECT s.node_id, s.time, s.n AS count, s.replies AS reply_count, p.p50, p.p95,
         s.uptime_sum / s.n AS uptime_pct, s.loss_sum / nullif(s.loss_known, 0) AS packet_loss
  FROM (
    SELECT node_id, time_bucket(make_interval(secs => $1::double precision), time) AS time, sum(n) AS n, sum(replies) AS replies, sum(loss_known) AS loss_known,
           sum(uptime_sum) AS uptime_sum, sum(loss_sum) AS loss_sum
    FROM (SELECT node_id, bucket AS time, measurement_count AS n, reply_count AS replies, loss_known_count AS loss_known,
            avg_latency_ms * reply_count AS latency_sum, min_latency_ms AS latency_min, max_latency_ms AS latency_max,
            avg_uptime_pct * measurement_count AS uptime_sum, avg_packet_loss * loss_known_count AS loss_sum
            FROM "aggregates_hourly" WHERE bucket >= $2::timestamptz AND bucket < $3::timestamptz) rollup WHERE node_id = ANY($4::uuid[]) GROUP BY 1, 2
  ) s
  LEFT JOIN (
SELECT key,
       (exp((min(latency_bin) FILTER (WHERE upto >= floor(0.05::double precision * (total - 1)) + 1) + 0.5) * 0.049) + ((0.05::double precision * (max(total) - 1)) - floor((0.05::double precision * (max(total) - 1)))) * (exp((min(latency_bin) FILTER (WHERE upto >= ceil(0.05::double precision * (total - 1)) + 1) + 0.5) * 0.049) - exp((min(latency_bin) FILTER (WHERE upto >= floor(0.05::double precision * (total - 1)) + 1) + 0.5) * 0.049))) AS p05, (exp((min(latency_bin) FILTER (WHERE upto >= floor(0.25::double precision * (total - 1)) + 1) + 0.5) * 0.049) + ((0.25::double precision * (max(total) - 1)) - floor((0.25::double precision * (max(total) - 1)))) * (exp((min(latency_bin) FILTER (WHERE upto >= ceil(0.25::double precision * (total - 1)) + 1) + 0.5) * 0.049) - exp((min(latency_bin) FILTER (WHERE upto >= floor(0.25::double precision * (total - 1)) + 1) + 0.5) * 0.049))) AS p25, (exp((min(latency_bin) FILTER (WHERE upto >= floor(0.5::double precision * (total - 1)) + 1) + 0.5) * 0.049) + ((0.5::double precision * (max(total) - 1)) - floor((0.5::double precision * (max(total) - 1)))) * (exp((min(latency_bin) FILTER (WHERE upto >= ceil(0.5::double precision * (total - 1)) + 1) + 0.5) * 0.049) - exp((min(latency_bin) FILTER (WHERE upto >= floor(0.5::double precision * (total - 1)) + 1) + 0.5) * 0.049))) AS p50,
       (exp((min(latency_bin) FILTER (WHERE upto >= floor(0.75::double precision * (total - 1)) + 1) + 0.5) * 0.049) + ((0.75::double precision * (max(total) - 1)) - floor((0.75::double precision * (max(total) - 1)))) * (exp((min(latency_bin) FILTER (WHERE upto >= ceil(0.75::double precision * (total - 1)) + 1) + 0.5) * 0.049) - exp((min(latency_bin) FILTER (WHERE upto >= floor(0.75::double precision * (total - 1)) + 1) + 0.5) * 0.049))) AS p75, (exp((min(latency_bin) FILTER (WHERE upto >= floor(0.95::double precision * (total - 1)) + 1) + 0.5) * 0.049) + ((0.95::double precision * (max(total) - 1)) - floor((0.95::double precision * (max(total) - 1)))) * (exp((min(latency_bin) FILTER (WHERE upto >= ceil(0.95::double precision * (total - 1)) + 1) + 0.5) * 0.049) - exp((min(latency_bin) FILTER (WHERE upto >= floor(0.95::double precision * (total - 1)) + 1) + 0.5) * 0.049))) AS p95, (exp((min(latency_bin) FILTER (WHERE upto >= floor(0.99::double precision * (total - 1)) + 1) + 0.5) * 0.049) + ((0.99::double precision * (max(total) - 1)) - floor((0.99::double precision * (max(total) - 1)))) * (exp((min(latency_bin) FILTER (WHERE upto >= ceil(0.99::double precision * (total - 1)) + 1) + 0.5) * 0.049) - exp((min(latency_bin) FILTER (WHERE upto >= floor(0.99::double precision * (total - 1)) + 1) + 0.5) * 0.049))) AS p99
FROM (
  SELECT key, latency_bin,
         sum(replies) OVER (PARTITION BY key ORDER BY latency_bin) AS upto,
         sum(replies) OVER (PARTITION BY key) AS total
  FROM (SELECT key, latency_bin, sum(replies) AS replies FROM (
    SELECT node_id::text || ' ' || time_bucket(make_interval(secs => $5::double precision), time)::text AS key, latency_bin, replies FROM (SELECT node_id, bucket AS time, latency_bin, reply_count AS replies
            FROM "aggregates_hourly_latency"
            WHERE bucket >= $6::timestamptz AND bucket < $7::timestamptz) histogram WHERE node_id = ANY($8::uuid[])) h GROUP BY key, latency_bin) binned
) ranked
GROUP BY key) p
    ON p.key = s.node_id::text || ' ' || s.time::text;

-- as in getComparison (one hour)

-- as in getComparison (one hour)
