import { type Kysely, sql } from "kysely";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Database } from "#db/schema/index.ts";
import { createTestDatabase, insertMeasurements, insertNode, type TestDatabase } from "#db/testing/index.ts";

const DAY_MS = 86_400_000;
const DAYS = 56;

let database: TestDatabase;
let db: Kysely<Database>;
let node_id: string;

beforeAll(async () => {
  database = await createTestDatabase();
  db = database.db;
  for (let i = 0; i < 5; i += 1) {
    const node = await insertNode(db);
    const from = new Date(Date.now() - DAYS * DAY_MS);
    await insertMeasurements(db, node.node_id, { from, count: DAYS * 144, interval_seconds: 600 });
    node_id = node.node_id;
  }
  await sql`ANALYZE metrics`.execute(db);
});
afterAll(() => database?.drop());

type Plan = { "Node Type": string; "Relation Name"?: string; "Index Name"?: string; Plans?: Plan[] };

/**
 * Every node of the plan, and what of the chunks was left out before the first row was read. A chunk that began an hour
 * ago is so small that reading it whole is cheapest; it is made dear, so that whether the index can answer shows on
 * every day of the week.
 */
const explain = async (query: ReturnType<typeof sql>) => {
  const { rows } = await db.transaction().execute(async (transaction) => {
    await sql`SET LOCAL enable_seqscan = off`.execute(transaction);
    return sql<{ "QUERY PLAN": { Plan: Plan }[] }>`EXPLAIN (ANALYZE, FORMAT JSON) ${query}`.execute(transaction);
  });
  const flatten = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(flatten)];
  const nodes = flatten(rows[0]?.["QUERY PLAN"][0]?.Plan ?? { "Node Type": "none" });
  const relations = nodes.flatMap((node) => node["Relation Name"] ?? []);
  const chunks = new Set(relations.filter((name) => name.startsWith("_hyper_")));
  return { nodes, chunks };
};

/** Chunks that hold a part of the last `hours`. */
const countRecent = async (hours: number): Promise<number> => {
  const { rows } = await sql<{ n: number }>`
    SELECT count(*) AS n FROM timescaledb_information.chunks
    WHERE hypertable_name = 'metrics' AND range_end > now() - make_interval(hours => ${hours})`.execute(db);
  return rows[0]?.n ?? 0;
};

it("has eight weeks of chunks to leave out", async () => {
  expect(await countRecent(24 * 365)).toBeGreaterThanOrEqual(DAYS / 7);
});

it("cannot have the seed's partial index: its predicate is not immutable", async () => {
  const partial = sql`CREATE INDEX idx_metrics_node_time ON metrics (node_id, time DESC)
    WHERE time > NOW() - INTERVAL '7 days'`.execute(db);
  await expect(partial).rejects.toMatchObject({ code: "42P17" });
});

it("touches recent chunks alone, by the node's index, for the seed's query", async () => {
  const { nodes, chunks } = await explain(sql`
    SELECT * FROM metrics WHERE node_id = ${node_id} AND time > NOW() - INTERVAL '24 hours' ORDER BY time DESC`);
  expect(chunks.size).toBeGreaterThan(0);
  expect(chunks.size).toBeLessThanOrEqual(await countRecent(24));
  const indexes = nodes.flatMap((node) => node["Index Name"] ?? []);
  expect(indexes.length).toBeGreaterThan(0);
  for (const index of indexes) expect(index).toContain("idx_metrics_node_id");
  expect(nodes.map((node) => node["Node Type"])).not.toContain("Seq Scan");
});

it("reads no more of a node's last seven days than a partial index on them would cover", async () => {
  const { chunks } = await explain(sql`
    SELECT avg(latency_ms) FROM metrics WHERE node_id = ${node_id} AND time > NOW() - INTERVAL '7 days'`);
  expect(chunks.size).toBeGreaterThan(0);
  expect(chunks.size).toBeLessThanOrEqual(2);
});

it("prunes by time without a node as well", async () => {
  const { chunks } = await explain(sql`
    SELECT * FROM metrics WHERE time > NOW() - INTERVAL '1 hour' AND latency_ms > 100`);
  expect(chunks.size).toBeGreaterThan(0);
  expect(chunks.size).toBeLessThanOrEqual(await countRecent(1));
});

it("would read every chunk without a bound on time", async () => {
  const { chunks } = await explain(sql`SELECT * FROM metrics WHERE latency_ms > 100`);
  expect(chunks.size).toBe(await countRecent(24 * 365));
});
