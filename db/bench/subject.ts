import { type Kysely, sql } from "kysely";
import { createDatabase } from "../client.ts";
import type { Database } from "../schema/index.ts";
import { createTestDatabase, refreshAggregates } from "../testing/index.ts";
import { type BenchConsole, startBenchConsole } from "./console.ts";

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

/** A fleet under measurement. `node_id` has a long past; the others have 27 hours. */
export type Subject = { db: Kysely<Database>; url: string; nodes: number; node_id: string };

type Fleet = { nodes: number; interval_seconds: number };

const HOURS = 27;

/**
 * Measurements of the nodes called `like`, each on its own level and spread, over so many hours until now, in the order in
 * which probes send them: rows of one time lie together.
 */
const insertMeasurements = (db: Kysely<Database>, like: string, interval_seconds: number, hours: number) =>
  sql`
    INSERT INTO metrics (time, node_id, latency_ms, uptime_pct, packet_loss)
    SELECT t, node_id, (5 + hashtext(node_name) % 100 + 100 + exp(random() * 3))::real, 100, 0
    FROM nodes, generate_series(date_trunc('hour', now()) - make_interval(hours => ${hours}::integer), now(),
                                make_interval(secs => ${interval_seconds}::integer)) t
    WHERE node_name LIKE ${like} ORDER BY t ON CONFLICT DO NOTHING`.execute(db);

/** Nodes up to `nodes` with 27 hours of measurements and the rollups of all but the last one to two hours. */
export const fillFleet = async (db: Kysely<Database>, { nodes, interval_seconds }: Fleet): Promise<void> => {
  await sql`
    INSERT INTO nodes (node_name, region, interval_seconds, first_seen_at, last_seen_at)
    SELECT format('bench-%s', i), format('region-%s', i % 10), ${interval_seconds}::integer,
           now() - make_interval(hours => ${HOURS}::integer), now()
    FROM generate_series(1, ${nodes}::integer) i ON CONFLICT DO NOTHING`.execute(db);
  await insertMeasurements(db, "bench-%", interval_seconds, HOURS);
  await refreshAggregates(db, { from: new Date(Date.now() - 3 * DAY_MS), to: new Date(Date.now() - HOUR_MS) });
  await sql`VACUUM ANALYZE`.execute(db);
};

/** 91 days of the first node, compressed but for the last ten, with their rollups. */
const fillPast = async (db: Kysely<Database>, interval_seconds: number): Promise<void> => {
  await sql`UPDATE nodes SET first_seen_at = now() - INTERVAL '91 days' WHERE node_name = 'bench-1'`.execute(db);
  await insertMeasurements(db, "bench-1", interval_seconds, 91 * 24);
  await refreshAggregates(db, { from: new Date(Date.now() - 93 * DAY_MS), to: new Date(Date.now() - HOUR_MS) });
  await sql`SELECT compress_chunk(c, if_not_compressed => true)
            FROM show_chunks('public.metrics', older_than => INTERVAL '10 days') c`.execute(db);
  await sql`VACUUM ANALYZE`.execute(db);
};

const describe = async (db: Kysely<Database>, url: string): Promise<Subject> => {
  const found = await db
    .selectFrom("nodes")
    .select(["node_id", ({ fn }) => fn.countAll().over().as("nodes")])
    .where("last_seen_at", "is not", null)
    .orderBy("first_seen_at")
    .limit(1)
    .executeTakeFirstOrThrow();
  return { db, url, node_id: found.node_id, nodes: Number(found.nodes) };
};

/**
 * The database of FIBER_BENCH_DATABASE_URL as it is, when that is set; else one made for it: 1,000 nodes at a minute on a
 * server, 200 at five minutes on the embedded one.
 */
export const withSubject = async <T>(work: (subject: Subject) => Promise<T>): Promise<T> => {
  const url = process.env.FIBER_BENCH_DATABASE_URL;
  if (url) {
    const db = createDatabase({ url, access: "owner", max: 2 });
    try {
      return await work(await describe(db, url));
    } finally {
      await db.destroy();
    }
  }
  const database = await createTestDatabase();
  try {
    const [nodes, interval_seconds] = process.env.TEST_DATABASE_URL ? [1000, 60] : [200, 300];
    await fillFleet(database.db, { nodes, interval_seconds });
    await fillPast(database.db, interval_seconds);
    return await work(await describe(database.db, database.url));
  } finally {
    await database.drop();
  }
};

/** The same with the built console before it. */
export const withConsole = <T>(work: (console: BenchConsole, subject: Subject) => Promise<T>): Promise<T> =>
  withSubject(async (subject) => {
    const console = await startBenchConsole(subject.db, subject.url);
    try {
      return await work(console, subject);
    } finally {
      await console.stop();
    }
  });

/** A range of whose answer nobody has a copy: no two questions of a run are equal. */
let asked = 0;
export const freshRange = (days: number): string => {
  const to = Date.now() - 60_000 - (asked += 1) * 1000;
  return `from=${new Date(to - days * DAY_MS).toISOString()}&to=${new Date(to).toISOString()}`;
};
