import { type Kysely, sql } from "kysely";
import type { Database } from "#db/schema/index.ts";
import type { OrdinaryTable } from "#lib/model/storage-detail.ts";
import { getCapabilities } from "./capabilities.ts";
import { aggregateViews, knownHypertables } from "./storage-sql.ts";

/** Tables listed at most, the largest by what VACUUM saw last. */
const LIMIT = 500;

/**
 * Tables that are no hypertable and no part of one, the largest first; also on a PostgreSQL without TimescaleDB. Sizes
 * are live, rows those of the last ANALYZE. PostgreSQL's catalog and TimescaleDB's own tables are left out. One statement
 * beside the look at the server; reads the catalog and file sizes, never rows.
 */
export const listTables = async (db: Kysely<Database>): Promise<OrdinaryTable[]> => {
  const capabilities = await getCapabilities(db);
  const known =
    capabilities.timescaledb_version === null
      ? sql`known AS (SELECT NULL::oid AS relid)`
      : sql`${aggregateViews(capabilities)}, ${knownHypertables}`;
  const { rows } = await sql<OrdinaryTable>`
    WITH ${known}, candidate AS MATERIALIZED (
      SELECT c.oid, n.nspname, c.relname, c.relkind, c.relispartition, c.reltoastrelid, c.reltuples
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind IN ('r', 'm', 'f') AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast')
        AND n.nspname NOT LIKE '\\_timescaledb\\_%' AND n.nspname NOT LIKE 'pg\\_temp\\_%'
        AND c.oid NOT IN (SELECT relid FROM known WHERE relid IS NOT NULL)
        AND NOT EXISTS (SELECT FROM pg_inherits i JOIN known k ON k.relid = i.inhparent WHERE i.inhrelid = c.oid)
      ORDER BY c.relpages DESC, c.oid LIMIT ${LIMIT}
    )
    SELECT nspname AS table_schema, relname AS table_name,
           CASE WHEN relispartition THEN 'partition' WHEN relkind = 'm' THEN 'materialized_view'
                WHEN relkind = 'f' THEN 'foreign_table' ELSE 'table' END AS kind,
           pg_table_size(oid) - toast.bytes AS table_bytes, pg_indexes_size(oid) AS index_bytes, toast.bytes AS toast_bytes,
           pg_total_relation_size(oid) AS total_bytes,
           CASE WHEN reltuples >= 0 THEN reltuples::bigint END AS row_count_estimate
    FROM candidate
    CROSS JOIN LATERAL (SELECT coalesce(pg_total_relation_size(nullif(reltoastrelid, 0)), 0) AS bytes) toast
    ORDER BY total_bytes DESC, 1, 2`.execute(db);
  return rows;
};
