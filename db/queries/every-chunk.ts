import { type RawBuilder, sql } from "kysely";
import { type Capabilities, canCall, canRead } from "./capabilities.ts";

/** Slices of chunks: since 2.28 a slice names its chunk, before that a constraint of the chunk named the slice. */
const sliceOf = (capabilities: Capabilities): RawBuilder<unknown> | undefined => {
  if (canRead(capabilities, "dimension_slice:chunk"))
    return sql`JOIN _timescaledb_catalog.dimension_slice s ON s.chunk_id = c.id AND s.dimension_id = d.id`;
  return canRead(capabilities, "dimension_slice") && canRead(capabilities, "chunk_constraint")
    ? sql`JOIN _timescaledb_catalog.chunk_constraint cc ON cc.chunk_id = c.id
      JOIN _timescaledb_catalog.dimension_slice s ON s.id = cc.dimension_slice_id AND s.dimension_id = d.id`
    : undefined;
};

/** Joins to chunks `c` the table `p` of each: since 2.29 a chunk has the oid of its table, before that it had the name. */
const tableOfChunk = (capabilities: Capabilities): RawBuilder<unknown> =>
  canRead(capabilities, "chunk:relid")
    ? sql`JOIN pg_class p ON p.oid = c.relid
      JOIN pg_namespace n ON n.oid = p.relnamespace`
    : sql`JOIN pg_namespace n ON n.nspname = c.schema_name
      JOIN pg_class p ON p.relnamespace = n.oid AND p.relname = c.table_name`;

/** Whether the catalog tells the number and the status of each chunk. */
export const readsChunks = (capabilities: Capabilities): boolean =>
  canRead(capabilities, "chunk") && (canRead(capabilities, "chunk:relid") || canRead(capabilities, "chunk:name"));

const readsList = (capabilities: Capabilities): boolean =>
  canCall(capabilities, "to_timestamp(bigint)") &&
  readsChunks(capabilities) &&
  (["hypertable", "dimension"] as const).every((key) => canRead(capabilities, key));

/**
 * `every`: all chunks, as timescaledb_information.chunks lists them, with what PostgreSQL's catalog says of the table of
 * each: `oid`, `reltuples`, `relpages`, `reltoastrelid`; and `chunk_id` and `status`, null where this server does not tell. The view with
 * these joined to it takes four times as long, so it is asked only where the catalog is not as it is known here. The
 * planner expects a handful of chunks, whatever their number, and would then read all of them again for each hypertable:
 * a function of one row, which it takes for a thousand, has it join by hash.
 */
export const everyChunk = (capabilities: Capabilities): RawBuilder<unknown> => {
  const slice = sliceOf(capabilities);
  if (slice === undefined || !readsList(capabilities)) return viewedChunks(capabilities);
  return sql`
    primary_dimension AS MATERIALIZED (
      SELECT DISTINCT ON (hypertable_id) id, hypertable_id, column_type::oid = ANY ('{timestamp,timestamptz,date,uuid}'::regtype[]::oid[]) AS timed
      FROM _timescaledb_catalog.dimension ORDER BY hypertable_id, id
    ), every AS MATERIALIZED (
      SELECT h.schema_name AS hypertable_schema, h.table_name AS hypertable_name,
             n.nspname AS chunk_schema, p.relname AS chunk_name,
             CASE WHEN d.timed THEN _timescaledb_functions.to_timestamp(s.range_start) END AS range_start,
             CASE WHEN d.timed THEN _timescaledb_functions.to_timestamp(s.range_end) END AS range_end,
             CASE WHEN NOT d.timed THEN s.range_start END AS range_start_integer,
             c.creation_time AS chunk_creation_time, c.status & 1 = 1 AS is_compressed, c.status,
             c.id AS chunk_id, p.oid, p.reltuples, p.relpages, p.reltoastrelid
      FROM _timescaledb_catalog.hypertable h
      CROSS JOIN regexp_split_to_table('', ',') thousand
      JOIN primary_dimension d ON d.hypertable_id = h.id
      JOIN _timescaledb_catalog.chunk c ON c.hypertable_id = h.id
      ${slice}
      ${tableOfChunk(capabilities)}
      WHERE NOT c.osm_chunk AND h.compression_state <> 2
    )`;
};

/** The same from the view, where the catalog is hidden or of another make. */
const viewedChunks = (capabilities: Capabilities): RawBuilder<unknown> => sql`
    every AS MATERIALIZED (
      SELECT v.hypertable_schema, v.hypertable_name, v.chunk_schema, v.chunk_name, v.range_start, v.range_end,
             v.range_start_integer, v.chunk_creation_time, v.is_compressed, ${
               readsChunks(capabilities)
                 ? sql`k.status, k.id AS chunk_id`
                 : sql`NULL::integer AS status, NULL::integer AS chunk_id`
             },
             p.oid, p.reltuples, p.relpages, p.reltoastrelid
      FROM timescaledb_information.chunks v
      CROSS JOIN regexp_split_to_table('', ',') thousand
      JOIN pg_namespace n ON n.nspname = v.chunk_schema
      JOIN pg_class p ON p.relnamespace = n.oid AND p.relname = v.chunk_name
      ${
        readsChunks(capabilities)
          ? sql`LEFT JOIN _timescaledb_catalog.chunk k ON ${
              canRead(capabilities, "chunk:relid")
                ? sql`k.relid = p.oid`
                : sql`(k.schema_name, k.table_name) = (v.chunk_schema, v.chunk_name)`
            }`
          : sql``
      }
    )`;
