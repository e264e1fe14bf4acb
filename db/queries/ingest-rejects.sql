-- Generated from db/queries/ingest-rejects.ts. To renew: node db/queries/sql.ts

-- listIngestRejects

SELECT r.reject_id, r.rejected_at, json_build_object('kind', s.kind, 'name', s.name) AS source, r.format, r.line,
       r.field, r.reason, r.message, r.text, r.text_length
FROM fiber.ingest_rejects r JOIN fiber.ingest_sources s USING (source_id)
ORDER BY r.rejected_at DESC, r.reject_id DESC LIMIT $1;

SELECT c.node_name, c.region, c.other_region, c.rows, json_build_object('kind', s.kind, 'name', s.name) AS source,
       c.first_at, c.last_at
FROM fiber.region_conflicts c JOIN fiber.ingest_sources s USING (source_id)
ORDER BY c.last_at DESC, c.node_name LIMIT $1;
