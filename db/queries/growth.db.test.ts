import { type Kysely, sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createDatabase } from "#db/client.ts";
import { applyPolicies, listPolicyStatus } from "#db/policies/index.ts";
import type { Database } from "#db/schema/index.ts";
import {
  createTestDatabase,
  insertMeasurements,
  insertNode,
  runPolicies,
  type TestDatabase,
} from "#db/testing/index.ts";
import { getGrowth } from "./growth.ts";
import { listHypertables } from "./hypertables.ts";

let database: TestDatabase;
let db: Kysely<Database>;
let job_id: number;

const HOUR = 3_600_000;
const start = Date.UTC(2026, 0, 5);
const at = (hours: number) => new Date(start + hours * HOUR).toISOString();

const sampleOf = async (name: string | null) =>
  db
    .selectFrom("fiber.storage_samples")
    .selectAll()
    .where(sql`coalesce(hypertable_name, '')`, "=", name ?? "")
    .orderBy("time", "desc")
    .executeTakeFirstOrThrow();

beforeAll(async () => {
  database = await createTestDatabase({ policies: true });
  db = database.db;
  const found = (await listPolicyStatus(db)).find(({ policy_name }) => policy_name === "sample_storage");
  job_id = found?.job_id ?? 0;
});
afterAll(() => database?.drop());

describe("the job that takes samples", () => {
  it("is there before anything was sampled", async () => {
    const growth = await getGrowth(db, { now: new Date() });
    expect(growth).toMatchObject({ first_sample_at: null, last_sample_at: null, times: [], series: [] });
    expect(growth.job).toEqual({ job_id, scheduled: false, every_seconds: 3600 });
  });

  it("notes what the storage page shows, of every hypertable and of the database", async () => {
    const { node_id } = await insertNode(db);
    await insertMeasurements(db, node_id, { from: "2026-01-01T00:00:00Z", count: 20_000 });
    await sql`SELECT compress_chunk(c) FROM show_chunks('metrics', older_than => timestamptz '2026-01-09') c`.execute(
      db,
    );
    await sql`ANALYZE metrics`.execute(db);
    await sql.raw(`CALL run_job(${job_id})`).execute(db);
    const hypertables = await listHypertables(db);
    for (const shown of hypertables.filter(({ hypertable_schema }) => hypertable_schema !== "fiber")) {
      const sample = await sampleOf(shown.hypertable_name);
      for (const key of [
        "hypertable_schema",
        "chunk_count",
        "compressed_chunk_count",
        "total_bytes",
        "table_bytes",
        "index_bytes",
        "toast_bytes",
        "hot_bytes",
        "warm_bytes",
        "before_compression_bytes",
        "after_compression_bytes",
      ] as const)
        expect(sample[key], `${key} of ${shown.hypertable_name}`).toBe(shown[key]);
    }
    const metrics = await sampleOf("metrics");
    expect(metrics.compressed_chunk_count).toBe(1);
    // The last week has 9,920; of compressed rows a server counts batches, and some take each for a thousand rows.
    expect(metrics.hot_rows).toBe(9920);
    expect(Math.abs(metrics.warm_rows! - 10_080)).toBeLessThan(1000);
  });

  it("notes the same where the catalog tells, where files are measured and where only public functions are asked", async () => {
    const take = async (config: object) => {
      await sql`CALL fiber.sample_storage(0, ${JSON.stringify(config)}::jsonb)`.execute(db);
      const { time: _time, ...sample } = await sampleOf("metrics");
      return sample;
    };
    const measured = await take({});
    expect(measured.compressed_chunk_count).toBe(1);
    const { warm_rows: _rows, ...by_functions } = await take({ catalog: false });
    expect(measured).toMatchObject(by_functions);
    const told = await take({ measured_chunks: 0 });
    // What a chunk keeps beside its rows (maps of free space) is in no page that ANALYZE counts. None less: all was measured.
    expect(measured.table_bytes! - told.table_bytes!).toBeGreaterThan(0);
    expect(measured.table_bytes! - told.table_bytes!).toBeLessThanOrEqual(65_536);
    const { total_bytes, table_bytes, hot_bytes, ...rest } = told;
    expect(measured).toMatchObject(rest);
    expect(measured.total_bytes - total_bytes).toBe(measured.table_bytes! - table_bytes!);
    expect(measured.hot_bytes - hot_bytes).toBe(measured.table_bytes! - table_bytes!);
  });

  it("notes the size of the database by its files", async () => {
    const whole = await sampleOf(null);
    const { rows } = await sql<{ bytes: number }>`SELECT pg_database_size(current_database()) AS bytes`.execute(db);
    expect(Math.abs(whole.total_bytes - rows[0]!.bytes)).toBeLessThan(1_000_000);
  });

  it("is for the owner: readers read samples and take none", async () => {
    const reader = createDatabase({ url: database.url, access: "reader", max: 1 });
    try {
      expect((await getGrowth(reader, { now: new Date() })).series[0]?.total_bytes.at(-1)).toBeGreaterThan(0);
      await expect(sql`CALL fiber.sample_storage(0, '{}')`.execute(reader)).rejects.toMatchObject({
        code: /42501|25006/,
      });
    } finally {
      await reader.destroy();
    }
  });

  it("stays as an operator left it", async () => {
    await sql`SELECT alter_job(${job_id}, schedule_interval => INTERVAL '6 hours')`.execute(db);
    expect(await applyPolicies(db)).toEqual([]);
    const status = (await listPolicyStatus(db)).find(({ policy_name }) => policy_name === "sample_storage");
    expect(status?.state).toBe("changed");
    expect((await getGrowth(db, { now: new Date() })).job?.every_seconds).toBe(21_600);
    await sql`SELECT alter_job(${job_id}, schedule_interval => INTERVAL '1 hour')`.execute(db);
  });
});

describe("samples over time", () => {
  const insert = (hours: number, name: string | null, total_bytes: number) =>
    db
      .insertInto("fiber.storage_samples")
      .values({
        time: at(hours + 0.01),
        hypertable_schema: name === null ? null : "public",
        hypertable_name: name,
        chunk_count: 1,
        compressed_chunk_count: 0,
        total_bytes,
        hot_bytes: total_bytes,
        warm_bytes: 0,
      } as never)
      .execute();

  beforeAll(async () => {
    for (const [hours, bytes] of [
      [0, 1000],
      [1, 1100],
      [4, 1400],
    ] as const) {
      await insert(hours, null, bytes);
      await insert(hours, "metrics", bytes / 2);
    }
  });

  it("keeps a gap a gap", async () => {
    const growth = await getGrowth(db, { from: new Date(at(0)), to: new Date(at(6)), now: new Date(at(6)) });
    expect(growth.bucket_seconds).toBe(3600);
    // Each sample at its own time, not at the start of its hour; what has none at the start.
    expect(growth.times.map((time) => new Date(time).toISOString())).toEqual([0.01, 1.01, 2, 3, 4.01].map(at));
    expect(growth.series.map(({ hypertable_name, total_bytes }) => [hypertable_name, total_bytes])).toEqual([
      [null, [1000, 1100, null, null, 1400]],
      ["metrics", [500, 550, null, null, 700]],
    ]);
  });

  it("takes the newest sample of a coarser bucket, and is not longer for a longer range", async () => {
    const growth = await getGrowth(db, { from: new Date(at(0)), to: new Date(at(24 * 60)), now: new Date(at(6)) });
    expect(growth.bucket_seconds).toBe(6 * 3600);
    expect(growth.series[0]?.total_bytes).toEqual([1400]);
  });

  it("forgets samples after 400 days, and nothing else", async () => {
    await db
      .insertInto("fiber.storage_samples")
      .values({
        time: "2024-01-01T00:00:00Z",
        chunk_count: 0,
        compressed_chunk_count: 0,
        total_bytes: 1,
        hot_bytes: 0,
        warm_bytes: 0,
      } as never)
      .execute();
    const before = await db.selectFrom("fiber.storage_samples").select("time").execute();
    await runPolicies(db, "policy_retention");
    const after = await db.selectFrom("fiber.storage_samples").select("time").execute();
    expect(before.length - after.length).toBe(1);
    expect(after.some(({ time }) => time.startsWith("2024"))).toBe(false);
  });
});
