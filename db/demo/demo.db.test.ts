import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { type Kysely, sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Database } from "#db/schema/index.ts";
import { createTestDatabase, insertMeasurements, insertNode, type TestDatabase } from "#db/testing/index.ts";
import { nodeStatus } from "#lib/health.ts";
import { minuteOf, openDemo, type OpenedDemo } from "./dataset.ts";
import { demoFleet, listSegments } from "./fleet.ts";
import { backfill, catchUp, type Pace } from "./history.ts";
import { writeWindow } from "./window.ts";

const DAY = 1440;
const free: Pace = { pause: async () => undefined, on_progress: () => undefined };

const open = async (db: Kysely<Database>, now: number): Promise<OpenedDemo> => {
  const opened = await openDemo(db, now);
  if (typeof opened === "string") throw new Error(opened);
  return opened;
};

const listRows = async (db: Kysely<Database>) => {
  const { rows } = await sql`
    SELECT node_name, time, latency_ms, uptime_pct, packet_loss FROM metrics JOIN nodes USING (node_id)
    ORDER BY node_name, time`.execute(db);
  return rows;
};

describe("the fleet", () => {
  test("has 24 nodes in 8 regions, three each", () => {
    expect(new Set(demoFleet.map((node) => node.node_name)).size).toBe(24);
    const regions = Map.groupBy(demoFleet, (node) => node.region);
    expect([...regions.values()].map((nodes) => nodes.length)).toEqual(Array.from({ length: 8 }, () => 3));
  });

  test("segments cover a range without hole or overlap, wherever it is cut", () => {
    const anchor = 100 * DAY;
    const whole = listSegments(demoFleet, anchor, anchor - 90 * DAY, anchor + DAY);
    const halves = [
      ...listSegments(demoFleet, anchor, anchor - 90 * DAY, anchor - 12 * DAY - 77),
      ...listSegments(demoFleet, anchor, anchor - 12 * DAY - 77, anchor + DAY),
    ];
    const minutes = (segments: typeof whole) =>
      segments.reduce((sum, { from_minute, to_minute }) => sum + to_minute - from_minute, 0);
    expect(minutes(halves)).toBe(minutes(whole));
    // Lagos never reports, Nairobi and Sydney for a part of the time.
    expect(minutes(whole)).toBeGreaterThan(21 * 91 * DAY);
    expect(minutes(whole)).toBeLessThan(23 * 91 * DAY);
  });
});

describe("measurements", () => {
  const NOW = Date.UTC(2026, 5, 10, 15, 30);
  let first: TestDatabase;
  let second: TestDatabase;
  beforeAll(async () => {
    [first, second] = await Promise.all([createTestDatabase(), createTestDatabase()]);
  });
  afterAll(() => Promise.all([first.drop(), second.drop()]));

  test("are the same in two databases, in whatever windows and order they were written", async () => {
    const now = minuteOf(NOW);
    const one = await open(first.db, NOW);
    await writeWindow(first.db, one.demo, now - 6 * 60, now);
    // Made later that day: the events lie at the same times.
    const other = await open(second.db, NOW + 3_600_000);
    for (const [from, to] of [
      [200, 0],
      [360, 300],
      [310, 150],
      [360, 0],
    ] as const) {
      await writeWindow(second.db, other.demo, now - from, now - to);
    }
    const rows = await listRows(first.db);
    expect(rows.length).toBeGreaterThan(20 * 300);
    expect(await listRows(second.db)).toEqual(rows);
    expect(await writeWindow(first.db, one.demo, now - 60, now)).toBe(0);
  });

  test("are in the limits of the tables and look like round trips", async () => {
    const { rows } = await sql<Record<string, number>>`
      SELECT min(latency_ms) AS least, max(latency_ms) AS most, count(*) FILTER (WHERE packet_loss > 0) AS lossy,
             count(DISTINCT latency_ms) AS distinct_figures, count(*) FILTER (WHERE latency_ms IS NULL AND uptime_pct > 0) AS odd
      FROM metrics`.execute(first.db);
    expect(rows[0]?.least).toBeGreaterThan(5);
    expect(rows[0]?.most).toBeLessThan(3000);
    expect(rows[0]?.lossy).toBeGreaterThan(10);
    expect(rows[0]?.distinct_figures).toBeGreaterThan(5000);
    expect(rows[0]?.odd).toBe(0);
  });

  test("show every status, a target that is down, and loss that is not known", async () => {
    const silent = await open(first.db, NOW);
    await writeWindow(first.db, silent.demo, minuteOf(NOW) - 5 * DAY, minuteOf(NOW) - 5 * DAY + 30);
    const nodes = await first.db.selectFrom("nodes").selectAll().execute();
    const status = (name: string) => {
      const node = nodes.find(({ node_name }) => node_name === name);
      const seen = node?.last_seen_at;
      return nodeStatus(seen == null ? null : (NOW - Date.parse(seen)) / 1000, node?.interval_seconds ?? 60);
    };
    expect(["frankfurt-1", "losangeles-1", "nairobi-1", "lagos-1"].map(status)).toEqual([
      "online",
      "late",
      "silent",
      "never",
    ]);
    const { rows } = await sql`
      SELECT node_name, count(latency_ms) AS replies, count(packet_loss) AS loss_known, max(uptime_pct) AS uptime
      FROM metrics JOIN nodes USING (node_id)
      WHERE node_name IN ('bogota-1', 'atlanta-1') AND time >= ${new Date(NOW - 3_600_000).toISOString()}
      GROUP BY node_name ORDER BY node_name`.execute(first.db);
    expect(rows).toEqual([
      { node_name: "atlanta-1", replies: 60, loss_known: 0, uptime: 100 },
      { node_name: "bogota-1", replies: 0, loss_known: 60, uptime: 0 },
    ]);
  });
});

describe("history", () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase({ policies: true });
  });
  afterAll(() => database.drop());

  const stored = async () => {
    const { rows } = await sql<{ measured: number; daily: number; hourly: number; days: number }>`
      SELECT (SELECT count(*) FROM metrics WHERE time < time_bucket('1 day', now()))::int AS measured,
             (SELECT sum(measurement_count) FROM aggregates_daily)::int AS daily,
             (SELECT sum(measurement_count) FROM aggregates_hourly WHERE bucket < time_bucket('1 day', now()))::int AS hourly,
             (SELECT count(DISTINCT bucket) FROM aggregates_daily)::int AS days`.execute(database.db);
    return rows[0];
  };

  test("is shown after two days, is cut off, goes on, and catches up after a stop", async () => {
    const now = minuteOf(Date.now());
    const stopped = now - 180;
    const fresh = await open(database.db, stopped * 60_000);
    await catchUp(database.db, fresh.demo, fresh.range, stopped, free);
    expect((await stored())?.days).toBeGreaterThanOrEqual(2);

    // Killed in the middle of the backfill.
    let days = 0;
    const cut: Pace = {
      on_progress: ({ done_days }) => {
        days = done_days;
      },
      pause: async () => {
        if (days >= 4) throw new Error("killed");
      },
    };
    const begun = await open(database.db, 0);
    await expect(backfill(database.db, begun.demo, begun.range ?? { first: 0, last: 0 }, stopped, cut)).rejects.toThrow(
      "killed",
    );

    const resumed = await open(database.db, 0);
    expect(resumed.range?.first).toBeLessThan(begun.range?.first ?? 0);
    await catchUp(database.db, resumed.demo, resumed.range, now, free);
    // 85 of the 90 days are taken as there, to keep the test short.
    const later = now + 85 * DAY;
    const current = await open(database.db, 0);
    await backfill(database.db, current.demo, current.range ?? { first: 0, last: 0 }, later, free);

    const done = await open(database.db, 0);
    expect(done.range).toEqual({ first: later - 90 * DAY, last: now - 1 });
    const figures = await stored();
    expect(figures?.daily).toBe(figures?.measured);
    expect(figures?.hourly).toBe(figures?.measured);
    const holes = await sql`
      SELECT time FROM (SELECT time, lead(time) OVER (ORDER BY time) - time AS distance FROM metrics JOIN nodes USING (node_id)
                        WHERE node_name = 'frankfurt-1') AS steps
      WHERE distance <> INTERVAL '1 minute'`.execute(database.db);
    expect(holes.rows).toEqual([]);
  });
});

describe("the process", () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.drop());

  type Ended = { messages: { type: string; reason?: string }[]; code: number | null };

  const run = (on_ready: (child: ReturnType<typeof fork>) => void) =>
    new Promise<Ended>((resolve) => {
      const messages: Ended["messages"] = [];
      const env = { ...process.env, DATABASE_URL: database.url };
      const child = fork(fileURLToPath(new URL("main.ts", import.meta.url)), { env, execArgv: [] });
      child.on("message", (message: Ended["messages"][number]) => {
        messages.push(message);
        if (message.type === "ready") on_ready(child);
      });
      child.on("exit", (code) => resolve({ messages, code }));
    });

  test("says that it is ready, and ends at SIGTERM and when its starter is gone", async () => {
    const terminated = await run((child) => child.kill("SIGTERM"));
    expect(terminated).toMatchObject({ code: 0, messages: expect.arrayContaining([{ type: "ready" }]) });
    const { rows } = await sql<{ rows: number }>`SELECT count(*) AS rows FROM metrics`.execute(database.db);
    expect(rows[0]?.rows).toBeGreaterThan(2 * DAY * 20);
    expect(await run((child) => child.disconnect())).toMatchObject({ code: 0 });
    const datasets = await database.db.selectFrom("fiber.datasets").select(["kind", "title"]).execute();
    expect(datasets).toEqual([{ kind: "demo", title: "Simulated demo fleet" }]);
  });

  test("leaves a database with other nodes alone", async () => {
    await sql`TRUNCATE metrics, fiber.datasets, fiber.dataset_nodes, nodes`.execute(database.db);
    const { node_id } = await insertNode(database.db);
    await insertMeasurements(database.db, node_id, { from: new Date(), count: 1 });
    const { messages, code } = await run(() => undefined);
    expect(code).toBe(0);
    expect(messages).toEqual([{ type: "skipped", reason: expect.stringContaining("has nodes already") }]);
    expect(await database.db.selectFrom("nodes").selectAll().execute()).toHaveLength(1);
  });
});
