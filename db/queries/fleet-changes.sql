-- Generated from db/queries/fleet-changes.ts. To renew: node db/queries/sql.ts

-- getFleetChanges (one hour)

-- as listNodes in nodes.sql

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

SELECT node_id, sum(n) AS n, sum(replies) AS replies, sum(loss_known) AS loss_known,
       sum(latency_sum) AS latency_sum, min(latency_min) AS latency_min, max(latency_max) AS latency_max,
       sum(uptime_sum) AS uptime_sum, sum(loss_sum) AS loss_sum
FROM (
  SELECT node_id, 0::smallint AS slice, count(*)::double precision AS n, count(latency_ms)::double precision AS replies,
         count(packet_loss)::double precision AS loss_known, sum(latency_ms::double precision) AS latency_sum,
         min(latency_ms) AS latency_min, max(latency_ms) AS latency_max,
         sum(uptime_pct::double precision) AS uptime_sum, sum(packet_loss::double precision) AS loss_sum
  FROM metrics WHERE "time" >= $1::timestamptz AND "time" < $2::timestamptz GROUP BY 1, 2) rollup
GROUP BY node_id;

SELECT node_id, string_agg(float4send(latency_ms), '') AS replies, NULL::bytea AS bins
FROM metrics WHERE "time" >= $1::timestamptz AND "time" < $2::timestamptz GROUP BY node_id;

  SELECT s.*, p.p50, p.p95
  FROM (
    SELECT floor(extract(epoch FROM time - $1::timestamptz)::double precision / $2::double precision)::integer AS slice, sum(n) AS n, sum(replies) AS replies, sum(loss_known) AS loss_known,
           sum(uptime_sum) AS uptime_sum, sum(loss_sum) AS loss_sum
    FROM (SELECT node_id, time, 1::double precision AS n, (latency_ms IS NOT NULL)::integer::double precision AS replies,
            (packet_loss IS NOT NULL)::integer::double precision AS loss_known, latency_ms::double precision AS latency_sum,
            latency_ms AS latency_min, latency_ms AS latency_max, uptime_pct::double precision AS uptime_sum,
            packet_loss::double precision AS loss_sum
            FROM metrics WHERE time >= $3::timestamptz AND time < $4::timestamptz) rollup GROUP BY 1
  ) s
  LEFT JOIN (
SELECT key, (exp((min(latency_bin) FILTER (WHERE upto >= floor(0.5::double precision * (total - 1)) + 1) + 0.5) * 0.049) + ((0.5::double precision * (max(total) - 1)) - floor((0.5::double precision * (max(total) - 1)))) * (exp((min(latency_bin) FILTER (WHERE upto >= ceil(0.5::double precision * (total - 1)) + 1) + 0.5) * 0.049) - exp((min(latency_bin) FILTER (WHERE upto >= floor(0.5::double precision * (total - 1)) + 1) + 0.5) * 0.049))) AS "p50", (exp((min(latency_bin) FILTER (WHERE upto >= floor(0.95::double precision * (total - 1)) + 1) + 0.5) * 0.049) + ((0.95::double precision * (max(total) - 1)) - floor((0.95::double precision * (max(total) - 1)))) * (exp((min(latency_bin) FILTER (WHERE upto >= ceil(0.95::double precision * (total - 1)) + 1) + 0.5) * 0.049) - exp((min(latency_bin) FILTER (WHERE upto >= floor(0.95::double precision * (total - 1)) + 1) + 0.5) * 0.049))) AS "p95"
FROM (
  SELECT key, latency_bin,
         sum(replies) OVER (PARTITION BY key ORDER BY latency_bin) AS upto,
         sum(replies) OVER (PARTITION BY key) AS total
  FROM (SELECT key, latency_bin, sum(replies) AS replies FROM (
    SELECT floor(extract(epoch FROM time - $5::timestamptz)::double precision / $6::double precision)::integer AS key, latency_bin, replies FROM (SELECT node_id, time, floor(ln(latency_ms::double precision) / 0.049)::smallint AS latency_bin,
            1::double precision AS replies
            FROM metrics WHERE latency_ms IS NOT NULL
              AND time >= $7::timestamptz AND time < $8::timestamptz) histogram) h GROUP BY key, latency_bin) binned
) ranked
GROUP BY key) p ON p.key = s.slice
  ORDER BY s.slice;

-- getFleetChanges (90 days)

-- as listNodes in nodes.sql

-- as in getFleetChanges (one hour)

-- as in getFleetChanges (one hour)

-- as in getFleetChanges (one hour)

-- as in getFleetChanges (one hour)

  SELECT s.*, p.p50, p.p95
  FROM (
    SELECT floor(extract(epoch FROM time - $1::timestamptz)::double precision / $2::double precision)::integer AS slice, sum(n) AS n, sum(replies) AS replies, sum(loss_known) AS loss_known,
           sum(uptime_sum) AS uptime_sum, sum(loss_sum) AS loss_sum
    FROM (SELECT node_id, bucket AS time, measurement_count::double precision AS n, reply_count::double precision AS replies,
            loss_known_count::double precision AS loss_known,
            avg_latency_ms * reply_count AS latency_sum, min_latency_ms AS latency_min, max_latency_ms AS latency_max,
            avg_uptime_pct * measurement_count AS uptime_sum, avg_packet_loss * loss_known_count AS loss_sum
            FROM "aggregates_hourly" WHERE bucket >= $3::timestamptz AND bucket < $4::timestamptz UNION ALL SELECT node_id, time, 1::double precision AS n, (latency_ms IS NOT NULL)::integer::double precision AS replies,
            (packet_loss IS NOT NULL)::integer::double precision AS loss_known, latency_ms::double precision AS latency_sum,
            latency_ms AS latency_min, latency_ms AS latency_max, uptime_pct::double precision AS uptime_sum,
            packet_loss::double precision AS loss_sum
            FROM metrics WHERE time >= $5::timestamptz AND time < $6::timestamptz) rollup GROUP BY 1
  ) s
  LEFT JOIN (
SELECT key, (exp((min(latency_bin) FILTER (WHERE upto >= floor(0.5::double precision * (total - 1)) + 1) + 0.5) * 0.049) + ((0.5::double precision * (max(total) - 1)) - floor((0.5::double precision * (max(total) - 1)))) * (exp((min(latency_bin) FILTER (WHERE upto >= ceil(0.5::double precision * (total - 1)) + 1) + 0.5) * 0.049) - exp((min(latency_bin) FILTER (WHERE upto >= floor(0.5::double precision * (total - 1)) + 1) + 0.5) * 0.049))) AS "p50", (exp((min(latency_bin) FILTER (WHERE upto >= floor(0.95::double precision * (total - 1)) + 1) + 0.5) * 0.049) + ((0.95::double precision * (max(total) - 1)) - floor((0.95::double precision * (max(total) - 1)))) * (exp((min(latency_bin) FILTER (WHERE upto >= ceil(0.95::double precision * (total - 1)) + 1) + 0.5) * 0.049) - exp((min(latency_bin) FILTER (WHERE upto >= floor(0.95::double precision * (total - 1)) + 1) + 0.5) * 0.049))) AS "p95"
FROM (
  SELECT key, latency_bin,
         sum(replies) OVER (PARTITION BY key ORDER BY latency_bin) AS upto,
         sum(replies) OVER (PARTITION BY key) AS total
  FROM (SELECT key, latency_bin, sum(replies) AS replies FROM (
    SELECT floor(extract(epoch FROM time - $7::timestamptz)::double precision / $8::double precision)::integer AS key, latency_bin, replies FROM (SELECT node_id, bucket AS time, latency_bin, reply_count::double precision AS replies
            FROM "aggregates_hourly_latency"
            WHERE bucket >= $9::timestamptz AND bucket < $10::timestamptz UNION ALL SELECT node_id, time, floor(ln(latency_ms::double precision) / 0.049)::smallint AS latency_bin,
            1::double precision AS replies
            FROM metrics WHERE latency_ms IS NOT NULL
              AND time >= $11::timestamptz AND time < $12::timestamptz) histogram) h GROUP BY key, latency_bin) binned
) ranked
GROUP BY key) p ON p.key = s.slice
  ORDER BY s.slice;
