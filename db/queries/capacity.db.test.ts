import { type Kysely, sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createDatabase } from "#db/client.ts";
import type { Database } from "#db/schema/index.ts";
import { compressChunks, createTestDatabase, refreshAggregates, type TestDatabase } from "#db/testing/index.ts";
import { keepForecasts } from "#db/writes/forecasts.ts";
import { dailyBytes, databaseSizer } from "#lib/capacity.ts";
import { scenarioInForce } from "#lib/capacity-scenario.ts";
import { getJudgement } from "./advisor.ts";
import { getCapacityBasis } from "./capacity.ts";
import { listForecasts } from "./forecasts.ts";
import { getGrowth } from "./growth.ts";

/** Three whole weekly chunks; the first two are compressed, the third is hot. */
const FROM = "2026-01-01T00:00:00Z";
const NOW = new Date("2026-01-22T00:00:00Z");
const WEEK_DAYS = 7;
/** Enough nodes for the rollups to fill pages; a sparser interval keeps the measurements few. */
const NODES = 12;
const INTERVAL_SECONDS = 300;
const ROWS_PER_NODE_DAY = 86_400 / INTERVAL_SECONDS;

const fill = async (db: Kysely<Database>, nodes: number): Promise<void> => {
  await sql`INSERT INTO nodes (node_name, interval_seconds, first_seen_at, last_seen_at)
    SELECT 'probe-' || i, ${INTERVAL_SECONDS}::integer, ${FROM}::timestamptz, ${NOW.toISOString()}::timestamptz - ${INTERVAL_SECONDS} * INTERVAL '1 second'
    FROM generate_series(1, ${nodes}::integer) i`.execute(db);
  await sql`SELECT setseed(0.5)`.execute(db);
  await sql`
    INSERT INTO metrics (time, node_id, latency_ms, uptime_pct, packet_loss)
    SELECT t, node_id, round((20 + 15 * random() * random())::numeric, 2), 100, 0
    FROM nodes, generate_series(${FROM}::timestamptz, ${NOW.toISOString()}::timestamptz - INTERVAL '1 second',
      ${INTERVAL_SECONDS} * INTERVAL '1 second') t`.execute(db);
  await refreshAggregates(db);
  await compressChunks(db, new Date("2026-01-16T00:00:00Z"));
};

let small: TestDatabase;
let large: TestDatabase;

beforeAll(async () => {
  small = await createTestDatabase({ policies: true });
  await sql`SELECT alter_job(job_id, scheduled => true, next_start => '2100-01-01') FROM timescaledb_information.jobs
    WHERE hypertable_name = 'metrics' AND proc_name IN ('policy_compression', 'policy_retention')`.execute(small.db);
  await fill(small.db, NODES);
});
afterAll(async () => {
  await small?.drop();
  await large?.drop();
});

it("the doctor tells when the disk it was told of is full, and not where none was told", async () => {
  const judge = async (disk_bytes?: number) => (await getJudgement(small.db, { disk_bytes })).advice;
  const untold = await judge();
  expect(untold.unjudged.map(({ subject }) => subject)).toContain("when the disk is full");
  const full = await judge(2 ** 20);
  expect(full.items.find(({ rule }) => rule === "disk_full")).toMatchObject({ severity: "critical", subject: "disk" });
  const roomy = await judge(2 ** 50);
  expect(roomy.items.map(({ rule }) => rule)).not.toContain("disk_full");
  // The newest measurements are months old by the server's clock: there is nothing to project from.
  expect(roomy.unjudged.map(({ reason }) => reason)).toContain(
    "What a day of measurements takes is not measured yet, or this role may not ask.",
  );
});

describe("what a projection starts from", () => {
  it("is counted, measured or in force, and told from what", async () => {
    const basis = await getCapacityBasis(small.db, { now: NOW });
    expect(basis).toMatchObject({ as_of: NOW.toISOString(), node_count: NODES, interval_seconds: INTERVAL_SECONDS });
    // The first day may not be whole, and counts for nothing.
    expect(basis.rows_per_node_day).toEqual({
      low: ROWS_PER_NODE_DAY,
      mid: ROWS_PER_NODE_DAY,
      high: ROWS_PER_NODE_DAY,
      count: 20,
    });
    expect(basis.days).toEqual({ from: "2026-01-02T00:00:00.000Z", to: "2026-01-21T00:00:00.000Z" });
    expect(basis.stores.map(({ name, kind }) => [name, kind])).toEqual([
      ["metrics", "measurements"],
      ["aggregates_daily", "rollup"],
      ["aggregates_daily_latency", "rollup"],
      ["aggregates_hourly", "rollup"],
      ["aggregates_hourly_latency", "rollup"],
    ]);
    expect(basis.stores[0]).toMatchObject({
      chunk_seconds: 7 * 86_400,
      compress_after_seconds: 3 * 86_400,
      retain_seconds: 90 * 86_400,
    });
  });

  it("divides the bytes of chunks by the rows that are in them", async () => {
    const basis = await getCapacityBasis(small.db, { now: NOW });
    const { rows } = await sql<{ bytes: number; before: number | null }>`
      SELECT total_bytes AS bytes, before_compression_total_bytes AS before
      FROM chunks_detailed_size('metrics') LEFT JOIN chunk_compression_stats('metrics') USING (chunk_schema, chunk_name)`.execute(
      small.db,
    );
    const hot = rows.map(({ bytes, before }) => before ?? bytes);
    const after = rows.flatMap(({ bytes, before }) => (before === null ? [] : [bytes]));
    const week_rows = NODES * ROWS_PER_NODE_DAY * WEEK_DAYS;
    const per_row = (bytes: number[]) => bytes.map((value) => value / week_rows);
    const [low, mid, high] = per_row(hot).toSorted((a, b) => a - b);
    expect(basis.hot_bytes_per_row).toEqual({ low, mid, high, count: 3 });
    expect(basis.warm_bytes_per_row).toMatchObject({ low: Math.min(...per_row(after)), count: 2 });
    // The architecture takes a row for 1 KB.
    expect(basis.hot_bytes_per_row!.mid).toBeLessThan(250);
  });

  it("adds up to the whole database, also for the role that may only read", async () => {
    const reader = createDatabase({ url: small.url, access: "reader", max: 1 });
    try {
      const basis = await getCapacityBasis(reader, { now: NOW });
      const stored = basis.stores.reduce((sum, { total_bytes }) => sum + total_bytes, 0);
      expect(stored + basis.other_bytes).toBe(basis.database_bytes);
      for (const { name, index_bytes, total_bytes, parent_bytes, chunks } of basis.stores) {
        const { rows } = await sql<{ index_bytes: number; total_bytes: number }>`
          SELECT index_bytes, total_bytes FROM hypertable_detailed_size(${name}::regclass)`.execute(small.db);
        expect({ index_bytes, total_bytes }, name).toEqual(rows[0]);
        expect(chunks.reduce((sum, { bytes }) => sum + bytes, parent_bytes)).toBe(total_bytes);
      }
      expect(databaseSizer(basis, scenarioInForce(basis))(+NOW).mid).toBeCloseTo(basis.database_bytes!, 0);
    } finally {
      await reader.destroy();
    }
  });
});

describe("a set of the same kind and twice the nodes", () => {
  it("is predicted from the small one within a tenth", async () => {
    const basis = await getCapacityBasis(small.db, { now: NOW });
    const scenario = { ...scenarioInForce(basis), nodes: 2 * NODES };
    large = await createTestDatabase({ policies: true });
    await fill(large.db, 2 * NODES);
    const came = await getCapacityBasis(large.db, { now: NOW });
    const errors = basis.stores.map((store, i) => {
      const { hot, warm } = dailyBytes(store, basis, scenario);
      const chunks = came.stores[i]!.chunks;
      const bytes = chunks.reduce((sum, chunk) => sum + chunk.bytes, 0);
      const compressed = chunks.filter((chunk) => chunk.compressed).length;
      const said = compressed * WEEK_DAYS * warm.mid + (21 - compressed * WEEK_DAYS) * hot.mid;
      return { name: store.name, bytes, error: (said - bytes) / bytes };
    });
    // The small stores fill few pages, and each page counts whole: too much is said of them rather than too little.
    const sizable = errors.filter(({ bytes }) => bytes > 1_000_000);
    expect(sizable.map(({ name }) => name)).toEqual(["metrics", "aggregates_hourly", "aggregates_hourly_latency"]);
    for (const { name, error } of sizable) expect(Math.abs(error), name).toBeLessThan(0.1);
  });
});

describe("forecasts", () => {
  const sample = (time: Date, total_bytes: number) =>
    small.db
      .insertInto("fiber.storage_samples")
      .values({
        time: time.toISOString(),
        chunk_count: 0,
        compressed_chunk_count: 0,
        total_bytes,
        hot_bytes: 0,
        warm_bytes: 0,
      } as never)
      .execute();
  const after = (hours: number) => new Date(+NOW + hours * 3_600_000);

  it("are not kept before samples span an hour", async () => {
    await sample(NOW, 1_000_000);
    expect(await keepForecasts(small.db, after(1))).toBe(0);
    await sample(after(1), 1_000_000);
    expect(await keepForecasts(small.db, after(1))).toBe(4);
  });

  it("are kept once a day, as the page tells them", async () => {
    expect(await keepForecasts(small.db, after(2))).toBe(0);
    const basis = await getCapacityBasis(small.db, { now: after(1) });
    const kept = await listForecasts(small.db);
    expect(kept.map(({ horizon_days }) => horizon_days)).toEqual([1, 7, 30, 90]);
    const said = databaseSizer(basis, scenarioInForce(basis))(+after(1 + 24)).mid;
    expect(Math.abs(kept[0]!.expected_bytes - said) / said).toBeLessThan(0.02);
  });

  it("are held against the nearest sample, if one was taken in time", async () => {
    expect((await listForecasts(small.db)).every(({ actual_bytes }) => actual_bytes === null)).toBe(true);
    await sample(after(25 - 1.2), 111);
    await sample(after(25 + 0.5), 222);
    await sample(after(1 + 7 * 24 + 2), 333);
    const kept = await listForecasts(small.db);
    expect(kept.map(({ actual_bytes }) => actual_bytes)).toEqual([222, null, null, null]);
  });

  it("tell the growth of all else once samples span a day", async () => {
    const { other_bytes_per_day } = await getCapacityBasis(small.db, { now: after(25) });
    const growth = await getGrowth(small.db, { from: NOW, to: after(24 * 8), now: after(24 * 8) });
    expect(growth.series[0]?.total_bytes.at(-1)).toBe(333);
    expect(other_bytes_per_day).toBeCloseTo((333 - 111) / ((1 + 7 * 24 + 2 - (25 - 1.2)) / 24), 3);
  });
});
