-- Generated from db/queries/late-days.ts. To renew: node db/queries/sql.ts

-- listLateDays

WITH waiting AS MATERIALIZED (
  SELECT day, sum(late_rows) AS late_rows, min(requested_at) AS waiting_since
  FROM fiber.refresh_requests GROUP BY day
), item AS (
  (SELECT day, late_rows, waiting_since, NULL::timestamptz AS refreshed_at FROM waiting ORDER BY day LIMIT $1)
  UNION ALL
  (SELECT day, late_rows, NULL, refreshed_at FROM fiber.late_refreshes ORDER BY refreshed_at DESC LIMIT $2)
)
SELECT (SELECT count(*) FROM waiting) AS waiting_days, (SELECT coalesce(sum(late_rows), 0) FROM waiting) AS waiting_rows,
       (SELECT count(*) FROM fiber.late_refreshes) AS refreshed_days,
       (SELECT coalesce(json_agg(item ORDER BY waiting_since IS NULL, refreshed_at DESC, day), '[]') FROM item) AS items;
