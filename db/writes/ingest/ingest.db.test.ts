import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createDatabase } from "#db/client.ts";
import type { Database } from "#db/schema/index.ts";
import { compressChunks, createTestDatabase, runPolicies, type TestDatabase } from "#db/testing/index.ts";
import { refreshLate } from "#db/writes/late.ts";
import type { Refusal } from "#lib/ingest/parser.ts";
import type { BatchFacts } from "#lib/model/ingest.ts";
import type { Kysely } from "kysely";
import { createIngest, ingestLimits, type IngestOptions } from "./index.ts";

const DAY = 86_400_000;
const MINUTE = 60_000;

let database: TestDatabase;
let writer: Kysely<Database>;

beforeAll(async () => {
  database = await createTestDatabase({ policies: true });
  writer = createDatabase({ url: database.url, access: "writer", max: 8 });
});
afterAll(async () => {
  await writer?.destroy();
  await database?.drop();
});
beforeEach(async () => {
  await sql`DELETE FROM metrics`.execute(database.db);
  await sql`DELETE FROM fiber.dataset_nodes`.execute(database.db);
  await sql`DELETE FROM nodes`.execute(database.db);
});

const portions = async function* (text: string, size = 10_000): AsyncGenerator<Uint8Array> {
  const bytes = new TextEncoder().encode(text);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
};

const send = async (text: string, options: Partial<IngestOptions> = {}) =>
  createIngest(writer, await ingestLimits(writer), { format: "influx", precision: "ms", ...options }).run(
    portions(text),
  );

const line = (node: string, time: number, latency = 10): string => `m,node_name=${node} latency_ms=${latency} ${time}`;

const storedCount = async (): Promise<number> => {
  const { rows } = await sql<{ n: number }>`SELECT count(*)::int AS n FROM metrics`.execute(database.db);
  return rows[0]?.n ?? -1;
};

test("who observes is told of every batch and of every refused line with its text", async () => {
  const now = Date.now();
  const batches: BatchFacts[] = [];
  const refused: Refusal[] = [];
  const text = [line("a", now - MINUTE), "nonsense", line("a", now - MINUTE), line("b", now - 3 * MINUTE)].join("\n");
  await send(text, { on_batch: (facts) => batches.push(facts), on_refused: (refusal) => refused.push(refusal) });
  await send(line("new", now), { register_nodes: false, on_refused: (refusal) => refused.push(refusal) });
  expect(batches).toMatchObject([{ rows: 3, accepted: 2, duplicates: 1, nodes_created: 2 }]);
  const [{ lag_ms_min = 0, lag_ms_max = 0, lag_ms_sum = 0, milliseconds = 0 } = {}] = batches;
  const spent = Date.now() - now;
  expect(milliseconds).toBeGreaterThan(0);
  expect(lag_ms_min).toBeGreaterThanOrEqual(MINUTE);
  expect(lag_ms_min).toBeLessThanOrEqual(MINUTE + spent);
  expect(lag_ms_max - lag_ms_min).toBe(2 * MINUTE);
  expect(lag_ms_sum).toBe(2 * lag_ms_min + lag_ms_max);
  expect(refused.map(({ text: one, errors }) => [one, errors[0]?.field])).toEqual([
    ["nonsense", "line"],
    [expect.stringContaining('"node_name":"new"'), "node_name"],
  ]);
});

describe("once", () => {
  test("a repeat changes nothing, update replaces, and the order does not matter", async () => {
    const now = Date.now();
    const text = [line("a", now - MINUTE), line("a", now - 2 * MINUTE), line("b", now), line("a", now - MINUTE, 99)];
    expect(await send(text.join("\n"))).toMatchObject({ accepted: 3, duplicates: 1, rejected: 0, nodes_created: 2 });
    expect(await send(text.toReversed().join("\n"))).toMatchObject({ accepted: 0, duplicates: 4 });
    expect(await send(line("a", now - MINUTE, 50), { on_conflict: "update" })).toMatchObject({ accepted: 1 });
    const { rows } = await sql<{ latency_ms: number }>`SELECT latency_ms FROM metrics JOIN nodes USING (node_id)
      WHERE node_name = 'a' ORDER BY time DESC`.execute(database.db);
    expect(rows.map((row) => row.latency_ms)).toEqual([50, 10]);
    const seen = await database.db.selectFrom("nodes").select("last_seen_at").where("node_name", "=", "a").execute();
    expect(Date.parse(String(seen[0]?.last_seen_at))).toBe(now - MINUTE);
  });

  test("eight writers with overlapping rows and new nodes store each row once", async () => {
    const now = Date.now();
    const all = Array.from({ length: 60 * 100 }, (_, at) => line(`n${at % 60}`, now - Math.floor(at / 60) * MINUTE));
    const results = await Promise.all(
      Array.from({ length: 8 }, (_, at) => send([...all.slice(at * 700), ...all.slice(0, at * 700)].join("\n"))),
    );
    const accepted = results.reduce((sum, result) => sum + result.accepted, 0);
    const duplicates = results.reduce((sum, result) => sum + result.duplicates, 0);
    expect([accepted, duplicates]).toEqual([6_000, 7 * 6_000]);
    expect(results.reduce((sum, result) => sum + result.nodes_created, 0)).toBe(60);
    expect(await storedCount()).toBe(6_000);
  });
});

describe("what is refused", () => {
  test("bad lines are named, the good ones stored; of the errors the first hundred", async () => {
    const now = Date.now();
    const old = now - 100 * DAY;
    const bad = Array.from({ length: 150 }, () => line("a", now, -1));
    const result = await send([line("a", now), line("a", old), line("a", now + 6 * MINUTE), "junk", ...bad].join("\n"));
    expect(result).toMatchObject({ accepted: 1, rejected: 153 });
    expect(result.errors).toHaveLength(100);
    expect(result.errors.slice(0, 4)).toMatchObject([
      { line: 2, field: "time", message: expect.stringContaining("older than what is kept") },
      { line: 3, field: "time", message: expect.stringContaining("5 minutes ahead") },
      { line: 4, field: "line" },
      { line: 5, field: "latency_ms" },
    ]);
    expect(await storedCount()).toBe(1);
  });

  test("nodes that are not there, where they do not register themselves", async () => {
    const now = Date.now();
    await send(line("there", now));
    const text = [line("there", now - 1), line("new", now), line("there", now - 2)].join("\n");
    const result = await send(text, { register_nodes: false, known: new Map() });
    expect(result).toMatchObject({ accepted: 2, rejected: 1, nodes_created: 0 });
    expect(result.errors).toMatchObject([{ line: 2, field: "node_name", message: expect.stringContaining('"new"') }]);
  });

  test("nodes that a token may not write", async () => {
    const now = Date.now();
    const result = await send(`${line("mine", now)}\n${line("yours", now)}`, {
      allows_node: (name) => name === "mine",
    });
    expect(result).toMatchObject({ accepted: 1, rejected: 1, errors: [{ line: 2, field: "node_name" }] });
  });
});

test("a node's name in another region is reported", async () => {
  const now = Date.now();
  const result = await send(
    `m,node_name=a,region=eu latency_ms=1 ${now}\nm,node_name=a,region=us latency_ms=1 ${now - 1}`,
  );
  expect(result.region_conflicts).toEqual([{ node_name: "a", region: "eu", other_region: "us", rows: 1 }]);
  expect(result.accepted).toBe(2);
});

describe("late rows", () => {
  const figures = async (day: number) => {
    const from = new Date(day).toISOString();
    const to = new Date(day + DAY).toISOString();
    const { rows } = await sql<{ hourly: number; daily: number; late: number; asked: number }>`
      SELECT (SELECT coalesce(sum(measurement_count), 0)::int FROM aggregates_hourly
              WHERE bucket >= ${from} AND bucket < ${to}) AS hourly,
             (SELECT coalesce(sum(measurement_count), 0)::int FROM aggregates_daily
              WHERE bucket >= ${from} AND bucket < ${to}) AS daily,
             (SELECT count(*)::int FROM fiber.refresh_requests) AS asked,
             (SELECT coalesce(sum(late_rows), 0)::int FROM fiber.late_refreshes WHERE day = ${from}) AS late`.execute(
      database.db,
    );
    return rows[0];
  };

  test("a row 40 days late appears in hourly and daily figures, though its chunk is compressed", async () => {
    const day = Math.floor(Date.now() / DAY) * DAY - 40 * DAY;
    await send(Array.from({ length: 60 }, (_, at) => line("a", day + at * MINUTE)).join("\n"));
    expect(await refreshLate(database.db)).toBe(1);
    expect(await figures(day)).toEqual({ hourly: 60, daily: 60, asked: 0, late: 60 });
    await compressChunks(database.db, new Date(day + 10 * DAY));

    expect(await send(line("a", day + 30_000, 500))).toMatchObject({ accepted: 1 });
    await runPolicies(database.db, "policy_refresh_continuous_aggregate");
    expect(await figures(day)).toMatchObject({ hourly: 60, daily: 60, asked: 1 });
    expect(await refreshLate(database.db)).toBe(1);
    expect(await figures(day)).toEqual({ hourly: 61, daily: 61, asked: 0, late: 61 });
  });

  test("recent rows ask for nothing; the writer may ask but not take out", async () => {
    await send(line("a", Date.now()));
    expect(await refreshLate(database.db)).toBe(0);
    await send(line("a", Date.now() - 10 * DAY));
    await expect(sql`DELETE FROM fiber.refresh_requests`.execute(writer)).rejects.toThrow(/permission denied/);
    await expect(sql`INSERT INTO fiber.late_refreshes VALUES (now(), 1, now())`.execute(writer)).rejects.toThrow(
      /permission denied/,
    );
    expect(await refreshLate(database.db)).toBe(1);
  });
});
