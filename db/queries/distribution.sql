-- Generated from db/queries/distribution.ts. To renew: node db/queries/sql.ts

-- getLatencyDistribution (one hour)

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

SELECT latency_bin, sum(replies) AS replies
FROM (SELECT node_id, time, floor(ln(latency_ms::double precision) / 0.049)::smallint AS latency_bin,
          1::double precision AS replies
          FROM metrics WHERE latency_ms IS NOT NULL
            AND time >= $1::timestamptz AND time < $2::timestamptz AND node_id = $3) histogram
GROUP BY latency_bin ORDER BY latency_bin;

-- getLatencyDistribution (half a year)

-- as findNode in nodes.sql

-- as in getLatencyDistribution (one hour)

-- as in getLatencyDistribution (one hour)

SELECT latency_bin, sum(replies) AS replies
FROM (SELECT node_id, bucket AS time, latency_bin, reply_count::double precision AS replies
          FROM "aggregates_daily_latency"
          WHERE bucket >= $1::timestamptz AND bucket < $2::timestamptz AND node_id = $3 UNION ALL SELECT node_id, bucket AS time, latency_bin, reply_count::double precision AS replies
          FROM "aggregates_hourly_latency"
          WHERE bucket >= $4::timestamptz AND bucket < $5::timestamptz AND node_id = $6 UNION ALL SELECT node_id, time, floor(ln(latency_ms::double precision) / 0.049)::smallint AS latency_bin,
          1::double precision AS replies
          FROM metrics WHERE latency_ms IS NOT NULL
            AND time >= $7::timestamptz AND time < $8::timestamptz AND node_id = $9) histogram
GROUP BY latency_bin ORDER BY latency_bin;
