import { sql } from "kysely";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { EXPORT_COLUMNS } from "#lib/export/columns.ts";
import { ROW_GROUP, toParquet } from "#lib/export/parquet.ts";
import { streamOf } from "#lib/export/stream.ts";
import { toCsv } from "#lib/export/text.ts";
import { createTestDatabase, insertMeasurements, insertNode, type TestDatabase } from "../testing/index.ts";
import { readExport } from "./export.ts";

const FROM = new Date("2026-03-01T00:00:00Z");
const TO = new Date("2026-06-01T00:00:00Z");
const WRITERS = { csv: toCsv, parquet: toParquet } as const;

let database: TestDatabase;
let node: { node_id: string; node_name: string };
let statements: number;

beforeAll(async () => {
  database = await createTestDatabase();
  const { node_id, node_name } = await insertNode(database.db);
  node = { node_id, node_name };
  await insertMeasurements(database.db, node_id, { from: FROM, count: ROW_GROUP + 5000 });
});

beforeEach(() => {
  statements = 0;
});

afterAll(() => database.drop());

/** An export as the route gives it, of pages of a thousand rows; each statement is counted. */
const open = (format: keyof typeof WRITERS) => {
  const counted = database.db.withPlugin({
    transformQuery: ({ node: query }) => query,
    transformResult: ({ result }) => {
      statements += 1;
      return Promise.resolve(result);
    },
  });
  const pages = readExport(counted, { source: "metrics", nodes: [node], from: FROM, to: TO, page_rows: 1000 });
  const ends: unknown[] = [];
  const end = { done: () => void ends.push("done"), failed: (error: unknown) => void ends.push(error) };
  return { reader: streamOf(WRITERS[format](pages, EXPORT_COLUMNS.metrics), end).getReader(), ends };
};

describe("a reader that goes away", () => {
  test("ends the reading, and its place is given back at once", async () => {
    const { reader, ends } = open("csv");
    await reader.read();
    await reader.read();
    const left = reader.cancel();
    expect(ends).toEqual(["done"]);
    await left;
    const read = statements;
    // Whatever was asked for before is there; nothing is asked for after it.
    expect(read).toBeLessThanOrEqual(4);
    await sql`SELECT count(*) FROM metrics`.execute(database.db);
    expect(statements).toBe(read);
    expect(await reader.read()).toEqual({ done: true, value: undefined });
    expect(ends).toEqual(["done"]);
  });
});

describe("a failure midway", () => {
  const fail = () => sql`ALTER TABLE metrics RENAME TO metrics_gone`.execute(database.db);

  afterEach(() => sql`ALTER TABLE metrics_gone RENAME TO metrics`.execute(database.db));

  const readAll = async (reader: ReturnType<typeof open>["reader"]): Promise<Buffer> => {
    const parts: Uint8Array[] = [];
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return Buffer.concat(parts);
      parts.push(value);
      if (parts.length === 2) await fail();
    }
  };

  test("breaks a CSV off and gives its place back", async () => {
    const { reader, ends } = open("csv");
    await expect(readAll(reader)).rejects.toThrow(/metrics/);
    await expect(reader.read()).rejects.toThrow(/metrics/);
    expect(ends).toEqual([expect.objectContaining({ message: expect.stringContaining("metrics") }), "done"]);
  });

  test("leaves a Parquet file without the end that would make it one", async () => {
    const { reader } = open("parquet");
    const first = await reader.read();
    await fail();
    await expect(reader.read()).rejects.toThrow(/metrics/);
    const came = Buffer.from(first.value!);
    expect(came.subarray(0, 4).toString()).toBe("PAR1");
    expect(came.subarray(-4).toString()).not.toBe("PAR1");
  });
});
