import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { latencyBin, latencyBinEdge } from "#lib/latency-bins.ts";
import { createDatabase } from "../client.ts";
import {
  compressChunks,
  createTestDatabase,
  insertMeasurements,
  insertNode,
  refreshAggregates,
  type TestDatabase,
} from "../testing/index.ts";
import { getLatencyDistribution } from "./distribution.ts";
import { getNodeFigures } from "./node-figures.ts";

const DAY = 86_400_000;
const FROM = Date.UTC(2026, 9, 1);
const DAYS = 12;
const NOW = new Date(FROM + DAYS * DAY - 5 * 3_600_000 - 17 * 60_000);
const STEP_SECONDS = 240;
const COUNT = Math.floor((NOW.getTime() - FROM) / 1000 / STEP_SECONDS);

// Two levels far apart, values below a millisecond, no reply now and then, a gap of hours.
const latencyAt = (index: number): number | null =>
  index % 83 === 0
    ? null
    : Math.fround(index % 500 === 1 ? 0.4 : 20 + ((index * 7919) % 101) / 7 + (index > 2000 ? 400 : 0));
const skipped = (index: number) => index > 700 && index < 800;

/** What the bins of [from, to) must be, by plain arithmetic. */
const referenceBins = (from: number, to: number) => {
  const counts = new Map<number, number>();
  for (let index = 0; index < COUNT; index += 1) {
    const time = FROM + index * STEP_SECONDS * 1000;
    const latency_ms = latencyAt(index);
    if (skipped(index) || latency_ms === null || time < from || time >= to) continue;
    counts.set(latencyBin(latency_ms), (counts.get(latencyBin(latency_ms)) ?? 0) + 1);
  }
  const [first, last] = [Math.min(...counts.keys()), Math.max(...counts.keys())];
  return Array.from({ length: last - first + 1 }, (_, i) => ({
    latency_ms_from: latencyBinEdge(first + i),
    latency_ms_to: latencyBinEdge(first + i + 1),
    reply_count: counts.get(first + i) ?? 0,
  }));
};

let database: TestDatabase;
/** The same measurements twice: few enough to be read one by one, and of a node from which too many are expected. */
const nodes = { metrics: "", rollups: "" };

beforeAll(async () => {
  database = await createTestDatabase();
  const pattern = { from: new Date(FROM), count: COUNT, interval_seconds: STEP_SECONDS, latency_ms: latencyAt };
  for (const [kind, interval_seconds] of [["metrics", STEP_SECONDS] as const, ["rollups", 2] as const]) {
    nodes[kind] = (await insertNode(database.db, { interval_seconds })).node_id;
    await insertMeasurements(database.db, nodes[kind], { ...pattern, skip: skipped });
  }
  // All but the newest day and a half are materialized, of the last half day its hours; the oldest chunk is compressed.
  await refreshAggregates(database.db, { from: new Date(FROM), to: new Date(FROM + (DAYS - 1.5) * DAY) });
  await compressChunks(database.db, new Date(FROM + 7 * DAY));
});

afterAll(() => database.drop());

const minutes = (n: number) => n * 60_000;

describe("getLatencyDistribution", () => {
  test.each([
    ["measurements of all days", "metrics", FROM, NOW.getTime(), ["metrics"]],
    ["measurements of an hour", "metrics", FROM + minutes(600), FROM + minutes(660), ["metrics"]],
    [
      "days, then hours, then the newest measurements",
      "rollups",
      FROM,
      NOW.getTime(),
      ["aggregates_daily", "aggregates_hourly", "metrics"],
    ],
    [
      "a range with ragged edges",
      "rollups",
      FROM + minutes(1000),
      FROM + 9 * DAY + minutes(77),
      ["metrics", "aggregates_hourly", "aggregates_daily", "aggregates_hourly", "metrics"],
    ],
  ] as const)("%s: every bin agrees with plain arithmetic", async (_, kind, from, to, sources) => {
    const question = { node_id: nodes[kind], from: new Date(from), to: new Date(to), now: NOW };
    const answer = await getLatencyDistribution(database.db, question);
    expect(answer.sources.map(({ source }) => source)).toEqual(sources);
    expect(answer.bins).toEqual(referenceBins(from, to));
    const { figures } = await getNodeFigures(database.db, question);
    expect(answer.reply_count).toBe(figures.reply_count);
    expect(answer.bins.reduce((sum, bin) => sum + bin.reply_count, 0)).toBe(figures.reply_count);
  });

  test("between two levels the empty bins are there with 0", async () => {
    const { bins } = await getLatencyDistribution(database.db, {
      node_id: nodes.metrics,
      from: new Date(FROM),
      to: NOW,
      now: NOW,
    });
    expect(bins.filter((bin) => bin.reply_count === 0).length).toBeGreaterThan(50);
    expect(bins[0]?.reply_count).toBeGreaterThan(0);
    expect(bins.at(-1)?.reply_count).toBeGreaterThan(0);
  });

  test("where no reply came there is no bin", async () => {
    const question = { node_id: nodes.metrics, from: new Date(FROM - DAY), to: new Date(FROM), now: NOW };
    expect(await getLatencyDistribution(database.db, question)).toMatchObject({ reply_count: 0, bins: [] });
    const never = await insertNode(database.db);
    const asked = getLatencyDistribution(database.db, { ...question, node_id: never.node_id });
    expect(await asked).toMatchObject({ reply_count: 0, bins: [] });
  });

  test("an unknown and a malformed id are not found", async () => {
    for (const wrong of ["00000000-0000-4000-8000-000000000000", "x'; DROP TABLE nodes"]) {
      const asked = getLatencyDistribution(database.db, { node_id: wrong, from: new Date(FROM), to: NOW, now: NOW });
      await expect(asked).rejects.toMatchObject({ name: "FiberError", kind: "not_found" });
    }
  });

  test("the role of the pages may read it", async () => {
    const reader = createDatabase({ url: database.url, access: "reader", max: 2 });
    try {
      const question = { node_id: nodes.rollups, from: new Date(FROM), to: NOW, now: NOW };
      expect((await getLatencyDistribution(reader, question)).reply_count).toBeGreaterThan(0);
    } finally {
      await reader.destroy();
    }
  });
});
