import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  compressChunks,
  createTestDatabase,
  insertMeasurements,
  insertNode,
  insertTestFleet,
  refreshAggregates,
  runPolicies,
  type TestDatabase,
} from "./index.ts";

let test_database: TestDatabase;

beforeAll(async () => {
  test_database = await createTestDatabase({ policies: true });
});
afterAll(() => test_database?.drop());

describe("factories", () => {
  test("a pattern is written as told: gaps, lost replies, first and last seen", async () => {
    const { db } = test_database;
    const node = await insertNode(db, { node_name: "pattern", region: "eu-west" });
    const written = await insertMeasurements(db, node.node_id, {
      from: "2026-03-01T00:00:00Z",
      count: 120,
      latency_ms: (index) => (index % 2 === 0 ? 10 : null),
      skip: (index) => index < 60,
    });
    expect(written).toBe(60);

    const rows = await db
      .selectFrom("metrics")
      .selectAll()
      .where("node_id", "=", node.node_id)
      .orderBy("time")
      .execute();
    expect(rows).toHaveLength(60);
    expect(rows[0]).toMatchObject({ time: "2026-03-01T01:00:00Z", latency_ms: 10, uptime_pct: 100, packet_loss: 0 });
    expect(rows[1]).toMatchObject({ time: "2026-03-01T01:01:00Z", latency_ms: null, uptime_pct: 0, packet_loss: 100 });

    const seen = await db.selectFrom("nodes").selectAll().where("node_id", "=", node.node_id).executeTakeFirstOrThrow();
    expect(seen.first_seen_at).toBe("2026-03-01T01:00:00Z");
    expect(seen.last_seen_at).toBe("2026-03-01T01:59:00Z");
  });

  test("aggregates are refreshed and chunks compressed on demand", async () => {
    const { db } = test_database;
    await refreshAggregates(db);
    const hour = await db.selectFrom("aggregates_hourly").selectAll().executeTakeFirstOrThrow();
    expect(hour).toMatchObject({ measurement_count: 60, reply_count: 30, avg_latency_ms: 10, avg_uptime_pct: 50 });
    expect(await compressChunks(db)).toBe(1);
    const { rows } = await sql<{ is_compressed: boolean }>`
      SELECT is_compressed FROM timescaledb_information.chunks WHERE hypertable_name = 'metrics'`.execute(db);
    expect(rows).toEqual([{ is_compressed: true }]);
    expect(await db.selectFrom("metrics").select(db.fn.countAll<number>().as("n")).executeTakeFirst()).toEqual({
      n: 60,
    });
  });

  test("policies stand unscheduled until a test runs them", async () => {
    const { db } = test_database;
    const { rows } = await sql<{ scheduled: boolean }>`
      SELECT scheduled FROM timescaledb_information.jobs WHERE proc_name LIKE 'policy\\_%' AND hypertable_name IS NOT NULL`.execute(
      db,
    );
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.every((row) => !row.scheduled)).toBe(true);
    expect(await runPolicies(db, "policy_compression")).not.toHaveLength(0);
  });
});

test("two databases of one run know nothing of each other", async () => {
  const other = await createTestDatabase();
  try {
    expect(await other.db.selectFrom("nodes").selectAll().execute()).toEqual([]);
    const fleet = await insertTestFleet(other.db);
    const { rows } = await sql<{ node_name: string; n: number }>`
      SELECT node_name, count(time)::int AS n FROM nodes LEFT JOIN metrics USING (node_id)
      GROUP BY 1 ORDER BY 1`.execute(other.db);
    expect(rows).toEqual([
      { node_name: "gap-ap", n: 13_501 },
      { node_name: "late-ap", n: 14_396 },
      { node_name: "lossy-us", n: 14_401 },
      { node_name: "never-sa", n: 0 },
      { node_name: "silent-af", n: 14_356 },
      { node_name: "steady-eu", n: 14_401 },
    ]);
    expect(Object.keys(fleet.node_ids)).toHaveLength(6);
    // Two minutes of the five nodes that send.
    expect(await fleet.advance(new Date(fleet.now.getTime() + 120_000))).toBe(10);
    expect(await fleet.advance(new Date(fleet.now.getTime() + 120_000))).toBe(0);
  } finally {
    await other.drop();
  }
});

test("an empty database has no extension", async () => {
  const other = await createTestDatabase({ schema: "empty" });
  try {
    const { rows } = await sql`SELECT 1 FROM pg_tables WHERE schemaname = 'fiber'`.execute(other.db);
    expect(rows).toEqual([]);
  } finally {
    await other.drop();
  }
});
