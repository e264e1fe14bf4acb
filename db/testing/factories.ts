import { type Insertable, type Kysely, type Selectable, sql } from "kysely";
import type { Database } from "#db/schema/index.ts";

type NodeRow = Selectable<Database["nodes"]>;

let made = 0;

/** A node; without arguments `node-1`, `node-2`, … of a minute's interval. */
export const insertNode = (db: Kysely<Database>, node: Partial<Insertable<Database["nodes"]>> = {}): Promise<NodeRow> =>
  db
    .insertInto("nodes")
    .values({ node_name: `node-${(made += 1)}`, ...node })
    .returningAll()
    .executeTakeFirstOrThrow();

/** A figure for every measurement, or one by its number (0 first). */
type Figure = number | null | ((index: number) => number | null);

export type MeasurementPattern = {
  /** Time of the first measurement. */
  from: string | Date;
  count: number;
  /** Distance of two measurements; 60 by default. */
  interval_seconds?: number;
  /** 20 by default; null: no reply. */
  latency_ms?: Figure;
  /** By default 100, and 0 where there is no reply. */
  uptime_pct?: number | ((index: number) => number);
  /** By default 0, and 100 where there is no reply. */
  packet_loss?: Figure;
  /** Measurements of these numbers are left out: a gap. */
  skip?: (index: number) => boolean;
};

const BATCH = 20_000;

const figureAt = (figure: Figure, index: number): number | null =>
  typeof figure === "function" ? figure(index) : figure;

const rowsOf = (pattern: MeasurementPattern) => {
  const { from, count, interval_seconds = 60, latency_ms = 20, uptime_pct, packet_loss, skip } = pattern;
  const start = new Date(from).getTime();
  const rows = [];
  for (let index = 0; index < count; index += 1) {
    if (skip?.(index)) continue;
    const latency = figureAt(latency_ms, index);
    const replied = latency !== null;
    rows.push({
      time: new Date(start + index * interval_seconds * 1000).toISOString(),
      latency_ms: latency,
      uptime_pct: uptime_pct === undefined ? (replied ? 100 : 0) : (figureAt(uptime_pct, index) ?? 0),
      packet_loss: packet_loss === undefined ? (replied ? 0 : 100) : figureAt(packet_loss, index),
    });
  }
  return rows;
};

/**
 * Writes measurements of one node at equal distances, moves its first and last seen, and returns how many were
 * written. Aggregates are not refreshed: see refreshAggregates().
 */
export const insertMeasurements = async (
  db: Kysely<Database>,
  node_id: string,
  pattern: MeasurementPattern,
): Promise<number> => {
  const rows = rowsOf(pattern);
  for (let at = 0; at < rows.length; at += BATCH) {
    const part = rows.slice(at, at + BATCH);
    await sql`
      INSERT INTO metrics (time, node_id, latency_ms, uptime_pct, packet_loss)
      SELECT t, ${node_id}::uuid, l, u, p
      FROM unnest(${part.map((row) => row.time)}::timestamptz[], ${part.map((row) => row.latency_ms)}::real[],
                  ${part.map((row) => row.uptime_pct)}::real[], ${part.map((row) => row.packet_loss)}::real[])
           AS rows (t, l, u, p)`.execute(db);
  }
  const first = rows.at(0)?.time;
  const last = rows.at(-1)?.time;
  if (first !== undefined && last !== undefined) {
    await sql`
      UPDATE nodes SET first_seen_at = least(first_seen_at, ${first}::timestamptz),
                       last_seen_at = greatest(last_seen_at, ${last}::timestamptz)
      WHERE node_id = ${node_id}`.execute(db);
  }
  return rows.length;
};
