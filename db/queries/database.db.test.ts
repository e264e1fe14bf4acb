import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createDatabase } from "#db/client.ts";
import { classifyDatabaseError } from "#db/errors.ts";
import { RELIED_ON } from "#db/schema/timescaledb-information.ts";
import { createTestDatabase, type TestDatabase } from "#db/testing/index.ts";
import { listAggregates } from "./aggregates.ts";
import { getCapabilities } from "./capabilities.ts";
import { listChunks } from "./chunks.ts";
import { getCapacityBasis } from "./capacity.ts";
import { getDatabaseOverview } from "./database.ts";
import { getGrowth } from "./growth.ts";
import { listHypertables } from "./hypertables.ts";
import { listJobs } from "./jobs.ts";

describe("a migrated database", () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database?.drop());

  it("tells its size, versions and edition as plain SQL does", async () => {
    const { rows } = await sql<{ name: string; version: string; extension: string }>`
      SELECT current_database() AS name, current_setting('server_version') AS version,
             (SELECT extversion FROM pg_extension WHERE extname = 'timescaledb') AS extension`.execute(database.db);
    const overview = await getDatabaseOverview(database.db);
    const after = await sql<{ bytes: number }>`SELECT pg_database_size(current_database()) AS bytes`.execute(
      database.db,
    );
    expect(overview).toMatchObject({
      database_name: rows[0]?.name,
      postgres_version: rows[0]?.version,
      timescaledb_version: rows[0]?.extension,
      edition: "timescale",
      embedded: process.env.TEST_DATABASE_URL === undefined,
    });
    // Background work of the server may add a page or two in between.
    expect(Math.abs((overview.database_bytes ?? 0) - (after.rows[0]?.bytes ?? 0))).toBeLessThan(1_000_000);
    expect(Math.abs(Date.parse(overview.as_of) - Date.now())).toBeLessThan(60_000);
  });

  it("finds all that this server offers, for the reader too", async () => {
    const reader = createDatabase({ url: database.url, access: "reader", max: 1 });
    try {
      const seen = await getCapabilities(reader);
      expect(seen).toEqual({ ...(await getCapabilities(database.db)), sees_activity: false });
      expect(seen.tables).toEqual(expect.arrayContaining(["continuous_agg", "compression_settings", "chunk"]));
      // Of two makes of the catalog: this server's is known.
      expect(seen.tables.some((key) => key === "chunk:relid" || key === "chunk:name")).toBe(true);
      expect(seen.tables.some((key) => key === "dimension_slice:chunk" || key === "chunk_constraint")).toBe(true);
      expect(seen.functions.toSorted()).toEqual([
        "cagg_watermark(integer)",
        "chunk_columnstore_stats(regclass)",
        "chunk_status(regclass)",
        "job_errors()",
        "job_runs(integer)",
        "server_activity()",
        "to_timestamp(bigint)",
      ]);
    } finally {
      await reader.destroy();
    }
  });

  it("has every column of the information views that the queries rely on", async () => {
    const { rows } = await sql<{ view: string; column: string }>`
      SELECT table_name AS view, column_name AS column FROM information_schema.columns
      WHERE table_schema = 'timescaledb_information'`.execute(database.db);
    const present = new Set(rows.map(({ view, column }) => `${view}.${column}`));
    const relied = Object.entries(RELIED_ON).flatMap(([view, columns]) => columns.map((column) => `${view}.${column}`));
    expect(relied.filter((name) => !present.has(name))).toEqual([]);
  });

  it("is not measured for a role that may not connect to it", async () => {
    await sql`REVOKE CONNECT ON DATABASE ${sql.id((await getCapabilities(database.db)).database_name)} FROM PUBLIC`.execute(
      database.db,
    );
    const reader = createDatabase({ url: database.url, access: "reader", max: 1 });
    try {
      expect((await getDatabaseOverview(reader)).database_bytes).toBeNull();
    } finally {
      await reader.destroy();
    }
  });
});

describe("a role that lost its rights", () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
    await sql`REVOKE SELECT ON ALL TABLES IN SCHEMA public, fiber FROM fiber_reader`.execute(database.db);
    await sql`REVOKE USAGE ON SCHEMA public, fiber FROM fiber_reader`.execute(database.db);
  });
  afterAll(() => database?.drop());

  it("is shown what the catalog tells everybody, and told what it may not see and what gives it back", async () => {
    const reader = createDatabase({ url: database.url, access: "reader", max: 1 });
    try {
      expect((await listHypertables(reader)).map(({ hypertable_name }) => hypertable_name)).toContain("metrics");
      await listChunks(reader, { limit: 1 });
      await listJobs(reader);
      expect((await listAggregates(reader)).every((item) => item.materialized_state === "not_permitted")).toBe(true);
      for (const question of [getGrowth(reader, { now: new Date() }), getCapacityBasis(reader)]) {
        const error = classifyDatabaseError(await question.catch((reason: unknown) => reason));
        expect(error.kind).toBe("not_permitted");
        expect(error.remedy).toContain("TO fiber_reader");
      }
    } finally {
      await reader.destroy();
    }
  });
});

describe("a database that is migrated and empty", () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database?.drop());

  it("has nothing to project from, and no figure that stands for it", async () => {
    const basis = await getCapacityBasis(database.db);
    expect(basis).toMatchObject({
      node_count: 0,
      rows_per_node_day: null,
      days: null,
      hot_bytes_per_row: null,
      warm_bytes_per_row: null,
      other_bytes_per_day: null,
    });
    expect(basis.stores.every((store) => store.hot_bytes_per_node_day === null)).toBe(true);
    expect(await getGrowth(database.db, { now: new Date() })).toMatchObject({ job: null, times: [], series: [] });
  });
});

describe("a database without the extension", () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase({ schema: "empty" });
  });
  afterAll(() => database?.drop());

  it("still tells what it is", async () => {
    const overview = await getDatabaseOverview(database.db);
    expect(overview).toMatchObject({ timescaledb_version: null, edition: null });
    expect(overview.database_bytes).toBeGreaterThan(0);
  });

  it("has no hypertables, chunks, aggregates or jobs to ask for, which is not the same as none", async () => {
    const { db } = database;
    const questions = [
      listHypertables(db),
      listChunks(db, { limit: 1 }),
      listAggregates(db),
      listJobs(db),
      getGrowth(db, { now: new Date() }),
      getCapacityBasis(db),
    ];
    for (const answer of await Promise.allSettled(questions)) {
      expect(answer).toMatchObject({
        status: "rejected",
        reason: { kind: "not_available", remedy: expect.stringContaining("CREATE EXTENSION timescaledb") },
      });
    }
  });
});
