import { type Kysely, type RawBuilder, sql } from "kysely";
import type { Database } from "#db/schema/index.ts";
import type { ArchiveFacts } from "#lib/advisor/facts.ts";
import type { LifecycleArchived } from "#lib/model/lifecycle.ts";
import { type Capabilities, canRead, requireTimescale } from "./capabilities.ts";
import { aggregateViews, knownHypertables, namedHypertable } from "./storage-sql.ts";

/** Archived chunks told of one hypertable, the newest. */
const TOLD = 10_000;

/** Whether there is a ledger of the archive that this role may read. */
const hasLedger = (capabilities: Capabilities): boolean =>
  canRead(capabilities, "archived_chunks") && canRead(capabilities, "archive_policies");

/** `cold`: what the archive holds of each hypertable, dropped since or not. Without a ledger its figures are null, not 0. */
export const coldTotals = (capabilities: Capabilities): RawBuilder<unknown> =>
  hasLedger(capabilities)
    ? sql`cold AS MATERIALIZED (
      SELECT k.relid, count(a.chunk_name) AS cold_chunk_count, coalesce(sum(a.archive_bytes), 0)::bigint AS cold_bytes,
             coalesce(sum(a.row_count), 0)::bigint AS cold_row_count
      FROM known k LEFT JOIN fiber.archived_chunks a USING (hypertable_schema, hypertable_name)
      GROUP BY k.relid
    )`
    : sql`cold AS (
      SELECT relid, NULL::bigint AS cold_chunk_count, NULL::bigint AS cold_bytes, NULL::bigint AS cold_row_count FROM known
    )`;

/**
 * What the archive holds of a hypertable, or of a continuous aggregate's, oldest first; null: there is no ledger that
 * this role may read. One statement beside the look at the server.
 */
export const listArchived = async (
  db: Kysely<Database>,
  { hypertable_name, hypertable_schema }: { hypertable_name: string; hypertable_schema?: string | undefined },
): Promise<LifecycleArchived[] | null> => {
  const capabilities = await requireTimescale(db);
  if (!hasLedger(capabilities)) return null;
  const { rows } = await sql<LifecycleArchived>`
    WITH ${aggregateViews(capabilities)}, ${knownHypertables}, named AS (${namedHypertable(hypertable_name, hypertable_schema)}
    ), told AS (
      SELECT a.* FROM fiber.archived_chunks a
      JOIN named USING (hypertable_schema, hypertable_name)
      ORDER BY a.range_start DESC LIMIT ${TOLD}
    )
    SELECT extract(epoch FROM a.range_start) * 1000 AS from_ms, extract(epoch FROM a.range_end) * 1000 AS to_ms,
           a.chunk_name,
           EXISTS (SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                   WHERE n.nspname = a.chunk_schema AND c.relname = a.chunk_name) AS kept, a.row_count, a.chunk_bytes, a.archive_bytes, a.location,
           a.checksum, a.archived_at, a.verified_at
    FROM told a
    ORDER BY a.range_start, a.chunk_name`.execute(db);
  return rows;
};

const age = (key: string) =>
  sql`CASE WHEN jsonb_typeof(j.config->${sql.lit(key)}) = 'string' THEN (j.config->>${sql.lit(key)})::interval END`;

/**
 * Of every hypertable that has an archive policy, or of which a chunk was archived: chunks that are in the hypertable and
 * not in the archive, when retention takes them and when they should have been archived. Undefined: no ledger that this
 * role may read. Part of getChunkFacts().
 */
export const archiveFacts = (capabilities: Capabilities): RawBuilder<ArchiveFacts> | undefined =>
  hasLedger(capabilities)
    ? sql<ArchiveFacts>`
    WITH held AS MATERIALIZED (
      SELECT hypertable_schema, hypertable_name, count(*) AS archived_count, max(range_end) AS archived_until,
             count(*) FILTER (WHERE verified_at IS NULL) AS unverified_count
      FROM fiber.archived_chunks GROUP BY 1, 2
    ), wanted AS MATERIALIZED (
      SELECT hypertable_schema, hypertable_name, p.archive_after, coalesce(h.archived_count, 0) AS archived_count,
             h.archived_until, coalesce(h.unverified_count, 0) AS unverified_count
      FROM held h FULL JOIN fiber.archive_policies p USING (hypertable_schema, hypertable_name)
    ), retention AS MATERIALIZED (
      SELECT DISTINCT ON (1, 2) coalesce(ca.hypertable_schema, j.hypertable_schema) AS hypertable_schema,
             coalesce(ca.hypertable_name, j.hypertable_name) AS hypertable_name,
             j.job_id, j.scheduled, j.schedule_interval, ${age("drop_after")} AS drop_after, ${age("drop_created_before")} AS drop_created
      FROM timescaledb_information.jobs j
      LEFT JOIN ca ON (j.hypertable_schema, j.hypertable_name) IN
                      ((ca.view_schema, ca.view_name), (ca.hypertable_schema, ca.hypertable_name))
      WHERE j.proc_name = 'policy_retention'
      ORDER BY 1, 2, j.job_id
    ), waiting AS MATERIALIZED (
      SELECT c.hypertable_schema, c.hypertable_name, format('%I.%I', c.chunk_schema, c.chunk_name) AS chunk,
             c.range_end + w.archive_after AS turn_at,
             CASE WHEN r.drop_after IS NOT NULL THEN c.range_end + r.drop_after
                  WHEN r.drop_created IS NOT NULL THEN c.chunk_creation_time + r.drop_created END AS drop_at
      FROM every c
      JOIN wanted w USING (hypertable_schema, hypertable_name)
      LEFT JOIN retention r USING (hypertable_schema, hypertable_name)
      WHERE isfinite(c.range_end)
        AND NOT EXISTS (SELECT FROM fiber.archived_chunks a WHERE (a.chunk_schema, a.chunk_name) = (c.chunk_schema, c.chunk_name))
    )
    SELECT w.hypertable_schema, w.hypertable_name, coalesce(ca.view_name, w.hypertable_name) AS shown_name,
           w.archived_count, w.archived_until, w.unverified_count,
           extract(epoch FROM w.archive_after) AS archive_after_seconds,
           r.job_id AS retention_job_id, r.scheduled AS retention_scheduled,
           extract(epoch FROM r.drop_after) AS drop_after_seconds,
           count(c.chunk) AS waiting_count,
           count(*) FILTER (WHERE c.drop_at <= now() + r.schedule_interval) AS next_drop_count,
           count(*) FILTER (WHERE c.drop_at <= now() + r.schedule_interval + INTERVAL '7 days') AS week_drop_count,
           (array_agg(c.chunk ORDER BY c.drop_at, c.chunk) FILTER (WHERE c.drop_at IS NOT NULL))[1] AS first_drop_chunk,
           min(c.drop_at) AS first_drop_at,
           count(*) FILTER (WHERE c.turn_at < now()) AS due_count,
           (array_agg(c.chunk ORDER BY c.turn_at, c.chunk) FILTER (WHERE c.turn_at < now()))[1] AS oldest_due_chunk,
           min(c.turn_at) FILTER (WHERE c.turn_at < now()) AS oldest_due_at
    FROM wanted w
    LEFT JOIN retention r USING (hypertable_schema, hypertable_name)
    LEFT JOIN waiting c USING (hypertable_schema, hypertable_name)
    LEFT JOIN ca USING (hypertable_schema, hypertable_name)
    GROUP BY w.hypertable_schema, w.hypertable_name, ca.view_name, w.archived_count, w.archived_until, w.unverified_count,
             w.archive_after, r.job_id, r.scheduled, r.drop_after
    ORDER BY w.hypertable_schema, w.hypertable_name`
    : undefined;
