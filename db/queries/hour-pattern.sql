-- Generated from db/queries/hour-pattern.ts. To renew: node db/queries/sql.ts

-- getHourPattern (one hour)

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

SELECT key, replies, p[1] AS p50, p[2] AS p95 FROM (
  SELECT extract(hour FROM (time + make_interval(secs => ($1::double precision[])[width_bucket(time, $2::timestamptz[])])) AT TIME ZONE 'UTC')::integer AS key, count(latency_ms) AS replies,
         percentile_cont(ARRAY[0.5, 0.95]) WITHIN GROUP (ORDER BY latency_ms) AS p
  FROM metrics WHERE node_id = $3 AND time >= $4::timestamptz AND time < $5::timestamptz
    AND latency_ms IS NOT NULL
  GROUP BY 1
) hours;

-- getHourPattern (half a year)

-- as findNode in nodes.sql

-- as in getHourPattern (one hour)

-- as in getHourPattern (one hour)

      WITH bins AS MATERIALIZED (
        SELECT extract(hour FROM (time + make_interval(secs => ($1::double precision[])[width_bucket(time, $2::timestamptz[])])) AT TIME ZONE 'UTC')::integer AS key, latency_bin, sum(replies)::bigint AS replies
        FROM (SELECT node_id, bucket AS time, latency_bin, reply_count::double precision AS replies
            FROM "aggregates_hourly_latency"
            WHERE bucket >= $3::timestamptz AND bucket < $4::timestamptz AND node_id = $5 UNION ALL SELECT node_id, bucket AS time, latency_bin, reply_count::double precision AS replies
            FROM "aggregates_hourly_latency"
            WHERE bucket >= $6::timestamptz AND bucket < $7::timestamptz AND node_id = $8 UNION ALL SELECT node_id, time, floor(ln(latency_ms::double precision) / 0.049)::smallint AS latency_bin,
            1::double precision AS replies
            FROM metrics WHERE latency_ms IS NOT NULL
              AND time >= $9::timestamptz AND time < $10::timestamptz AND node_id = $11) histogram GROUP BY 1, 2
      )
      SELECT p.key, total.replies, p.p50, p.p95
      FROM (
SELECT key, (exp((min(latency_bin) FILTER (WHERE upto >= floor(0.5::double precision * (total - 1)) + 1) + 0.5) * 0.049) + ((0.5::double precision * (max(total) - 1)) - floor((0.5::double precision * (max(total) - 1)))) * (exp((min(latency_bin) FILTER (WHERE upto >= ceil(0.5::double precision * (total - 1)) + 1) + 0.5) * 0.049) - exp((min(latency_bin) FILTER (WHERE upto >= floor(0.5::double precision * (total - 1)) + 1) + 0.5) * 0.049))) AS "p50", (exp((min(latency_bin) FILTER (WHERE upto >= floor(0.95::double precision * (total - 1)) + 1) + 0.5) * 0.049) + ((0.95::double precision * (max(total) - 1)) - floor((0.95::double precision * (max(total) - 1)))) * (exp((min(latency_bin) FILTER (WHERE upto >= ceil(0.95::double precision * (total - 1)) + 1) + 0.5) * 0.049) - exp((min(latency_bin) FILTER (WHERE upto >= floor(0.95::double precision * (total - 1)) + 1) + 0.5) * 0.049))) AS "p95"
FROM (
  SELECT key, latency_bin,
         sum(replies) OVER (PARTITION BY key ORDER BY latency_bin) AS upto,
         sum(replies) OVER (PARTITION BY key) AS total
  FROM (SELECT key, latency_bin, sum(replies) AS replies FROM (SELECT key, latency_bin, replies FROM bins) h GROUP BY key, latency_bin) binned
) ranked
GROUP BY key) p
      JOIN (SELECT key, sum(replies)::bigint AS replies FROM bins GROUP BY key) total USING (key);
