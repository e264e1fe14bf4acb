import { type Kysely, sql, type Transaction } from "kysely";
import type { Database } from "#db/schema/index.ts";
import type { SeenRanges, SortedBatch } from "./batch.ts";

const CONFLICT = {
  fail: sql``,
  ignore: sql`ON CONFLICT (node_id, time) DO NOTHING`,
  update: sql`ON CONFLICT (node_id, time) DO UPDATE SET latency_ms = excluded.latency_ms, uptime_pct = excluded.uptime_pct,
                                packet_loss = excluded.packet_loss`,
};

const STORED_NOT = sql`
  WHERE NOT EXISTS (SELECT FROM stored WHERE stored.place = incoming.place AND stored.time = incoming.time)`;

/**
 * Average distance of a node's rows in one batch from which on a look at what is stored between them costs more than
 * it spares: rows shuffled over months.
 */
const SPARSE_MS = 3_600_000;

/** Whether a look at what is stored between the rows is worth while. */
export const isDense = ({ seen, row_count }: SortedBatch): boolean => {
  const span = [...seen.values()].reduce((sum, { first, last }) => sum + last - first, 0);
  return span / row_count <= SPARSE_MS;
};

const KNOWN_FOR_MS = 10_000;

type CompressedUntil = { until: number; read_at: number };
const known_until = new WeakMap<Kysely<Database>, CompressedUntil>();

/** Epoch milliseconds up to which chunks are compressed; `fresh`: not from memory, which may be 10 s old. */
export const compressedUntil = async (db: Kysely<Database>, fresh: boolean): Promise<number> => {
  const before = known_until.get(db);
  if (before && !fresh && performance.now() - before.read_at < KNOWN_FOR_MS) return before.until;
  const { rows } = await sql<{ until: string | null }>`
    SELECT max(range_end) AS until FROM timescaledb_information.chunks
    WHERE hypertable_schema = 'public' AND hypertable_name = 'metrics' AND is_compressed`.execute(db);
  const until = rows[0]?.until ? Date.parse(rows[0].until) : -Infinity;
  known_until.set(db, { until, read_at: performance.now() });
  return until;
};

const arrayText = (values: (number | null)[]): string => `{${values.map((value) => value ?? "NULL").join(",")}}`;

const columnsOf = ({ series, seen }: SortedBatch) => {
  // A node is told by its place in a short list: uuids would be most of what travels.
  const places = new Map([...seen.keys()].map((node_id, at) => [node_id, at + 1]));
  const rows = series.flatMap((one) => one.rows);
  return {
    places: arrayText(series.flatMap(({ node_id, rows: { length } }) => Array(length).fill(places.get(node_id)))),
    times: arrayText(rows.map((row) => row.time)),
    latencies: arrayText(rows.map((row) => row.latency_ms)),
    uptimes: arrayText(rows.map((row) => row.uptime_pct)),
    losses: arrayText(rows.map((row) => row.packet_loss)),
  };
};

const storedBetween = (seen: SeenRanges) => {
  const ranges = [...seen.values()];
  return sql`
    SELECT spans.place, metrics.time
    FROM unnest(${[...seen.keys()]}::uuid[], ${ranges.map(({ first }) => new Date(first).toISOString())}::timestamptz[],
                ${ranges.map(({ last }) => new Date(last).toISOString())}::timestamptz[])
         WITH ORDINALITY AS spans (node_id, first_time, last_time, place)
    CROSS JOIN LATERAL (
      SELECT m.time FROM metrics m
      WHERE m.node_id = spans.node_id AND m.time BETWEEN spans.first_time AND spans.last_time
    ) AS metrics`;
};

/**
 * Inserts what is not stored yet, or replaces it (`update`), or throws (`fail`); returns how many rows were written. `compare`: rows are
 * compared with stored ones first. An INSERT marks a compressed chunk as partial even when every row of it is a
 * duplicate; only new rows should do that.
 */
export const insertRows = async (
  db: Transaction<Database>,
  batch: SortedBatch,
  { on_conflict, compare }: { on_conflict: keyof typeof CONFLICT; compare: boolean },
): Promise<number> => {
  const { times, places, latencies, uptimes, losses } = columnsOf(batch);
  const { numAffectedRows } = await sql`
    WITH incoming AS (
      SELECT to_timestamp(milliseconds / 1000) AS time, place, latency_ms, uptime_pct, packet_loss
      FROM unnest(${times}::double precision[], ${places}::integer[], ${latencies}::real[], ${uptimes}::real[],
                  ${losses}::real[]) AS rows (milliseconds, place, latency_ms, uptime_pct, packet_loss)
    )${compare ? sql`, stored AS MATERIALIZED (${storedBetween(batch.seen)})` : sql``}
    INSERT INTO metrics (time, node_id, latency_ms, uptime_pct, packet_loss)
    SELECT time, (${[...batch.seen.keys()]}::uuid[])[place], latency_ms, uptime_pct, packet_loss
    FROM incoming ${compare ? STORED_NOT : sql``}
    ${CONFLICT[on_conflict]}`.execute(db);
  return Number(numAffectedRows ?? 0);
};
