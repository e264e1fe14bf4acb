import { type Kysely, type RawBuilder, sql } from "kysely";
import type { Database } from "#db/schema/index.ts";
import { notFound } from "#lib/errors.ts";
import type { HypertableLayout } from "#lib/model/storage-detail.ts";
import { type Capabilities, requireTimescale } from "./capabilities.ts";
import { everyChunk } from "./every-chunk.ts";
import { aggregateViews, knownHypertables, namedHypertable, readsChunkSizes } from "./storage-sql.ts";

/** Chunks whose index files are measured; with more of them the catalog's pages are taken. */
const MEASURED_CHUNKS = 500;

/** Index bytes of the newest chunk that has ended: of its files, or as compression found them. */
const wholeChunk = (capabilities: Capabilities) => sql`
    whole AS MATERIALIZED (
      SELECT extract(epoch FROM v.range_end - v.range_start) AS seconds,
             CASE WHEN NOT v.is_compressed THEN pg_indexes_size(v.oid) ELSE ${
               readsChunkSizes(capabilities)
                 ? sql`(SELECT z.uncompressed_index_size FROM _timescaledb_catalog.compression_chunk_size z
                        WHERE z.chunk_id = v.chunk_id)`
                 : sql`NULL::bigint`
             } END AS index_bytes
      FROM target t
      JOIN every v USING (hypertable_schema, hypertable_name)
      WHERE v.range_end <= now() ORDER BY v.range_end DESC LIMIT 1
    )`;

/**
 * What an index `x` with its entry `ic` of pg_class says: its method, columns by name, operators, order and collations.
 * PostgreSQL's own text of it opens the table and all its indexes: with 10,000 chunks that took a new session a second.
 * Only expressions are worth that. A condition is written otherwise in each chunk, so it goes by the index's `name`,
 * which TimescaleDB puts behind that of the chunk.
 */
const says = (name: RawBuilder<unknown>) => sql`
             CASE WHEN x.indexprs IS NULL
                  THEN concat_ws(' ', ic.relam, x.indnkeyatts, x.indclass, x.indoption, x.indcollation,
                                 (SELECT string_agg(quote_ident(a.attname), ',' ORDER BY k.place)
                                  FROM unnest(x.indkey) WITH ORDINALITY AS k (attnum, place)
                                  JOIN pg_attribute a ON a.attrelid = x.indrelid AND a.attnum = k.attnum))
                  ELSE substring(pg_get_indexdef(x.indexrelid) FROM ' USING (?:(?! WHERE ).)*') END
             || CASE WHEN x.indpred IS NULL THEN '' ELSE ' WHERE ' || ${name} END`;

/** The indexes of the hypertable; an index of a chunk belongs to the one that says the same. */
const indexes = (capabilities: Capabilities) => sql`
    child AS MATERIALIZED (
      SELECT c.oid, c.relname, count(*) OVER () <= ${sql.lit(MEASURED_CHUNKS)} AS measured
      FROM target t JOIN pg_inherits i ON i.inhparent = t.relid JOIN pg_class c ON c.oid = i.inhrelid
    ), part AS MATERIALIZED (
      SELECT ${says(sql`substr(ic.relname, length(child.relname) + 2)`)} AS says, x.indisunique,
             CASE WHEN child.measured THEN pg_relation_size(x.indexrelid)
                  ELSE ic.relpages * current_setting('block_size')::bigint END AS bytes,
             ${capabilities.embedded ? sql`NULL::bigint` : sql`pg_stat_get_numscans(x.indexrelid)`} AS scans
      FROM child JOIN pg_index x ON x.indrelid = child.oid JOIN pg_class ic ON ic.oid = x.indexrelid
    ), sums AS (
      SELECT says, indisunique, sum(bytes)::bigint AS total_bytes, sum(scans)::bigint AS scan_count, count(*) AS chunk_count
      FROM part GROUP BY 1, 2
    )`;

/**
 * How a hypertable, or the one that stores a continuous aggregate, is laid out: dimensions, indexes with their size and
 * use over all chunks, and what its chunk interval is judged by. One statement beside the look at the server; reads the
 * catalog and file sizes, never rows.
 *
 * Errors: `not_available` without TimescaleDB, `not_found` for an unknown name.
 */
export const getHypertableLayout = async (
  db: Kysely<Database>,
  { hypertable_name, hypertable_schema = null }: { hypertable_name: string; hypertable_schema?: string | null },
): Promise<HypertableLayout> => {
  const capabilities = await requireTimescale(db);
  const { rows } = await sql<HypertableLayout>`
    WITH ${aggregateViews(capabilities)}, ${knownHypertables}, target AS MATERIALIZED (
${namedHypertable(hypertable_name, hypertable_schema)}
    ), ${everyChunk(capabilities)}, ${wholeChunk(capabilities)}, ${indexes(capabilities)}, active AS MATERIALIZED (
      SELECT sum(pg_indexes_size(v.oid))::bigint AS bytes, count(DISTINCT k.relid) AS count
      FROM known k
      JOIN every v USING (hypertable_schema, hypertable_name)
      WHERE k.relid <> (SELECT relid FROM target) AND NOT v.is_compressed AND v.range_start <= now() AND v.range_end > now()
    )
    SELECT t.hypertable_schema, t.hypertable_name,
           (SELECT coalesce(jsonb_agg(jsonb_build_object(
              'dimension_number', d.dimension_number, 'column_name', d.column_name, 'column_type', d.column_type::text,
              'kind', lower(d.dimension_type), 'interval_seconds', extract(epoch FROM d.time_interval),
              'integer_interval', d.integer_interval, 'partitions', d.num_partitions) ORDER BY d.dimension_number), '[]')
            FROM timescaledb_information.dimensions d
            WHERE (d.hypertable_schema, d.hypertable_name) = (t.hypertable_schema, t.hypertable_name)) AS dimensions,
           (SELECT coalesce(jsonb_agg(jsonb_build_object(
              'index_name', ic.relname, 'definition', pg_get_indexdef(x.indexrelid), 'unique', x.indisunique,
              'total_bytes', coalesce(s.total_bytes, 0) + pg_relation_size(x.indexrelid),
              'scan_count', ${capabilities.embedded ? sql`NULL::bigint` : sql`coalesce(s.scan_count, 0)`},
              'chunk_count', coalesce(s.chunk_count, 0)) ORDER BY ic.relname), '[]')
            FROM pg_index x JOIN pg_class ic ON ic.oid = x.indexrelid
            LEFT JOIN sums s ON s.says = ${says(sql`ic.relname`)} AND s.indisunique = x.indisunique
            WHERE x.indrelid = t.relid) AS indexes,
           jsonb_build_object(
             'shared_buffers_bytes', pg_size_bytes(current_setting('shared_buffers', true)),
             'whole_chunk_index_bytes', (SELECT index_bytes FROM whole),
             'whole_chunk_seconds', (SELECT seconds FROM whole),
             'other_active_index_bytes', coalesce((SELECT bytes FROM active), 0),
             'other_active_count', (SELECT count FROM active)) AS memory,
           ARRAY(SELECT view_name::text FROM ca WHERE (ca.raw_schema, ca.raw_name) = (t.hypertable_schema, t.hypertable_name)
                 ORDER BY 1) AS aggregates,
           clock_timestamp() AS as_of
    FROM target t`.execute(db);
  const [row] = rows;
  if (!row) throw notFound(`There is no hypertable or continuous aggregate named ${hypertable_name}.`);
  return row;
};
