-- Generated from db/queries/series.ts. To renew: node db/queries/sql.ts

-- getNodeSeries (one hour)

-- as findNode in nodes.sql

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

SELECT time, n AS count, replies AS reply_count, latency_ms_avg, latency_ms_min, latency_ms_max,
       p[1] AS latency_ms_p05, p[2] AS latency_ms_p25, p[3] AS latency_ms_p50, p[4] AS latency_ms_p75,
       p[5] AS latency_ms_p95, p[6] AS latency_ms_p99, uptime_pct, packet_loss
FROM (
  SELECT time_bucket(make_interval(secs => $1::double precision), time) AS time,
         count(*) AS n, count(latency_ms) AS replies, avg(latency_ms) AS latency_ms_avg,
         min(latency_ms) AS latency_ms_min, max(latency_ms) AS latency_ms_max,
         percentile_cont(ARRAY[0.05, 0.25, 0.5, 0.75, 0.95, 0.99]) WITHIN GROUP (ORDER BY latency_ms) AS p,
         avg(uptime_pct) AS uptime_pct, avg(packet_loss) AS packet_loss
  FROM metrics WHERE node_id = $2 AND "time" >= $3::timestamptz AND "time" < $4::timestamptz GROUP BY 1
) bucketed;

-- getNodeSeries (90 days)

-- as findNode in nodes.sql

-- as in getNodeSeries (one hour)

-- as in getNodeSeries (one hour)

  SELECT s.time, s.n AS count, s.replies AS reply_count, s.latency_sum / nullif(s.replies, 0) AS latency_ms_avg,
         s.latency_min AS latency_ms_min, s.latency_max AS latency_ms_max, p.p05 AS latency_ms_p05,
         p.p25 AS latency_ms_p25, p.p50 AS latency_ms_p50, p.p75 AS latency_ms_p75, p.p95 AS latency_ms_p95,
         p.p99 AS latency_ms_p99, s.uptime_sum / s.n AS uptime_pct, s.loss_sum / nullif(s.loss_known, 0) AS packet_loss
  FROM (
    SELECT time_bucket(make_interval(secs => $1::double precision), time) AS time, sum(n) AS n, sum(replies) AS replies, sum(loss_known) AS loss_known,
           sum(latency_sum) AS latency_sum, min(latency_min) AS latency_min, max(latency_max) AS latency_max,
           sum(uptime_sum) AS uptime_sum, sum(loss_sum) AS loss_sum
    FROM (SELECT node_id, bucket AS time, measurement_count AS n, reply_count AS replies, loss_known_count AS loss_known,
            avg_latency_ms * reply_count AS latency_sum, min_latency_ms AS latency_min, max_latency_ms AS latency_max,
            avg_uptime_pct * measurement_count AS uptime_sum, avg_packet_loss * loss_known_count AS loss_sum
            FROM "aggregates_hourly" WHERE bucket >= $2::timestamptz AND bucket < $3::timestamptz AND node_id = $4) rollup GROUP BY 1
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
    SELECT time_bucket(make_interval(secs => $5::double precision), time) AS key, latency_bin, replies FROM (SELECT node_id, bucket AS time, latency_bin, reply_count AS replies
            FROM "aggregates_hourly_latency"
            WHERE bucket >= $6::timestamptz AND bucket < $7::timestamptz AND node_id = $8) histogram) h GROUP BY key, latency_bin) binned
) ranked
GROUP BY key) p ON p.key = s.time;
