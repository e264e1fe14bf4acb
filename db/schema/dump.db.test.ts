import { afterAll, beforeAll, expect, it } from "vitest";
import { createDatabase } from "#db/client.ts";
import { createTestDatabase, type TestDatabase } from "#db/testing/index.ts";
import { dumpSchema, readSchemaFile } from "./dump.ts";

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase({ policies: true });
});
afterAll(() => database?.drop());

it("is what the migrations make on this server", async () => {
  const { dump } = await readSchemaFile();
  expect(await dumpSchema(database.db)).toBe(dump);
});

it("is the same for the role that may only read", async () => {
  const db = createDatabase({ url: database.url, access: "reader", max: 1 });
  try {
    expect(await dumpSchema(db)).toBe((await readSchemaFile()).dump);
  } finally {
    await db.destroy();
  }
});
