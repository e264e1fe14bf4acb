import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import {
  compressChunks,
  createTestDatabase,
  insertMeasurements,
  insertNode,
  runPolicies,
  type TestDatabase,
} from "#db/testing/index.ts";
import { compressOldChunks } from "./compress.ts";
import { refreshAggregates } from "./refresh.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const MIDNIGHT = Math.floor(Date.now() / DAY) * DAY;

let database: TestDatabase;
let node_id: string;

const ago = (days: number, hours = 0): Date => new Date(MIDNIGHT - days * DAY + hours * HOUR);
const measure = (from: Date, count: number, latency_ms = 20, node = node_id) =>
  insertMeasurements(database.db, node, { from, count, latency_ms });

/** Counts of one day as each aggregate has materialized them. */
const countsOf = async (day: Date, node = node_id) => {
  const from = day.toISOString();
  const to = new Date(day.getTime() + DAY).toISOString();
  const { rows } = await sql<Record<string, number>>`
    SELECT (SELECT coalesce(sum(measurement_count), 0)::int FROM aggregates_hourly
            WHERE node_id = ${node} AND bucket >= ${from} AND bucket < ${to}) AS hourly,
           (SELECT coalesce(sum(reply_count), 0)::int FROM aggregates_hourly_latency
            WHERE node_id = ${node} AND bucket >= ${from} AND bucket < ${to}) AS hourly_latency,
           (SELECT coalesce(sum(measurement_count), 0)::int FROM aggregates_daily
            WHERE node_id = ${node} AND bucket >= ${from} AND bucket < ${to}) AS daily,
           (SELECT coalesce(sum(reply_count), 0)::int FROM aggregates_daily_latency
            WHERE node_id = ${node} AND bucket >= ${from} AND bucket < ${to}) AS daily_latency`.execute(database.db);
  return rows[0];
};

const all = (count: number) => ({ hourly: count, hourly_latency: count, daily: count, daily_latency: count });

beforeAll(async () => {
  database = await createTestDatabase({ policies: true });
});
afterAll(() => database.drop());
beforeEach(async () => {
  node_id = (await insertNode(database.db)).node_id;
});

describe("aggregates", () => {
  test("a row 40 days late appears in all four, though the policies' windows have passed", async () => {
    await measure(ago(40, 6), 60);
    await refreshAggregates(database.db, { from: ago(41), to: ago(39) });
    await compressChunks(database.db, ago(30));
    expect(await countsOf(ago(40))).toEqual(all(60));

    await measure(ago(40, 9), 1, 500);
    await runPolicies(database.db, "policy_refresh_continuous_aggregate");
    expect((await countsOf(ago(40)))?.daily).toBe(60);
    const { slices } = await refreshAggregates(database.db, {
      from: ago(40, 9),
      to: new Date(ago(40, 9).getTime() + 1),
    });
    expect(slices).toBe(1);
    expect(await countsOf(ago(40))).toEqual(all(61));
  });

  test("progress counts every aggregate of every slice; ranges without measurements cost nothing", async () => {
    await measure(ago(60, 1), 10);
    await measure(ago(20, 1), 10);
    const seen: number[] = [];
    const { slices } = await refreshAggregates(
      database.db,
      { from: new Date(0), to: ago(19) },
      { on_progress: ({ done, total }) => seen.push(done / total) },
    );
    expect(slices).toBeLessThan(12);
    expect(seen).toHaveLength(slices * 4);
    expect(seen.at(-1)).toBe(1);
    expect(await countsOf(ago(60))).toEqual(all(10));
    expect(await countsOf(ago(20))).toEqual(all(10));
  });

  test("the bucket that is still open is left to queries", async () => {
    await measure(new Date(Date.now() - 5000), 1);
    await refreshAggregates(database.db, { from: ago(1), to: new Date() });
    expect(await countsOf(ago(0))).toMatchObject({ daily: 0, daily_latency: 0 });
    expect((await countsOf(ago(0)))?.hourly).toBe(1);
  });

  test("days whose measurements retention has dropped keep their aggregates", async () => {
    const other = (await insertNode(database.db)).node_id;
    await measure(ago(120, 1), 50);
    await refreshAggregates(database.db, { from: ago(121), to: ago(118) });
    await runPolicies(database.db, "policy_retention");
    expect(await countsOf(ago(120))).toEqual(all(50));

    await measure(ago(120, 2), 7, 20, other);
    await measure(ago(119, 2), 7, 20, other);
    const { kept_days } = await refreshAggregates(database.db, { from: ago(120), to: ago(118) });
    expect(kept_days).toEqual([ago(120).toISOString().slice(0, 10)]);
    expect(await countsOf(ago(120))).toEqual(all(50));
    expect(await countsOf(ago(119), other)).toEqual(all(7));
  });

  test("work can be stopped between two statements", async () => {
    await measure(ago(20, 1), 10);
    const stop = async (): Promise<void> => {
      throw new Error("enough");
    };
    await expect(refreshAggregates(database.db, { from: ago(21), to: ago(19) }, { between: stop })).rejects.toThrow(
      "enough",
    );
  });
});

describe("compression", () => {
  test("only chunks of the range that the policy wants compressed, partly compressed ones too", async () => {
    await measure(ago(50), 3000);
    await measure(ago(1), 100);
    const first = await compressOldChunks(database.db, { from: ago(51), to: new Date() });
    expect(first.chunks).toBeGreaterThan(0);
    expect(first.after_bytes).toBeLessThan(first.before_bytes);
    expect((await compressOldChunks(database.db, { from: ago(51), to: new Date() })).chunks).toBe(0);

    await measure(ago(50, -1), 5);
    expect((await compressOldChunks(database.db, { from: ago(51), to: ago(49) })).chunks).toBe(1);
    const { rows } = await sql<{ open: number }>`
      SELECT count(*)::int AS open FROM timescaledb_information.chunks
      WHERE hypertable_name = 'metrics' AND NOT is_compressed AND range_end > now()`.execute(database.db);
    expect(rows[0]?.open).toBe(1);
  });

  test("the policy in force decides; without one nothing is done", async () => {
    await measure(ago(30), 100);
    await sql`SELECT remove_compression_policy('public.metrics')`.execute(database.db);
    expect(await compressOldChunks(database.db, { from: ago(31), to: ago(29) })).toMatchObject({
      compress_after: null,
      chunks: 0,
    });
    await sql`SELECT add_compression_policy('public.metrics', INTERVAL '300 days')`.execute(database.db);
    expect(await compressOldChunks(database.db, { from: ago(31), to: ago(29) })).toMatchObject({
      compress_after: "300 days",
      chunks: 0,
    });
  });
});
