-- Generated from db/queries/fleet.ts. To renew: node db/queries/sql.ts

-- getFleetSummary (one hour)

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

-- as listCurrentOutages in current-outages.sql

SELECT node_id, sum(n) AS n, sum(replies) AS replies, sum(loss_known) AS loss_known,
       sum(latency_sum) AS latency_sum, min(latency_min) AS latency_min, max(latency_max) AS latency_max,
       sum(uptime_sum) AS uptime_sum, sum(loss_sum) AS loss_sum,
       string_agg(int2send(slice) || float4send(coalesce(latency_sum, 'NaN')::real) || float4send(replies::real), '') AS slices
FROM (
  SELECT node_id, floor((date_part('epoch', time) - $1::double precision) / $2::double precision)::smallint AS slice, count(*)::double precision AS n, count(latency_ms)::double precision AS replies,
         count(packet_loss)::double precision AS loss_known, sum(latency_ms::double precision) AS latency_sum,
         min(latency_ms) AS latency_min, max(latency_ms) AS latency_max,
         sum(uptime_pct::double precision) AS uptime_sum, sum(packet_loss::double precision) AS loss_sum
  FROM metrics WHERE "time" >= $3::timestamptz AND "time" < $4::timestamptz GROUP BY 1, 2) rollup
GROUP BY node_id;

SELECT node_id, string_agg(float4send(latency_ms), '') AS replies, NULL::bytea AS bins
FROM metrics WHERE "time" >= $1::timestamptz AND "time" < $2::timestamptz GROUP BY node_id;

-- getFleetSummary (90 days)

-- as listNodes in nodes.sql

-- as in getFleetSummary (one hour)

-- as in getFleetSummary (one hour)

-- as listCurrentOutages in current-outages.sql

SELECT node_id, sum(n) AS n, sum(replies) AS replies, sum(loss_known) AS loss_known,
       sum(latency_sum) AS latency_sum, min(latency_min) AS latency_min, max(latency_max) AS latency_max,
       sum(uptime_sum) AS uptime_sum, sum(loss_sum) AS loss_sum,
       string_agg(int2send(slice) || float4send(coalesce(latency_sum, 'NaN')::real) || float4send(replies::real), '') AS slices
FROM (
  SELECT node_id, floor((date_part('epoch', time) - $1::double precision) / $2::double precision)::smallint AS slice, n, replies, loss_known, latency_sum, latency_min, latency_max, uptime_sum, loss_sum
  FROM (SELECT node_id, bucket AS time, measurement_count::double precision AS n, reply_count::double precision AS replies,
          loss_known_count::double precision AS loss_known,
          avg_latency_ms * reply_count AS latency_sum, min_latency_ms AS latency_min, max_latency_ms AS latency_max,
          avg_uptime_pct * measurement_count AS uptime_sum, avg_packet_loss * loss_known_count AS loss_sum
          FROM "aggregates_hourly" WHERE bucket >= $3::timestamptz AND bucket < $4::timestamptz) rollup UNION ALL
  SELECT node_id, floor((date_part('epoch', time) - $5::double precision) / $6::double precision)::smallint AS slice, count(*)::double precision AS n, count(latency_ms)::double precision AS replies,
         count(packet_loss)::double precision AS loss_known, sum(latency_ms::double precision) AS latency_sum,
         min(latency_ms) AS latency_min, max(latency_ms) AS latency_max,
         sum(uptime_pct::double precision) AS uptime_sum, sum(packet_loss::double precision) AS loss_sum
  FROM metrics WHERE "time" >= $7::timestamptz AND "time" < $8::timestamptz GROUP BY 1, 2) rollup
GROUP BY node_id;

SELECT node_id, NULL::bytea AS replies, string_agg(int2send(latency_bin) || int4send(reply_count::integer), '') AS bins
FROM "aggregates_daily_latency" WHERE "bucket" >= $1::timestamptz AND "bucket" < $2::timestamptz GROUP BY node_id UNION ALL
SELECT node_id, NULL::bytea AS replies, string_agg(int2send(latency_bin) || int4send(reply_count::integer), '') AS bins
FROM "aggregates_hourly_latency" WHERE "bucket" >= $3::timestamptz AND "bucket" < $4::timestamptz GROUP BY node_id UNION ALL
SELECT node_id, string_agg(float4send(latency_ms), '') AS replies, NULL::bytea AS bins
FROM metrics WHERE "time" >= $5::timestamptz AND "time" < $6::timestamptz GROUP BY node_id;
