import { type Kysely, sql } from "kysely";
import type { Database } from "#db/schema/index.ts";
import type { IngestReject, IngestRejects, KeptRegionConflict } from "#lib/model/ingest-activity.ts";

/** Refused lines that a page shows, and region conflicts. */
export const MAX_REJECTS = 200;
const MAX_CONFLICTS = 100;

/** The last refused lines that are kept and the region conflicts, the newest first. Two statements. */
export const listIngestRejects = async (
  db: Kysely<Database>,
  { limit = MAX_REJECTS, now }: { limit?: number; now: Date },
): Promise<IngestRejects> => {
  const [items, conflicts] = await Promise.all([
    sql<IngestReject>`
      SELECT r.reject_id, r.rejected_at, json_build_object('kind', s.kind, 'name', s.name) AS source, r.format, r.line,
             r.field, r.reason, r.message, r.text, r.text_length
      FROM fiber.ingest_rejects r JOIN fiber.ingest_sources s USING (source_id)
      ORDER BY r.rejected_at DESC, r.reject_id DESC LIMIT ${limit}`.execute(db),
    sql<KeptRegionConflict>`
      SELECT c.node_name, c.region, c.other_region, c.rows, json_build_object('kind', s.kind, 'name', s.name) AS source,
             c.first_at, c.last_at
      FROM fiber.region_conflicts c JOIN fiber.ingest_sources s USING (source_id)
      ORDER BY c.last_at DESC, c.node_name LIMIT ${MAX_CONFLICTS}`.execute(db),
  ]);
  return { items: items.rows, conflicts: conflicts.rows, as_of: now.toISOString() };
};
