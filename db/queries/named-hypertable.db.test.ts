import { type Kysely, sql } from "kysely";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Database } from "#db/schema/index.ts";
import { createTestDatabase, type TestDatabase } from "#db/testing/index.ts";
import { shownName } from "#lib/chart-storage.ts";
import { findHypertable, listChunks } from "./chunks.ts";
import { getHypertableLayout } from "./hypertable-layout.ts";
import { listHypertables } from "./hypertables.ts";
import { getLifecycle } from "./lifecycle.ts";

let database: TestDatabase;
let db: Kysely<Database>;

// Two hypertables of one name: that of `public` has two chunks and nothing else, the other three, a policy and an aggregate.
beforeAll(async () => {
  database = await createTestDatabase();
  db = database.db;
  await sql`CREATE SCHEMA branch`.execute(db);
  for (const [schema, days] of [
    ["public", 2],
    ["branch", 3],
  ] as const) {
    const table = sql.table(`${schema}.plain`);
    await sql`CREATE TABLE ${table} (time timestamptz NOT NULL, value integer)`.execute(db);
    await sql`SELECT create_hypertable(${`${schema}.plain`}, by_range('time', INTERVAL '1 day'))`.execute(db);
    await sql`INSERT INTO ${table} SELECT '2026-03-01'::timestamptz + make_interval(days => i), i
              FROM generate_series(1, ${days}::integer) i`.execute(db);
  }
  await sql`ALTER TABLE branch.plain SET (timescaledb.compress)`.execute(db);
  await sql`SELECT add_compression_policy('branch.plain', INTERVAL '10 days')`.execute(db);
  await sql`CREATE MATERIALIZED VIEW branch_daily WITH (timescaledb.continuous) AS
            SELECT time_bucket('1 day', time) AS bucket, count(*) FROM branch.plain GROUP BY 1 WITH NO DATA`.execute(
    db,
  );
});
afterAll(() => database?.drop());

it("a name alone is the one of public, a schema and a dot before it name the other, and none is both", async () => {
  const of = async (hypertable_name: string, hypertable_schema?: string) =>
    (await listChunks(db, { hypertable_name, hypertable_schema, limit: 10 })).map((chunk) => chunk.hypertable_schema);
  expect(await of("plain")).toEqual(["public", "public"]);
  expect(await of("public.plain")).toEqual(["public", "public"]);
  expect(await of("branch.plain")).toEqual(["branch", "branch", "branch"]);
  expect(await of("plain", "branch")).toEqual(["branch", "branch", "branch"]);
  await expect(of("plain", "elsewhere")).rejects.toMatchObject({ kind: "not_found" });
  await expect(of("branch.metrics")).rejects.toMatchObject({ kind: "not_found" });
  expect(await findHypertable(db, { hypertable_name: "public.aggregates_hourly" })).toMatchObject({
    aggregate_name: "aggregates_hourly",
  });
});

it("what acts on one does not act on the other", async () => {
  const of = async (hypertable_name: string) => {
    const { shown_name, chunk_count, edges, aggregates } = await getLifecycle(db, { hypertable_name });
    return [shown_name, chunk_count, edges.map(({ kind }) => kind), aggregates.map(({ view_name }) => view_name)];
  };
  expect(await of("plain")).toEqual(["plain", 2, [], []]);
  expect(await of("branch.plain")).toEqual(["branch.plain", 3, ["compression"], ["branch_daily"]]);
  expect((await getHypertableLayout(db, { hypertable_name: "plain" })).aggregates).toEqual([]);
  expect(await getHypertableLayout(db, { hypertable_name: "branch.plain" })).toMatchObject({
    hypertable_schema: "branch",
    aggregates: ["branch_daily"],
  });
});

it("each is shown by a name that leads to it", async () => {
  const names = (await listHypertables(db)).filter(({ hypertable_name }) => hypertable_name === "plain").map(shownName);
  expect(names.toSorted()).toEqual(["branch.plain", "plain"]);
  for (const name of names) expect(shownName(await findHypertable(db, { hypertable_name: name }))).toBe(name);
});
