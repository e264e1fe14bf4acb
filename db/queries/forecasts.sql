-- Generated from db/queries/forecasts.ts. To renew: node db/queries/sql.ts

-- listForecasts

WITH sample AS MATERIALIZED (
  SELECT time, total_bytes FROM fiber.storage_samples WHERE hypertable_name IS NULL
), listed AS MATERIALIZED (
  SELECT * FROM fiber.storage_forecasts ORDER BY made_at DESC, horizon_days LIMIT $1
), near AS (
  SELECT DISTINCT ON (f.made_on, f.horizon_days) f.made_on, f.horizon_days, s.total_bytes
  FROM listed f
  JOIN sample s ON s.time BETWEEN f.target_at - INTERVAL '90 minutes' AND f.target_at + INTERVAL '90 minutes'
  ORDER BY f.made_on, f.horizon_days, abs(extract(epoch FROM s.time - f.target_at))
)
SELECT f.made_at, f.horizon_days, f.target_at, f.base_bytes, f.low_bytes, f.expected_bytes, f.high_bytes,
       near.total_bytes AS actual_bytes
FROM listed f LEFT JOIN near USING (made_on, horizon_days)
ORDER BY f.made_at DESC, f.horizon_days;
