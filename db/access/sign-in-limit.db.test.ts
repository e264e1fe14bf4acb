import type { Kysely } from "kysely";
import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createDatabase } from "#db/client.ts";
import type { Database } from "#db/schema/index.ts";
import { createTestDatabase, type TestDatabase } from "#db/testing/index.ts";
import { consumeLimit, countUse } from "./rate-limit.ts";
import { consumeSignIn, forgiveSignIn, PER_ADDRESS, PER_ADDRESS_AND_ACCOUNT } from "./sign-in-limit.ts";

let database: TestDatabase;
/** Two instances of the console on one database. */
let instances: [Kysely<Database>, Kysely<Database>];

beforeAll(async () => {
  database = await createTestDatabase();
  const open = () => createDatabase({ url: database.url, access: "writer", max: 4 });
  instances = [open(), open()];
});

afterAll(async () => {
  await Promise.all(instances.map((db) => db.destroy()));
  await database.drop();
});

beforeEach(() => sql`DELETE FROM fiber.rate_limits`.execute(instances[0]));

/** How many of `count` attempts, over both instances and at once in tens, are let through. */
const attempts = async (count: number, email: string, addressOf: (index: number) => string): Promise<number> => {
  let passed = 0;
  for (let at = 0; at < count; at += 10) {
    const some = Array.from({ length: Math.min(10, count - at) }, (_, index) =>
      consumeSignIn(instances[index % 2 === 0 ? 0 : 1], email, addressOf(at + index)),
    );
    passed += (await Promise.allSettled(some)).filter(({ status }) => status === "fulfilled").length;
  }
  return passed;
};

describe("1,000 wrong sign-ins", () => {
  test("from one address for one account: ten get a look at the password; the owner elsewhere gets in", async () => {
    expect(await attempts(1_000, "ana@fiber.test", () => "198.51.100.7")).toBe(PER_ADDRESS_AND_ACCOUNT.max);
    await expect(consumeSignIn(instances[1], "ana@fiber.test", "203.0.113.9")).resolves.toBeUndefined();
  });

  test("from one address for many accounts: limited by the address", async () => {
    let index = 0;
    const results = await Promise.allSettled(
      Array.from({ length: 200 }, () => consumeSignIn(instances[0], `user${(index += 1)}@fiber.test`, "198.51.100.8")),
    );
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(PER_ADDRESS.max);
  });

  test("from 250 addresses for one account: few each, and still the owner gets in from an address of her own", async () => {
    const passed = await attempts(1_000, "ana@fiber.test", (index) => `198.18.${index % 250}.1`);
    expect(passed).toBeLessThanOrEqual(250 * 3 + 100);
    await expect(consumeSignIn(instances[0], "ana@fiber.test", "203.0.113.9")).resolves.toBeUndefined();
  });

  test("the addresses of one IPv6 customer are one", async () => {
    const passed = await attempts(100, "ana@fiber.test", (index) => `2001:db8:1:2:${index.toString(16)}::1`);
    expect(passed).toBe(PER_ADDRESS_AND_ACCOUNT.max);
  });
});

test("a right password clears the attempts of its address, and an office signs in all day", async () => {
  for (let person = 0; person < PER_ADDRESS.max * 2; person += 1) {
    await consumeSignIn(instances[0], `p${person}@fiber.test`, "198.51.100.9");
    await forgiveSignIn(instances[1], `p${person}@fiber.test`, "198.51.100.9");
  }
  await expect(consumeSignIn(instances[0], "p1@fiber.test", "198.51.100.9")).resolves.toBeUndefined();
});

test("a window that is over begins anew", async () => {
  const rule = { max: 1, window_seconds: 60 };
  await consumeLimit(instances[0], "x", rule, "requests");
  await expect(consumeLimit(instances[1], "x", rule, "requests")).rejects.toMatchObject({
    kind: "too_many_requests",
    retry_after_seconds: expect.any(Number),
  });
  await sql`UPDATE fiber.rate_limits SET window_ends_at = now()`.execute(instances[0]);
  expect((await countUse(instances[0], "x", rule)).count).toBe(1);
});

test("the table holds no address and no account", async () => {
  await consumeSignIn(instances[0], "ana@fiber.test", "198.51.100.7");
  const { rows } = await sql<{
    text: string;
  }>`SELECT string_agg(r::text, ' ') AS text FROM fiber.rate_limits r`.execute(instances[0]);
  expect(rows[0]?.text).not.toMatch(/ana|198/);
});
