import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createDatabase } from "./client.ts";
import { recordStatements } from "./statements.ts";
import { createTestDatabase, insertNode, type TestDatabase } from "./testing/index.ts";
import { getNodeSeries } from "./queries/series.ts";

let database: TestDatabase;
let reader: TestDatabase["db"];

beforeAll(async () => {
  database = await createTestDatabase();
  reader = createDatabase({ url: database.url, access: "reader", max: 2 });
});
afterAll(async () => {
  await reader.destroy();
  await database.drop();
});

test("tells the statements of a query function with parameters that run again to the same answer", async () => {
  const { node_id } = await insertNode(database.db, { node_name: "seen" });
  const now = new Date("2026-10-01T12:00:00Z");
  const { result, statements } = await recordStatements(() =>
    getNodeSeries(reader, { node_id, from: new Date("2026-10-01T11:00:00Z"), to: now, now }),
  );
  expect(result.points.length).toBeGreaterThan(0);
  const own = statements.find((statement) => statement.sql.includes("FROM metrics WHERE"));
  expect(own?.parameters).toContain(node_id);
  expect(own?.parameters).toContain("2026-10-01T11:00:00.000Z");
  expect(statements.every(({ duration_ms, failed }) => duration_ms > 0 && !failed)).toBe(true);
  expect(new Set(statements.map((statement) => statement.sql)).size).toBe(statements.length);
});

test("each of two questions asked at once gets its own statements, and a third without recording none", async () => {
  const ask = (value: number) => recordStatements(() => sql`SELECT ${value}::integer AS value`.execute(reader));
  const [one, two] = await Promise.all([ask(1), ask(2), sql`SELECT 3`.execute(reader)]);
  expect([one, two].map(({ statements }) => statements.map(({ parameters }) => parameters))).toEqual([[[1]], [[2]]]);
});

test("a statement that failed is told as failed", async () => {
  const { statements } = await recordStatements(async () => {
    await sql`SELECT 1 / ${0}::integer`.execute(reader).catch(() => undefined);
  });
  expect(statements).toMatchObject([{ failed: true, parameters: [0] }]);
});

test("what another door than the reader's executes is never told", async () => {
  const { statements } = await recordStatements(() => sql`SELECT 1`.execute(database.db));
  expect(statements).toEqual([]);
});
