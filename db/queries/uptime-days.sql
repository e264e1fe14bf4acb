-- Generated from db/queries/uptime-days.ts. To renew: node db/queries/sql.ts

-- listUptimeDays (days of whole hours)

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

SELECT width_bucket("bucket", $1::timestamptz[]) AS day, sum(measurement_count)::bigint AS n, sum(reply_count)::bigint AS replies,
          sum(avg_uptime_pct * measurement_count) AS uptime_sum
FROM "aggregates_hourly"
WHERE node_id = $2 AND "bucket" >= $3::timestamptz AND "bucket" < $4::timestamptz
GROUP BY 1;

-- listUptimeDays (days between hours)

-- as findNode in nodes.sql

-- as in listUptimeDays (days of whole hours)

-- as in listUptimeDays (days of whole hours)

SELECT width_bucket("time", $1::timestamptz[]) AS day, count(*) AS n, count(latency_ms) AS replies, sum(uptime_pct::double precision) AS uptime_sum
FROM "metrics"
WHERE node_id = $2 AND "time" >= $3::timestamptz AND "time" < $4::timestamptz
GROUP BY 1;
