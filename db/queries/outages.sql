-- Generated from db/queries/outages.ts. To renew: node db/queries/sql.ts

-- getNodeOutages (one hour)

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

SELECT * FROM (
  SELECT *, count(*) OVER of_kind AS kind_count, (sum(missing_count) OVER of_kind)::bigint AS kind_missing_count,
         row_number() OVER (ORDER BY starts_at DESC) AS place,
         row_number() OVER (PARTITION BY kind ORDER BY starts_at DESC) AS kind_place
  FROM (
WITH measured AS MATERIALIZED (
  SELECT *, CASE WHEN after_gap THEN round(extract(epoch FROM time - previous_time) / 60)::integer - 1 ELSE 0 END AS missing
  FROM (
    SELECT time, latency_ms IS NOT NULL AS replied, uptime_pct, packet_loss, row_number() OVER by_time AS number,
           lag(time) OVER by_time AS previous_time, lead(time) OVER by_time AS next_time,
           time - lag(time) OVER by_time > make_interval(secs => $1::double precision) AS after_gap
    FROM metrics
    WHERE node_id = $2 AND time >= $3::timestamptz AND time < $4::timestamptz
    WINDOW by_time AS (ORDER BY time)
  ) placed
  WHERE NOT replied OR after_gap OR previous_time IS NULL OR next_time IS NULL
)
SELECT 'down' AS kind, min(time) AS starts_at,
       least(CASE WHEN count(next_time) = count(*) THEN max(next_time) ELSE $5::timestamptz END,
             max(time) + make_interval(secs => $6::double precision)) AS ends_at,
       min(number) = 1 AND min(time) < $7::timestamptz + make_interval(secs => $8::double precision) AS began_before,
       count(next_time) < count(*) AND max(time) + make_interval(secs => $9::double precision) >= $10::timestamptz AS open, count(*) AS missing_count, count(*) AS measurement_count,
       avg(uptime_pct) AS uptime_pct, avg(packet_loss) AS packet_loss
FROM (
  SELECT *, number - row_number() OVER (ORDER BY time) AS run,
         count(*) FILTER (WHERE missing >= $11) OVER (ORDER BY time) AS silences
  FROM measured WHERE NOT replied
) without_reply
GROUP BY run, silences HAVING count(*) >= $12 UNION ALL
SELECT 'silent' AS kind, starts_at, ends_at, began_before, open, missing AS missing_count, 0 AS measurement_count,
       NULL::double precision AS uptime_pct, NULL::double precision AS packet_loss
FROM (
  SELECT previous_time + make_interval(secs => $13::double precision) AS starts_at, time AS ends_at, false AS began_before,
         false AS open, missing
  FROM measured WHERE missing >= $14
  UNION ALL
  SELECT $15::timestamptz, first_time, true, false,
         round(extract(epoch FROM first_time - $16::timestamptz) / 60)::integer
  FROM (SELECT coalesce(min(time), $17::timestamptz) AS first_time FROM measured) earliest
  WHERE first_time < $18::timestamptz
    AND first_time >= $19::timestamptz + make_interval(secs => $20::double precision)
  UNION ALL
  SELECT last_time + make_interval(secs => $21::double precision), $22::timestamptz, began_before, true,
         round(extract(epoch FROM $23::timestamptz - last_time) / 60)::integer - 1
  FROM (SELECT coalesce(max(time), $24::timestamptz - make_interval(secs => $25::double precision)) AS last_time,
               count(*) = 0 AS began_before FROM measured) latest
  WHERE $26::timestamptz > last_time + make_interval(secs => $27::double precision)
) unheard) outages
  WINDOW of_kind AS (PARTITION BY kind)
) placed
WHERE place <= $28 OR kind_place = 1
ORDER BY starts_at DESC;

-- getNodeOutages (half a year)

-- as findNode in nodes.sql

-- as in getNodeOutages (one hour)

-- as in getNodeOutages (one hour)

SELECT * FROM (
  SELECT *, count(*) OVER of_kind AS kind_count, (sum(missing_count) OVER of_kind)::bigint AS kind_missing_count,
         row_number() OVER (ORDER BY starts_at DESC) AS place,
         row_number() OVER (PARTITION BY kind ORDER BY starts_at DESC) AS kind_place
  FROM (
  WITH hours AS MATERIALIZED (
    SELECT hour AS time, coalesce(measurement_count, 0) AS received, reply_count, avg_uptime_pct, avg_packet_loss,
           loss_known_count, coalesce(measurement_count - reply_count, 0) AS without_reply,
           greatest(0, floor(extract(epoch FROM least(hour + interval '1 hour', $1::timestamptz)
             - greatest(hour, $2::timestamptz)) / 60)
             - coalesce(measurement_count, 0)) AS unheard
    FROM generate_series(date_trunc('hour', $3::timestamptz),
                         $4::timestamptz - interval '1 microsecond', interval '1 hour') AS hour
    LEFT JOIN aggregates_hourly ON node_id = $5 AND bucket = hour
      AND bucket >= date_trunc('hour', $6::timestamptz) AND bucket < $7::timestamptz
  ), troubled AS (
    SELECT 'down' AS kind, without_reply AS missing, * FROM hours WHERE without_reply >= $8
    UNION ALL
    SELECT 'silent', unheard, * FROM hours WHERE unheard >= $9
  )
  SELECT kind, greatest(min(time), $10::timestamptz) AS starts_at,
         least(max(time) + interval '1 hour', $11::timestamptz) AS ends_at,
         min(time) <= $12::timestamptz AS began_before,
         max(time) + interval '1 hour' >= $13::timestamptz AS open,
         sum(missing)::bigint AS missing_count, sum(received)::bigint AS measurement_count,
         sum(avg_uptime_pct * received) / nullif(sum(received), 0) AS uptime_pct,
         sum(avg_packet_loss * loss_known_count) / nullif(sum(loss_known_count), 0) AS packet_loss
  FROM (
    SELECT *, time - row_number() OVER (PARTITION BY kind ORDER BY time) * interval '1 hour' AS run FROM troubled
  ) numbered
  GROUP BY kind, run) outages
  WINDOW of_kind AS (PARTITION BY kind)
) placed
WHERE place <= $14 OR kind_place = 1
ORDER BY starts_at DESC;
