import { type Kysely, sql } from "kysely";
import type { Database } from "#db/schema/index.ts";
import { type DayCount, openChunkDays, storeOf, type StoreRow } from "#lib/capacity-basis.ts";
import type { CapacityBasis } from "#lib/model/capacity.ts";
import { measure } from "#lib/spread.ts";
import { MILLISECONDS } from "#lib/units.ts";
import { type Capabilities, requireTimescale } from "./capabilities.ts";
import { getDatabaseOverview } from "./database.ts";
import {
  aggregateViews,
  chunkList,
  chunkRows,
  chunkSizes,
  chunkStats,
  hiddenParts,
  knownHypertables,
} from "./storage-sql.ts";

/** Days whose rows are counted, so that the chunks of at least one rollup (70 days) are covered. */
const COUNTED_DAYS = 100;
/** Newest days whose rows a day make the band. */
const BAND_DAYS = 30;

/** public.metrics and every aggregate that is built on it, each with its chunks and the policies that act on them. */
const listStores = async (db: Kysely<Database>, capabilities: Capabilities): Promise<StoreRow[]> => {
  const { rows } = await sql<StoreRow>`
    WITH ${aggregateViews(capabilities)}, ${knownHypertables}, own AS MATERIALIZED (
      WITH RECURSIVE built AS (
        SELECT 'public'::name AS schema, 'metrics'::name AS name
        UNION SELECT ca.hypertable_schema, ca.hypertable_name FROM ca JOIN built ON (ca.raw_schema, ca.raw_name) = (built.schema, built.name)
      )
      SELECT known.* FROM known JOIN built ON (hypertable_schema, hypertable_name) = (schema, name)
    ), ${chunkList(capabilities, "own")}${hiddenParts(capabilities, "own")}, policy AS MATERIALIZED (
      SELECT o.relid, min(extract(epoch FROM (j.config->>'compress_after')::interval)) AS compress_after_seconds,
             min(extract(epoch FROM (j.config->>'drop_after')::interval)) AS retain_seconds
      FROM timescaledb_information.jobs j
      JOIN own o ON (j.hypertable_schema, j.hypertable_name) IN
                    ((o.hypertable_schema, o.hypertable_name), (o.aggregate_schema, o.aggregate_name))
      WHERE j.scheduled AND ${sql.lit(capabilities.edition !== "apache")} AND j.proc_name IN ('policy_compression', 'policy_retention') GROUP BY o.relid
    ), chunk AS MATERIALIZED (
      SELECT ch.relid, s.table_bytes, s.index_bytes, s.toast_bytes, s.total_bytes, ch.is_compressed, ch.range_start,
             ch.range_end, z.before_bytes, r.row_count
      FROM ch
      ${chunkStats(capabilities)}
      ${chunkSizes(capabilities)}
      ${chunkRows(capabilities)}
      WHERE isfinite(ch.range_start) AND isfinite(ch.range_end)
    )
    SELECT coalesce(o.aggregate_name, o.hypertable_name) AS name,
           format('%I.%I', o.hypertable_schema, o.hypertable_name) AS hypertable, o.aggregate_name IS NULL AS measurements,
           extract(epoch FROM o.time_interval)::double precision AS chunk_seconds,
           p.compress_after_seconds::double precision, p.retain_seconds::double precision,
           pg_total_relation_size(o.relid) AS parent_bytes,
           coalesce((SELECT sum(index_bytes) FROM chunk c WHERE c.relid = o.relid), 0) + pg_indexes_size(o.relid) AS index_bytes,
           coalesce((SELECT sum(toast_bytes) FROM chunk c WHERE c.relid = o.relid), 0) AS toast_bytes,
           coalesce((SELECT json_agg(json_build_object('from_ms', extract(epoch FROM range_start) * 1000,
                              'to_ms', extract(epoch FROM range_end) * 1000, 'bytes', total_bytes, 'compressed', is_compressed,
                              'before_bytes', before_bytes, 'row_count', row_count) ORDER BY range_start)
                     FROM chunk c WHERE c.relid = o.relid), '[]') AS chunks
    FROM own o LEFT JOIN policy p USING (relid)
    ORDER BY o.aggregate_name IS NOT NULL, name`.execute(db);
  return rows;
};

/** Rows and nodes of every whole day, as aggregates_daily has counted them; oldest first. */
const listDays = async (db: Kysely<Database>, now: Date): Promise<DayCount[]> => {
  const { rows } = await sql<{ day: string; rows: number; nodes: number }>`
    SELECT bucket AS day, sum(measurement_count) AS rows, count(*) AS nodes FROM aggregates_daily
    WHERE bucket >= ${new Date(+now - COUNTED_DAYS * MILLISECONDS.day).toISOString()}
      AND bucket < date_trunc('day', ${now.toISOString()}::timestamptz, 'UTC')
    GROUP BY bucket ORDER BY bucket`.execute(db);
  return rows.map(({ day, rows: count, nodes }) => ({ from_ms: Date.parse(day), rows: count, nodes }));
};

type Nodes = { node_count: number; promised_per_day: number };

const getNodes = async (db: Kysely<Database>): Promise<Nodes> => {
  const { rows } = await sql<Nodes>`
    SELECT count(*) AS node_count, coalesce(sum(86400.0 / interval_seconds), 0)::double precision AS promised_per_day
    FROM nodes WHERE last_seen_at IS NOT NULL`.execute(db);
  return rows[0] ?? { node_count: 0, promised_per_day: 0 };
};

/** The net change a day of all that is in no store, between samples a day to a week apart; null while there are none. */
const getOtherGrowth = async (db: Kysely<Database>, names: string[]): Promise<number | null> => {
  const { rows } = await sql<{ bytes_per_day: number | null }>`
    WITH ends AS (
      SELECT min(time) AS first, max(time) AS last FROM fiber.storage_samples
      WHERE time >= (SELECT max(time) FROM fiber.storage_samples) - INTERVAL '7 days'
    ), other AS (
      SELECT s.time, sum(CASE WHEN s.hypertable_name IS NULL THEN s.total_bytes ELSE -s.total_bytes END) AS bytes
      FROM fiber.storage_samples s JOIN ends ON s.time IN (ends.first, ends.last)
      WHERE s.hypertable_name IS NULL OR format('%I.%I', s.hypertable_schema, s.hypertable_name) = ANY (${names}::text[])
      GROUP BY s.time
    )
    SELECT ((SELECT bytes FROM other WHERE time = last) - (SELECT bytes FROM other WHERE time = first))
             / (extract(epoch FROM last - first) / 86400)::double precision AS bytes_per_day
    FROM ends WHERE last - first >= INTERVAL '1 day'`.execute(db);
  return rows[0]?.bytes_per_day ?? null;
};

/**
 * What a projection starts from: bytes per row of the chunks that are there, rows per day as aggregates_daily counted
 * them, policies in force, and everything else in the database. A fixed number of statements; they read the catalog,
 * file sizes and a hundred days of aggregates_daily, never measurements.
 *
 * Errors: `not_available` without TimescaleDB or without the tables of this console, `not_permitted`.
 */
export const getCapacityBasis = async (
  db: Kysely<Database>,
  { now = new Date(), disk_bytes = null }: { now?: Date; disk_bytes?: number | null | undefined } = {},
): Promise<CapacityBasis> => {
  const capabilities = await requireTimescale(db);
  const overview = await getDatabaseOverview(db);
  const rows = await listStores(db, capabilities);
  const days = await listDays(db, now);
  const { node_count, promised_per_day } = await getNodes(db);
  const other_bytes_per_day = await getOtherGrowth(
    db,
    rows.map(({ hypertable }) => hypertable),
  );
  // The day on which measurements begin is rarely whole.
  const whole = days.slice(1);
  const last = whole.at(-1);
  const nodes = last?.nodes ?? node_count;
  const rows_per_node_day = measure(whole.slice(-BAND_DAYS).map((day) => day.rows / day.nodes));
  const interval_seconds = promised_per_day > 0 ? (86_400 * node_count) / promised_per_day : 60;
  const today = openChunkDays({ days, nodes, rows_per_node_day, interval_seconds, now });
  const built = rows.map((row) => storeOf(row, today));
  const { hot_bytes_per_row = null, warm_bytes_per_row = null } = built[0] ?? {};
  const stores = built.map(({ store }) => store);
  const stored = stores.reduce((sum, store) => sum + store.total_bytes, 0);
  const { database_bytes } = overview;
  return {
    as_of: now.toISOString(),
    database_bytes,
    disk_bytes,
    node_count: nodes,
    interval_seconds,
    rows_per_node_day,
    days: last
      ? {
          from: new Date(whole.at(-BAND_DAYS)?.from_ms ?? whole[0]!.from_ms).toISOString(),
          to: new Date(last.from_ms).toISOString(),
        }
      : null,
    hot_bytes_per_row,
    warm_bytes_per_row,
    stores,
    other_bytes: database_bytes === null ? 0 : Math.max(0, database_bytes - stored),
    other_bytes_per_day,
  };
};
