import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createDatabase } from "../client.ts";
import { applyPolicies, listPolicyStatus, policies } from "../policies/index.ts";
import { createTestDatabase, type TestDatabase } from "../testing/index.ts";
import { listMigrations, migrateToLatest, migrations } from "./index.ts";

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase({ schema: "empty" });
});

afterAll(() => database.drop());

test("an empty database becomes ours, once, even when two start at the same time", async () => {
  const second = createDatabase({ url: database.url, access: "owner", max: 2 });
  try {
    const applied = await Promise.all([migrateToLatest(database.db), migrateToLatest(second)]);
    expect(applied.flat().toSorted()).toEqual(Object.keys(migrations).toSorted());
  } finally {
    await second.destroy();
  }
  expect(await migrateToLatest(database.db)).toEqual([]);
  expect((await listMigrations(database.db)).every((migration) => migration.executedAt)).toBe(true);
});

test("policies are applied once, also by two at the same time, and are in force as declared", async () => {
  const names = policies.map((policy) => policy.policy_name);
  const added = await Promise.all([applyPolicies(database.db), applyPolicies(database.db)]);
  expect(added.flat().toSorted()).toEqual(names.toSorted());
  expect(await applyPolicies(database.db)).toEqual([]);
  const status = await listPolicyStatus(database.db);
  expect(status.map(({ policy_name, state }) => [policy_name, state])).toEqual(names.map((name) => [name, "in_force"]));
});

test("what an operator changed or removed stays so and is told", async () => {
  await sql`SELECT remove_retention_policy('public.metrics')`.execute(database.db);
  const compression = (await listPolicyStatus(database.db)).find(
    ({ policy_name }) => policy_name === "compress_metrics",
  );
  await sql`SELECT alter_job(${compression!.job_id}, schedule_interval => INTERVAL '2 hours')`.execute(database.db);
  expect(await applyPolicies(database.db)).toEqual([]);
  const states = new Map((await listPolicyStatus(database.db)).map(({ policy_name, state }) => [policy_name, state]));
  expect(states.get("retain_metrics")).toBe("removed");
  expect(states.get("compress_metrics")).toBe("changed");
  expect(states.get("refresh_daily")).toBe("in_force");
});

test("measurements that cannot be are refused by the table itself", async () => {
  const { rows } = await sql<{ node_id: string }>`INSERT INTO nodes (node_name) VALUES ('a') RETURNING node_id`.execute(
    database.db,
  );
  const insert = (latency: string, uptime: string, loss: string) =>
    sql`INSERT INTO metrics VALUES (now(), ${rows[0]!.node_id}, ${latency}::real, ${uptime}::real, ${loss}::real)`.execute(
      database.db,
    );
  for (const [latency, uptime, loss] of [
    ["0", "100", "0"],
    ["-1", "100", "0"],
    ["NaN", "100", "0"],
    ["Infinity", "100", "0"],
    ["600000", "100", "0"],
    ["1", "100.5", "0"],
    ["1", "NaN", "0"],
    ["1", "100", "-0.1"],
    ["1", "100", "NaN"],
  ] as const)
    await expect(insert(latency, uptime, loss), `${latency} ${uptime} ${loss}`).rejects.toMatchObject({
      code: "23514",
    });
  await insert("0.01", "0", "100");
  const twice = sql`INSERT INTO metrics SELECT time, node_id, 2, 100, 0 FROM metrics`.execute(database.db);
  await expect(twice).rejects.toMatchObject({ code: "23505" });
});

test("readers read everything and write nothing; writers write measurements and change no structure", async () => {
  const reader = createDatabase({ url: database.url, access: "reader", max: 1 });
  const writer = createDatabase({ url: database.url, access: "writer", max: 1 });
  try {
    for (const table of [
      "nodes",
      "metrics",
      "aggregates_hourly",
      "aggregates_daily",
      "aggregates_hourly_latency",
      "aggregates_daily_latency",
    ]) {
      await sql`SELECT * FROM ${sql.table(table)} LIMIT 1`.execute(reader);
      await expect(sql`DELETE FROM ${sql.table(table)}`.execute(reader)).rejects.toMatchObject({ code: /25006|42501/ });
    }
    await sql`SELECT * FROM fiber.datasets`.execute(reader);
    await sql`SELECT * FROM fiber.job_errors()`.execute(reader);
    await sql`INSERT INTO nodes (node_name) VALUES ('by writer')`.execute(writer);
    for (const refused of [
      sql`DROP TABLE metrics`,
      sql`DELETE FROM metrics`,
      sql`DELETE FROM nodes`,
      sql`CREATE TABLE x (y int)`,
    ])
      await expect(refused.execute(writer)).rejects.toMatchObject({ code: "42501" });
  } finally {
    await Promise.all([reader.destroy(), writer.destroy()]);
  }
});
