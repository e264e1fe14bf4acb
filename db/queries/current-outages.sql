-- Generated from db/queries/current-outages.ts. To renew: node db/queries/sql.ts

-- listCurrentOutages

SELECT n.node_id, began.time AS down_since
FROM nodes n
CROSS JOIN LATERAL (
  SELECT count(*) AS received, count(latency_ms) AS replies
  FROM (SELECT latency_ms FROM metrics m
        WHERE m.node_id = n.node_id AND m.time <= $1::timestamptz
          AND m.time > $2::timestamptz
        ORDER BY time DESC LIMIT $3) newest
) recent
CROSS JOIN LATERAL (
  SELECT coalesce((SELECT m.time FROM metrics m
                   WHERE m.node_id = n.node_id AND m.latency_ms IS NOT NULL
                     AND m.time <= $4::timestamptz AND m.time > $5::timestamptz
                   ORDER BY m.time DESC LIMIT 1),
                  $6::timestamptz) AS replied_at
) reply
CROSS JOIN LATERAL (
  SELECT m.time FROM metrics m
  WHERE m.node_id = n.node_id AND m.time > reply.replied_at AND m.time <= $7::timestamptz
    AND m.time > $8::timestamptz
  ORDER BY m.time LIMIT 1
) began
WHERE n.last_seen_at >= $9::timestamptz - make_interval(secs => n.interval_seconds * $10::double precision)
  AND n.last_seen_at <= $11::timestamptz
  AND recent.received = $12 AND recent.replies = 0;

-- listCurrentOutages (of one node)

SELECT n.node_id, began.time AS down_since
FROM nodes n
CROSS JOIN LATERAL (
  SELECT count(*) AS received, count(latency_ms) AS replies
  FROM (SELECT latency_ms FROM metrics m
        WHERE m.node_id = n.node_id AND m.time <= $1::timestamptz
          AND m.time > $2::timestamptz
        ORDER BY time DESC LIMIT $3) newest
) recent
CROSS JOIN LATERAL (
  SELECT coalesce((SELECT m.time FROM metrics m
                   WHERE m.node_id = n.node_id AND m.latency_ms IS NOT NULL
                     AND m.time <= $4::timestamptz AND m.time > $5::timestamptz
                   ORDER BY m.time DESC LIMIT 1),
                  $6::timestamptz) AS replied_at
) reply
CROSS JOIN LATERAL (
  SELECT m.time FROM metrics m
  WHERE m.node_id = n.node_id AND m.time > reply.replied_at AND m.time <= $7::timestamptz
    AND m.time > $8::timestamptz
  ORDER BY m.time LIMIT 1
) began
WHERE n.last_seen_at >= $9::timestamptz - make_interval(secs => n.interval_seconds * $10::double precision)
  AND n.last_seen_at <= $11::timestamptz
  AND recent.received = $12 AND recent.replies = 0 AND n.node_id = $13;
