import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createDatabase } from "./client.ts";
import { getDatabaseOverview } from "./queries/database.ts";
import { createTestDatabase, type TestDatabase } from "./testing/index.ts";

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});

afterAll(() => database.drop());

const nameOf = async (replica_url: string) => {
  const db = createDatabase({ url: database.url, replica_url, access: "reader", max: 2 });
  try {
    const { rows } = await sql<{ name: string }>`SELECT current_setting('application_name') AS name`.execute(db);
    const { replica_lag_seconds, replica_away } = await getDatabaseOverview(db, { replica_expected: true });
    return { name: rows[0]!.name, lag: replica_lag_seconds, away: replica_away };
  } finally {
    await db.destroy();
  }
};

test("reads go to the replica while it answers", async () => {
  const replica_url = new URL(database.url);
  replica_url.searchParams.set("application_name", "the replica");
  expect((await nameOf(replica_url.href)).name).toBe("the replica");
});

test("and to the primary while it does not, which is told", async () => {
  expect(await nameOf("postgresql://nobody@127.0.0.1:1/none")).toEqual({
    name: "fiber-db",
    lag: null,
    away: true,
  });
});
