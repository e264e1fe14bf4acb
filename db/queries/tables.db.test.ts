import { type Kysely, sql } from "kysely";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Database } from "#db/schema/index.ts";
import { createTestDatabase, insertMeasurements, insertNode, type TestDatabase } from "#db/testing/index.ts";
import type { OrdinaryTable } from "#lib/model/storage-detail.ts";
import { listTables } from "./tables.ts";

let database: TestDatabase;
let db: Kysely<Database>;

beforeAll(async () => {
  database = await createTestDatabase();
  db = database.db;
  const { node_id } = await insertNode(db);
  await insertMeasurements(db, node_id, { from: "2026-01-01T00:00:00Z", count: 2000, interval_seconds: 600 });
  await sql`SELECT compress_chunk(c) FROM show_chunks('metrics') c`.execute(db);
  await sql`CREATE MATERIALIZED VIEW public.copied AS SELECT * FROM metrics`.execute(db);
  await sql`CREATE TABLE public.parent (day date NOT NULL) PARTITION BY RANGE (day)`.execute(db);
  await sql`CREATE TABLE public.part PARTITION OF public.parent FOR VALUES FROM ('2026-01-01') TO ('2026-02-01')`.execute(
    db,
  );
  await sql`ANALYZE public.copied`.execute(db);
});
afterAll(() => database?.drop());

it("lists ordinary tables, the largest first, and no part of a hypertable", async () => {
  const tables = await listTables(db);
  const names = tables.map(({ table_name }) => table_name);
  expect(names).toContain("nodes");
  expect(names).not.toContain("metrics");
  expect(names.filter((name) => /hyper|materialized/.test(name))).toEqual([]);
  expect(tables.find(({ table_name }) => table_name === "copied")).toMatchObject({
    kind: "materialized_view",
    row_count_estimate: 2000,
  });
  expect(tables.find(({ table_name }) => table_name === "part")).toMatchObject({ kind: "partition" });
  const sizes = tables.map(({ total_bytes }) => total_bytes);
  expect(sizes).toEqual(sizes.toSorted((a, b) => b - a));
});

it("takes every size from where plain SQL finds it", async () => {
  for (const table of await listTables(db)) {
    const { rows } = await sql<OrdinaryTable>`
      SELECT pg_total_relation_size(c.oid) AS total_bytes, pg_indexes_size(c.oid) AS index_bytes
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relname = ${table.table_name} AND n.nspname = ${table.table_schema}`.execute(db);
    expect(table).toMatchObject(rows[0] ?? {});
    expect(table.table_bytes + table.index_bytes + table.toast_bytes).toBe(table.total_bytes);
  }
});
