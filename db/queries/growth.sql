-- Generated from db/queries/growth.ts. To renew: node db/queries/sql.ts

-- getGrowth

-- as getCapabilities in capabilities.sql

SELECT (SELECT min(time) FROM fiber.storage_samples) AS first_sample_at,
       (SELECT max(time) FROM fiber.storage_samples) AS last_sample_at,
       (SELECT count(*) FROM timescaledb_information.dimensions WHERE dimension_number = 1) AS count,
       (SELECT json_build_object('job_id', job_id, 'scheduled', scheduled,
                                 'every_seconds', extract(epoch FROM schedule_interval))
        FROM timescaledb_information.jobs WHERE proc_schema = 'fiber' AND proc_name = 'sample_storage'
        ORDER BY job_id LIMIT 1) AS job;

WITH
ca AS MATERIALIZED (
  SELECT view_schema, view_name, materialized_only, compression_enabled,
         materialization_hypertable_schema AS hypertable_schema, materialization_hypertable_name AS hypertable_name,
         hypertable_schema AS raw_schema, hypertable_name AS raw_name
  FROM timescaledb_information.continuous_aggregates
), newest AS (
  SELECT max(time) AS time FROM fiber.storage_samples
  WHERE time >= $1 AND time < $2
), largest AS MATERIALIZED (
  SELECT coalesce(hypertable_schema, '') AS schema, coalesce(hypertable_name, '') AS name,
         row_number() OVER (ORDER BY hypertable_name IS NOT NULL, total_bytes DESC, hypertable_name) AS place
  FROM fiber.storage_samples JOIN newest USING (time)
  ORDER BY place LIMIT $3
), candidate AS (
  SELECT l.place, "public"."time_bucket"(make_interval(secs => $4), s.time) AS bucket, s.*
  FROM fiber.storage_samples s
  JOIN largest l ON l.schema = coalesce(s.hypertable_schema, '') AND l.name = coalesce(s.hypertable_name, '')
  WHERE s.time >= $5 AND s.time < $6
), sample AS (
  SELECT DISTINCT ON (place, bucket) * FROM candidate ORDER BY place, bucket, time DESC
)
SELECT s.hypertable_schema, s.hypertable_name, ca.view_name AS aggregate_name, s.time, s.bucket, s.total_bytes, s.hot_bytes,
       s.warm_bytes, s.index_bytes, s.toast_bytes, s.hot_rows + s.warm_rows AS row_count_estimate
FROM sample s LEFT JOIN ca USING (hypertable_schema, hypertable_name)
ORDER BY s.place, s.bucket;
