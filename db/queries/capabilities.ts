import { type Kysely, sql } from "kysely";
import type { Database } from "#db/schema/index.ts";
import { FiberError } from "#lib/errors.ts";

/** Functions that not every version, edition or role offers, by name and argument types. */
const OPTIONAL_FUNCTIONS = [
  "chunk_columnstore_stats(regclass)",
  "chunk_status(regclass)",
  "cagg_watermark(integer)",
  "to_timestamp(bigint)",
  "job_errors()",
  "job_runs(integer)",
  "server_activity()",
] as const;

/**
 * Columns of tables that a database of another make has not, of internal tables for which no public view exists that every role may read, and of public views that not
 * every version has; and the one of a public view that makes it fail for some roles, see aggregateViews().
 */
const OPTIONAL_TABLES = {
  continuous_aggregates: ["invalidate_using"],
  continuous_agg: ["mat_hypertable_id", "user_view_schema", "user_view_name"],
  bgw_job_stat: ["job_id", "consecutive_failures"],
  compression_settings: ["relid", "segmentby", "orderby", "orderby_desc", "orderby_nullsfirst"],
  "compression_settings:compressed": ["relid", "compress_relid"],
  chunk: ["id", "hypertable_id", "status", "osm_chunk", "creation_time"],
  "chunk:name": ["schema_name", "table_name"],
  "chunk:relid": ["relid"],
  hypertable: ["id", "schema_name", "table_name", "compression_state"],
  dimension: ["id", "hypertable_id", "column_type"],
  dimension_slice: ["id", "dimension_id", "range_start", "range_end"],
  "dimension_slice:chunk": ["chunk_id", "dimension_id", "range_start", "range_end"],
  chunk_constraint: ["chunk_id", "dimension_slice_id"],
  compression_chunk_size: [
    "chunk_id",
    "uncompressed_heap_size",
    "uncompressed_toast_size",
    "uncompressed_index_size",
    "compressed_heap_size",
    "compressed_toast_size",
    "compressed_index_size",
    "numrows_pre_compression",
    "numrows_post_compression",
  ],
  continuous_aggs_materialization_invalidation_log: [
    "materialization_id",
    "lowest_modified_value",
    "greatest_modified_value",
  ],
  continuous_aggs_hypertable_invalidation_log: ["hypertable_id", "lowest_modified_value", "greatest_modified_value"],
  continuous_aggs_materialization_ranges: ["materialization_id", "lowest_modified_value", "greatest_modified_value"],
  job_runner: ["looked_at"],
  finding_snoozes: ["finding_id", "until"],
  refresh_requests: ["requested_at"],
  archived_chunks: ["chunk_schema", "chunk_name", "hypertable_name", "archive_bytes"],
  archive_policies: ["hypertable_name", "archive_after"],
  stat_chunk_activity: [
    "chunk",
    "n_selects",
    "n_inserts",
    "n_updates",
    "n_deletes",
    "total_batches_scanned",
    "total_batches_decompressed",
    "first_update",
  ],
} as const;

/** The table or view of a key: what stands before a colon. Two keys of one table ask for different columns. */
const tableOf = (key: string): string => key.split(":")[0] ?? key;

/** What this server, this edition and this role offer, found by looking, never by the version. */
export type Capabilities = {
  database_name: string;
  postgres_version: string;
  /** Null when the extension is not installed in this database. */
  timescaledb_version: string | null;
  edition: "timescale" | "apache" | null;
  /** The schema that holds TimescaleDB's public functions. */
  extension_schema: string;
  embedded: boolean;
  /** This role is a member of pg_read_all_stats: it sees others' sessions by itself. */
  sees_activity: boolean;
  /** Of OPTIONAL_FUNCTIONS those that exist and may be called. */
  functions: string[];
  /** Of OPTIONAL_TABLES those that have every column and may be read. */
  tables: string[];
};

/** True when a function of OPTIONAL_FUNCTIONS may be called. */
export const canCall = (capabilities: Capabilities, name: (typeof OPTIONAL_FUNCTIONS)[number]): boolean =>
  capabilities.functions.includes(name);

/** True when a table of OPTIONAL_TABLES is as it is known here and may be read. */
export const canRead = (capabilities: Capabilities, name: keyof typeof OPTIONAL_TABLES): boolean =>
  capabilities.tables.includes(name);

/**
 * Looks at the server once; works without the extension and for a role that may see nothing. Names are looked up in
 * the catalog: to_regclass() and to_regprocedure() fail where a role may not use the schema.
 */
export const getCapabilities = async (db: Kysely<Database>): Promise<Capabilities> => {
  const columns = Object.entries(OPTIONAL_TABLES).flatMap(([key, names]) =>
    names.map((name) => `${tableOf(key)}.${name}`),
  );
  const { rows } = await sql<Capabilities & { columns: string[] }>`
    SELECT current_database()::text AS database_name,
           current_setting('server_version') AS postgres_version,
           e.extversion AS timescaledb_version,
           CASE WHEN e.extversion IS NOT NULL THEN current_setting('timescaledb.license', true) END AS edition,
           coalesce(n.nspname, 'public')::text AS extension_schema,
           version() LIKE '%emscripten%' OR version() LIKE '%emcc%' AS embedded,
           pg_has_role(current_user, 'pg_read_all_stats', 'USAGE') AS sees_activity,
           ARRAY(SELECT format('%s(%s)', p.proname, oidvectortypes(p.proargtypes))
                 FROM pg_proc p JOIN pg_namespace pn ON pn.oid = p.pronamespace
                 WHERE p.proname = ANY (${OPTIONAL_FUNCTIONS.map((name) => name.split("(")[0])}::name[])
                   AND (pn.oid = n.oid OR pn.nspname IN ('_timescaledb_functions', 'fiber'))
                   AND format('%s(%s)', p.proname, oidvectortypes(p.proargtypes)) = ANY (${[...OPTIONAL_FUNCTIONS]}::text[])
                   AND has_schema_privilege(pn.oid, 'USAGE') AND has_function_privilege(p.oid, 'EXECUTE')) AS functions,
           ARRAY(SELECT format('%s.%s', c.relname, a.attname)
                 FROM pg_class c JOIN pg_namespace cn ON cn.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid
                 WHERE c.relname = ANY (${Object.keys(OPTIONAL_TABLES).map(tableOf)}::name[])
                   AND cn.nspname IN ('_timescaledb_catalog', '_timescaledb_internal', 'timescaledb_information', 'fiber')
                   AND NOT a.attisdropped
                   AND format('%s.%s', c.relname, a.attname) = ANY (${columns}::text[])
                   AND has_schema_privilege(cn.oid, 'USAGE') AND has_table_privilege(c.oid, 'SELECT')) AS columns
    FROM (VALUES (1)) one
    LEFT JOIN pg_extension e ON e.extname = 'timescaledb'
    LEFT JOIN pg_namespace n ON n.oid = e.extnamespace`.execute(db);
  const [row] = rows;
  if (!row) throw new FiberError("internal", "The server did not describe itself.");
  const { columns: found, ...capabilities } = row;
  const tables = Object.entries(OPTIONAL_TABLES)
    .filter(([key, names]) => names.every((name) => found.includes(`${tableOf(key)}.${name}`)))
    .map(([key]) => key);
  return { ...capabilities, tables };
};

/** The capabilities of a database that has TimescaleDB; throws `not_available` for one that has not. */
export const requireTimescale = async (db: Kysely<Database>): Promise<Capabilities> => {
  const capabilities = await getCapabilities(db);
  if (capabilities.timescaledb_version === null) {
    throw new FiberError(
      "not_available",
      `Database ${capabilities.database_name} does not have the extension timescaledb.`,
      {
        remedy: "Install it with CREATE EXTENSION timescaledb, or name another database in DATABASE_URL.",
      },
    );
  }
  return capabilities;
};

/** A public function of TimescaleDB, wherever the extension was installed. */
export const publicFunction = (capabilities: Capabilities, name: string) => sql.id(capabilities.extension_schema, name);
