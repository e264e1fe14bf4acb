import type { RegionConflict } from "#lib/model/ingest.ts";
import { type Kysely, sql, type Transaction } from "kysely";
import type { Measurement } from "#lib/ingest/measurement.ts";
import type { Database } from "#db/schema/index.ts";
import { requestRefresh } from "./late.ts";
import { type KnownNode, type KnownNodes, listRegionConflicts, resolveNodes, widenSeen } from "./nodes.ts";
import type { ResolveOptions } from "./nodes.ts";
import { withRetry } from "./retry.ts";

/** Rows a transaction. */
export const BATCH_ROWS = 5_000;

export type WriteOptions = Partial<ResolveOptions> & {
  /** What becomes of a row whose node and time are stored already: `ignore` (default) keeps what is there. */
  on_conflict?: "ignore" | "update";
  /** Nodes known from earlier calls; filled by this one. */
  known?: KnownNodes;
  /** Asks, in the transaction that stores them, that the aggregates of late rows be refreshed: db/writes/late.ts. */
  request_refresh?: boolean;
};

export type WriteResult = {
  /** Rows that are stored because of this call: new ones, and with `update` replaced ones. */
  accepted: number;
  /** Rows that changed nothing: stored already, or repeated within the call. */
  duplicates: number;
  nodes_created: KnownNode[];
  region_conflicts: RegionConflict[];
};

/** By node id, epoch milliseconds. */
type SeenRanges = Map<string, { first: number; last: number }>;

type Row = { row: Measurement; node_id: string };

/** By node and time; of rows with the same identity the first stands (`ignore`) or the last (`update`). */
const sortUnique = (rows: readonly Measurement[], known: KnownNodes, keep: "first" | "last"): Row[] => {
  const resolved = rows.map((row) => ({ row, node_id: (known.get(row.node_name) as KnownNode).node_id }));
  const ordered = keep === "first" ? resolved : resolved.toReversed();
  const sorted = ordered.toSorted((a, b) =>
    a.node_id === b.node_id ? a.row.time - b.row.time : a.node_id < b.node_id ? -1 : 1,
  );
  return sorted.filter((item, at) => {
    const before = sorted[at - 1];
    return before?.node_id !== item.node_id || before.row.time !== item.row.time;
  });
};

const REPLACE = sql`DO UPDATE SET latency_ms = excluded.latency_ms, uptime_pct = excluded.uptime_pct,
                                packet_loss = excluded.packet_loss`;

const arrayText = (values: (number | null)[]): string => `{${values.map((value) => value ?? "NULL").join(",")}}`;

const seenRanges = (rows: readonly Row[]): SeenRanges => {
  const seen: SeenRanges = new Map();
  for (const { row, node_id } of rows) {
    const range = seen.get(node_id);
    if (range) range.last = row.time;
    else seen.set(node_id, { first: row.time, last: row.time });
  }
  return seen;
};

/**
 * Average distance of a node's rows in one batch from which on a look at what is stored between them costs more than
 * it spares: rows shuffled over months.
 */
const SPARSE_MS = 3_600_000;

/**
 * Whether the rows are to be compared with stored ones first. An INSERT marks a compressed chunk as partial even when
 * every row of it is a duplicate; only new rows should do that.
 */
const touchesCompressed = async (db: Kysely<Database>, rows: readonly Row[], seen: SeenRanges): Promise<boolean> => {
  const ranges = [...seen.values()];
  const span = ranges.reduce((sum, { first, last }) => sum + last - first, 0);
  if (span / rows.length > SPARSE_MS) return false;
  const first = ranges.reduce((least, range) => Math.min(least, range.first), Infinity);
  const found = await sql`
    SELECT FROM timescaledb_information.chunks
    WHERE hypertable_schema = 'public' AND hypertable_name = 'metrics' AND is_compressed
      AND range_end > ${new Date(first).toISOString()}::timestamptz
    LIMIT 1`.execute(db);
  return found.rows.length > 0;
};

const STORED_NOT = sql`
  WHERE NOT EXISTS (SELECT FROM stored WHERE stored.place = incoming.place AND stored.time = incoming.time)`;

const insertRows = async (
  db: Transaction<Database>,
  rows: readonly Row[],
  seen: SeenRanges,
  { update, compare }: { update: boolean; compare: boolean },
): Promise<number> => {
  // A node is told by its place in a short list: uuids would be most of what travels.
  const ids = [...seen.keys()];
  const places = new Map(ids.map((node_id, at) => [node_id, at + 1]));
  const ranges = [...seen.values()];
  const { numAffectedRows } = await sql`
    WITH incoming AS (
      SELECT to_timestamp(milliseconds / 1000) AS time, place, latency_ms, uptime_pct, packet_loss
      FROM unnest(${arrayText(rows.map(({ row }) => row.time))}::double precision[],
                  ${arrayText(rows.map(({ node_id }) => places.get(node_id) ?? null))}::integer[],
                  ${arrayText(rows.map(({ row }) => row.latency_ms))}::real[],
                  ${arrayText(rows.map(({ row }) => row.uptime_pct))}::real[],
                  ${arrayText(rows.map(({ row }) => row.packet_loss))}::real[])
           AS rows (milliseconds, place, latency_ms, uptime_pct, packet_loss)
    ), stored AS MATERIALIZED (
      SELECT spans.place, metrics.time
      FROM unnest(${ids}::uuid[], ${ranges.map((range) => new Date(range.first).toISOString())}::timestamptz[],
                  ${ranges.map((range) => new Date(range.last).toISOString())}::timestamptz[])
           WITH ORDINALITY AS spans (node_id, first_time, last_time, place)
      CROSS JOIN LATERAL (
        SELECT m.time FROM metrics m
        WHERE m.node_id = spans.node_id AND m.time BETWEEN spans.first_time AND spans.last_time
      ) AS metrics
    )
    INSERT INTO metrics (time, node_id, latency_ms, uptime_pct, packet_loss)
    SELECT time, (${ids}::uuid[])[place], latency_ms, uptime_pct, packet_loss
    FROM incoming ${compare && !update ? STORED_NOT : sql``}
    ON CONFLICT (node_id, time) ${update ? REPLACE : sql`DO NOTHING`}`.execute(db);
  return Number(numAffectedRows ?? 0);
};

/** Adds to `total` as things are committed, so that a second attempt forgets no node made by the first. */
const writeBatch = async (
  db: Kysely<Database>,
  batch: readonly Measurement[],
  options: WriteOptions & { known: KnownNodes },
  total: WriteResult,
): Promise<void> => {
  const { known, origin = "probe", intervals, on_conflict } = options;
  total.nodes_created.push(...(await resolveNodes(db, batch, known, { origin, ...(intervals && { intervals }) })));
  const rows = sortUnique(batch, known, on_conflict === "update" ? "last" : "first");
  const seen = seenRanges(rows);
  const update = on_conflict === "update";
  const compare = !update && (await touchesCompressed(db, rows, seen));
  const accepted = await db.transaction().execute(async (transaction) => {
    const written = await insertRows(transaction, rows, seen, { update, compare });
    await widenSeen(transaction, seen);
    if (options.request_refresh) await requestRefresh(transaction, batch);
    return written;
  });
  total.accepted += accepted;
  total.duplicates += batch.length - accepted;
  total.region_conflicts.push(...listRegionConflicts(batch, known));
};

/**
 * Stores measurements, making nodes that are not there, in transactions of at most BATCH_ROWS rows: what is counted in
 * the result is committed. Any number of writers may store overlapping rows at once; rows are written in the order of
 * their identity, and a batch that still lost to a deadlock or to a chunk that was just dropped is tried again.
 * Aggregates are not refreshed. `db` signs in as owner or writer. Throws the driver's error; earlier batches stay.
 */
export const writeMeasurements = async (
  db: Kysely<Database>,
  rows: readonly Measurement[],
  options: WriteOptions = {},
): Promise<WriteResult> => {
  const known = options.known ?? new Map();
  const total: WriteResult = { accepted: 0, duplicates: 0, nodes_created: [], region_conflicts: [] };
  for (let at = 0; at < rows.length; at += BATCH_ROWS) {
    const batch = rows.slice(at, at + BATCH_ROWS);
    let current: KnownNodes = known;
    await withRetry(
      () => writeBatch(db, batch, { ...options, known: current }, total),
      // A node may have been deleted meanwhile: all are looked up again.
      () => {
        current = new Map();
      },
    );
    if (current !== known) for (const [node_name, node] of current) known.set(node_name, node);
  }
  return total;
};
