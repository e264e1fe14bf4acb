-- Generated from db/queries/export.ts. To renew: node db/queries/sql.ts

-- readExport (measurements, first page)

SELECT "time", "node_id", "latency_ms", "uptime_pct", "packet_loss"
FROM "metrics"
WHERE node_id = $1 AND "time" >= $2::timestamptz
  AND "time" < $3::timestamptz
ORDER BY "time" LIMIT $4;

-- readExport (hours, first page)

SELECT "bucket", "node_id", "measurement_count", "reply_count", "loss_known_count", "avg_latency_ms", "min_latency_ms", "max_latency_ms", "p05_latency_ms", "p25_latency_ms", "p50_latency_ms", "p75_latency_ms", "p95_latency_ms", "p99_latency_ms", "avg_uptime_pct", "avg_packet_loss"
FROM "aggregates_hourly"
WHERE node_id = $1 AND "bucket" >= $2::timestamptz
  AND "bucket" < $3::timestamptz
ORDER BY "bucket" LIMIT $4;
