-- Generated from db/queries/heat-map.ts. To renew: node db/queries/sql.ts

-- getHeatMap (latency, one hour)

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

SELECT node_id, array_agg(slice) AS slices, array_agg(n) AS counts, array_agg(value) AS cell_values
FROM (
  SELECT node_id, floor(extract(epoch FROM time - $1::timestamptz)::double precision / $2::double precision)::integer AS slice,
         sum(n)::integer AS n, sum(latency_sum) / nullif(sum(replies), 0) AS value
  FROM (SELECT node_id, time, 1::double precision AS n, (latency_ms IS NOT NULL)::integer::double precision AS replies,
          (packet_loss IS NOT NULL)::integer::double precision AS loss_known, latency_ms::double precision AS latency_sum,
          latency_ms AS latency_min, latency_ms AS latency_max, uptime_pct::double precision AS uptime_sum,
          packet_loss::double precision AS loss_sum
          FROM metrics WHERE time >= $3::timestamptz AND time < $4::timestamptz) rollup
  GROUP BY 1, 2
) sliced
GROUP BY node_id;

-- getHeatMap (loss, 90 days)

-- as listNodes in nodes.sql

-- as in getHeatMap (latency, one hour)

-- as in getHeatMap (latency, one hour)

SELECT node_id, array_agg(slice) AS slices, array_agg(n) AS counts, array_agg(value) AS cell_values
FROM (
  SELECT node_id, floor(extract(epoch FROM time - $1::timestamptz)::double precision / $2::double precision)::integer AS slice,
         sum(n)::integer AS n, sum(loss_sum) / nullif(sum(loss_known), 0) AS value
  FROM (SELECT node_id, bucket AS time, measurement_count::double precision AS n, reply_count::double precision AS replies,
          loss_known_count::double precision AS loss_known,
          avg_latency_ms * reply_count AS latency_sum, min_latency_ms AS latency_min, max_latency_ms AS latency_max,
          avg_uptime_pct * measurement_count AS uptime_sum, avg_packet_loss * loss_known_count AS loss_sum
          FROM "aggregates_hourly" WHERE bucket >= $3::timestamptz AND bucket < $4::timestamptz UNION ALL SELECT node_id, time, 1::double precision AS n, (latency_ms IS NOT NULL)::integer::double precision AS replies,
          (packet_loss IS NOT NULL)::integer::double precision AS loss_known, latency_ms::double precision AS latency_sum,
          latency_ms AS latency_min, latency_ms AS latency_max, uptime_pct::double precision AS uptime_sum,
          packet_loss::double precision AS loss_sum
          FROM metrics WHERE time >= $5::timestamptz AND time < $6::timestamptz) rollup
  GROUP BY 1, 2
) sliced
GROUP BY node_id;
