import { type Kysely, sql } from "kysely";
import { estimateInterval } from "#lib/ingest/interval.ts";
import type { Measurement } from "#lib/ingest/measurement.ts";
import type { RegionConflict } from "#lib/model/ingest.ts";
import type { NodeOrigin } from "#lib/model/node.ts";
import type { Database } from "#db/schema/index.ts";

/** A node as writers know it. */
export type KnownNode = { node_id: string; node_name: string; region: string | null };

/** Nodes by name, kept by a writer from batch to batch. */
export type KnownNodes = Map<string, KnownNode>;

export type ResolveOptions = {
  /** Where nodes come from that are made here. */
  origin: NodeOrigin;
  /** Seconds between measurements by node name, when known better than from the rows at hand. */
  intervals?: ReadonlyMap<string, number>;
};

type Wanted = { node_name: string; region: string | null; times: number[] };

const collectUnknown = (rows: readonly Measurement[], known: KnownNodes): Wanted[] => {
  const wanted = new Map<string, Wanted>();
  for (const { node_name, region, time } of rows) {
    const node = known.get(node_name);
    // A node without a region is asked for again when a row knows one.
    if (node && (node.region !== null || region === null)) continue;
    const entry = wanted.get(node_name) ?? { node_name, region, times: [] };
    entry.region ??= region;
    entry.times.push(time);
    wanted.set(node_name, entry);
  }
  return [...wanted.values()].toSorted((a, b) => (a.node_name < b.node_name ? -1 : 1));
};

/**
 * Makes sure that every node named in `rows` exists and stands in `known`; returns the nodes made. A new node gets the
 * first region named for it and the median distance of its measurements as interval (60 s when there is none). A node
 * without a region gets the one a row names. Names are worked on in one order everywhere, so that writers who share
 * new nodes wait for each other and never in a circle.
 */
export const resolveNodes = async (
  db: Kysely<Database>,
  rows: readonly Measurement[],
  known: KnownNodes,
  { origin, intervals }: ResolveOptions,
): Promise<KnownNode[]> => {
  const wanted = collectUnknown(rows, known);
  if (wanted.length === 0) return [];
  const names = wanted.map((node) => node.node_name);
  const regions = wanted.map((node) => node.region);
  const seconds = wanted.map((node) => intervals?.get(node.node_name) ?? estimateInterval(node.times) ?? 60);
  const made = await sql<KnownNode>`
    INSERT INTO nodes (node_name, region, interval_seconds, origin)
    SELECT node_name, region, interval_seconds, ${origin}
    FROM unnest(${names}::text[], ${regions}::text[], ${seconds}::integer[]) WITH ORDINALITY
         AS wanted (node_name, region, interval_seconds, position)
    ORDER BY position
    ON CONFLICT (node_name) DO NOTHING
    RETURNING node_id, node_name, region`.execute(db);
  await sql`
    WITH learned AS (
      SELECT nodes.node_id, wanted.region
      FROM nodes JOIN unnest(${names}::text[], ${regions}::text[]) AS wanted (node_name, region) USING (node_name)
      WHERE nodes.region IS NULL AND wanted.region IS NOT NULL
      ORDER BY nodes.node_id FOR NO KEY UPDATE OF nodes
    )
    UPDATE nodes SET region = learned.region FROM learned WHERE nodes.node_id = learned.node_id`.execute(db);
  await lookUp(db, names, known);
  return made.rows;
};

const lookUp = async (db: Kysely<Database>, names: readonly string[], known: KnownNodes): Promise<void> => {
  const found = await sql<KnownNode>`
    SELECT node_id, node_name, region FROM nodes WHERE node_name = ANY(${[...names]}::text[])`.execute(db);
  for (const node of found.rows) known.set(node.node_name, node);
};

/** Puts those of the named nodes that exist into `known`. */
export const findNodes = async (db: Kysely<Database>, names: readonly string[], known: KnownNodes): Promise<void> => {
  const unknown = [...new Set(names)].filter((name) => !known.has(name));
  if (unknown.length > 0) await lookUp(db, unknown, known);
};

/** The rows whose region is another than their node's, counted by node and region. Rows without a region never are. */
export const listRegionConflicts = (rows: readonly Measurement[], known: KnownNodes): RegionConflict[] => {
  const conflicts = new Map<string, RegionConflict>();
  for (const { node_name, region } of rows) {
    const node = known.get(node_name);
    if (region === null || !node || node.region === null || node.region === region) continue;
    const key = `${node_name}\0${region}`;
    const conflict = conflicts.get(key) ?? { node_name, region: node.region, other_region: region, rows: 0 };
    conflict.rows += 1;
    conflicts.set(key, conflict);
  }
  return [...conflicts.values()];
};

/**
 * Moves first and last seen of nodes outward to the given epoch milliseconds, never inward. Nodes that need no change
 * are not touched; the others are locked in the order of their ids.
 */
export const widenSeen = async (
  db: Kysely<Database>,
  seen: ReadonlyMap<string, { first: number; last: number }>,
): Promise<void> => {
  const ids = [...seen.keys()];
  const first = [...seen.values()].map((range) => new Date(range.first).toISOString());
  const last = [...seen.values()].map((range) => new Date(range.last).toISOString());
  await sql`
    WITH moved AS (
      SELECT nodes.node_id, seen.first_time, seen.last_time
      FROM nodes JOIN unnest(${ids}::uuid[], ${first}::timestamptz[], ${last}::timestamptz[])
           AS seen (node_id, first_time, last_time) USING (node_id)
      WHERE (nodes.first_seen_at <= seen.first_time AND nodes.last_seen_at >= seen.last_time) IS NOT TRUE
      ORDER BY nodes.node_id FOR NO KEY UPDATE OF nodes
    )
    UPDATE nodes SET first_seen_at = least(nodes.first_seen_at, moved.first_time),
                     last_seen_at = greatest(nodes.last_seen_at, moved.last_time)
    FROM moved WHERE nodes.node_id = moved.node_id`.execute(db);
};
