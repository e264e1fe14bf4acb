-- Generated from db/queries/ingest-activity.ts. To renew: node db/queries/sql.ts

-- getIngestActivity (one hour)

SELECT max(last_at) AS last_at, count(*) FILTER (WHERE last_at >= $1::timestamptz) AS sources
FROM fiber.ingest_sources;

  SELECT date_bin(make_interval(secs => $1), c.bucket, $2::timestamptz) AS time,
sum(c.bodies)::bigint AS bodies, sum(c.failed_bodies)::bigint AS failed_bodies, sum(c.batches)::bigint AS batches,
sum(c.accepted)::bigint AS accepted, sum(c.duplicates)::bigint AS duplicates, sum(c.rejected)::bigint AS rejected,
sum(c.nodes_created)::bigint AS nodes_created, sum(c.batch_ms_sum) AS batch_ms_sum, max(c.batch_ms_max) AS batch_ms_max,
ARRAY[sum(c."batch_counts"[1])::bigint, sum(c."batch_counts"[2])::bigint, sum(c."batch_counts"[3])::bigint, sum(c."batch_counts"[4])::bigint, sum(c."batch_counts"[5])::bigint, sum(c."batch_counts"[6])::bigint, sum(c."batch_counts"[7])::bigint, sum(c."batch_counts"[8])::bigint, sum(c."batch_counts"[9])::bigint, sum(c."batch_counts"[10])::bigint, sum(c."batch_counts"[11])::bigint, sum(c."batch_counts"[12])::bigint] AS batch_counts, sum(c.lag_ms_sum) AS lag_ms_sum,
min(c.lag_ms_min) AS lag_ms_min, max(c.lag_ms_max) AS lag_ms_max,
ARRAY[sum(c."lag_counts"[1])::bigint, sum(c."lag_counts"[2])::bigint, sum(c."lag_counts"[3])::bigint, sum(c."lag_counts"[4])::bigint, sum(c."lag_counts"[5])::bigint, sum(c."lag_counts"[6])::bigint, sum(c."lag_counts"[7])::bigint, sum(c."lag_counts"[8])::bigint, sum(c."lag_counts"[9])::bigint, sum(c."lag_counts"[10])::bigint, sum(c."lag_counts"[11])::bigint, sum(c."lag_counts"[12])::bigint, sum(c."lag_counts"[13])::bigint, sum(c."lag_counts"[14])::bigint] AS lag_counts
  FROM fiber.ingest_counts c WHERE
bucket_seconds = $3 AND bucket >= $4::timestamptz AND bucket < $5::timestamptz GROUP BY 1 ORDER BY 1;

  SELECT s.source_id, s.kind, s.key, s.name, s.last_at,
sum(c.bodies)::bigint AS bodies, sum(c.failed_bodies)::bigint AS failed_bodies, sum(c.batches)::bigint AS batches,
sum(c.accepted)::bigint AS accepted, sum(c.duplicates)::bigint AS duplicates, sum(c.rejected)::bigint AS rejected,
sum(c.nodes_created)::bigint AS nodes_created, sum(c.batch_ms_sum) AS batch_ms_sum, max(c.batch_ms_max) AS batch_ms_max,
ARRAY[sum(c."batch_counts"[1])::bigint, sum(c."batch_counts"[2])::bigint, sum(c."batch_counts"[3])::bigint, sum(c."batch_counts"[4])::bigint, sum(c."batch_counts"[5])::bigint, sum(c."batch_counts"[6])::bigint, sum(c."batch_counts"[7])::bigint, sum(c."batch_counts"[8])::bigint, sum(c."batch_counts"[9])::bigint, sum(c."batch_counts"[10])::bigint, sum(c."batch_counts"[11])::bigint, sum(c."batch_counts"[12])::bigint] AS batch_counts, sum(c.lag_ms_sum) AS lag_ms_sum,
min(c.lag_ms_min) AS lag_ms_min, max(c.lag_ms_max) AS lag_ms_max,
ARRAY[sum(c."lag_counts"[1])::bigint, sum(c."lag_counts"[2])::bigint, sum(c."lag_counts"[3])::bigint, sum(c."lag_counts"[4])::bigint, sum(c."lag_counts"[5])::bigint, sum(c."lag_counts"[6])::bigint, sum(c."lag_counts"[7])::bigint, sum(c."lag_counts"[8])::bigint, sum(c."lag_counts"[9])::bigint, sum(c."lag_counts"[10])::bigint, sum(c."lag_counts"[11])::bigint, sum(c."lag_counts"[12])::bigint, sum(c."lag_counts"[13])::bigint, sum(c."lag_counts"[14])::bigint] AS lag_counts, count(*) OVER () AS sources
  FROM fiber.ingest_counts c JOIN fiber.ingest_sources s USING (source_id)
  WHERE
bucket_seconds = $1 AND bucket >= $2::timestamptz AND bucket < $3::timestamptz GROUP BY s.source_id
  ORDER BY sum(c.accepted + c.duplicates + c.rejected) DESC, s.source_id LIMIT $4;

  SELECT source_id, field, reason, sum(lines)::bigint AS lines
  FROM fiber.ingest_rejections WHERE
bucket_seconds = $1 AND bucket >= $2::timestamptz AND bucket < $3::timestamptz GROUP BY 1, 2, 3 ORDER BY lines DESC;

-- getIngestTotals

SELECT s.kind, s.key, s.name, s.last_at, c.* FROM fiber.ingest_counts c JOIN fiber.ingest_sources s USING (source_id)
WHERE c.bucket_seconds = 0 ORDER BY source_id;

SELECT source_id, field, reason, lines FROM fiber.ingest_rejections
WHERE bucket_seconds = 0 ORDER BY source_id, field, reason;
