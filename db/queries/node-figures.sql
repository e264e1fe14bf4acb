-- Generated from db/queries/node-figures.ts. To renew: node db/queries/sql.ts

-- getNodeFigures (one hour)

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

SELECT node_id, sum(n) AS n, sum(replies) AS replies, sum(loss_known) AS loss_known,
       sum(latency_sum) AS latency_sum, min(latency_min) AS latency_min, max(latency_max) AS latency_max,
       sum(uptime_sum) AS uptime_sum, sum(loss_sum) AS loss_sum
FROM (
  SELECT node_id, 0::smallint AS slice, count(*)::double precision AS n, count(latency_ms)::double precision AS replies,
         count(packet_loss)::double precision AS loss_known, sum(latency_ms::double precision) AS latency_sum,
         min(latency_ms) AS latency_min, max(latency_ms) AS latency_max,
         sum(uptime_pct::double precision) AS uptime_sum, sum(packet_loss::double precision) AS loss_sum
  FROM metrics WHERE "time" >= $1::timestamptz AND "time" < $2::timestamptz AND node_id = $3 GROUP BY 1, 2) rollup
GROUP BY node_id;

SELECT p[1] AS p50, p[2] AS p95, p[3] AS p99
FROM (
  SELECT percentile_cont(ARRAY[0.5, 0.95, 0.99]) WITHIN GROUP (ORDER BY latency_ms) AS p
  FROM metrics WHERE latency_ms IS NOT NULL AND "time" >= $1::timestamptz AND "time" < $2::timestamptz AND node_id = $3
) exact;

-- as listCurrentOutages (of one node) in current-outages.sql
