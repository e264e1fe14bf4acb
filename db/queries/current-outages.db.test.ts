import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, insertMeasurements, insertNode, type TestDatabase } from "../testing/index.ts";
import { listCurrentOutages } from "./current-outages.ts";

const MINUTE = 60_000;
const now = new Date("2026-11-20T12:00:30Z");
const newest = Date.parse("2026-11-20T12:00:00Z");

let database: TestDatabase;
const ids: Record<string, string> = {};

/** Sixty measurements a minute apart up to `end`, of which the last `lost` have no reply. */
const insertProbe = async (node_name: string, lost: number, end = newest, kept = 60) => {
  const { node_id } = await insertNode(database.db, { node_name });
  ids[node_name] = node_id;
  await insertMeasurements(database.db, node_id, {
    from: new Date(end - 59 * MINUTE),
    count: 60,
    latency_ms: (index) => (index < 60 - lost ? 20 : null),
    skip: (index) => index < 60 - kept,
  });
};

beforeAll(async () => {
  database = await createTestDatabase();
  await insertProbe("well", 0);
  await insertProbe("two-lost", 2);
  await insertProbe("down", 3);
  await insertProbe("long-down", 40);
  await insertProbe("never-replied", 60);
  await insertProbe("down-then-silent", 30, newest - 11 * MINUTE);
  await insertProbe("late-and-down", 5, newest - 5 * MINUTE);
  await insertProbe("only-two-sent", 60, newest, 2);
  await insertNode(database.db, { node_name: "never" });
});

afterAll(() => database.drop());

const minuteOf = (minutes_ago: number) => new Date(newest - minutes_ago * MINUTE).toISOString();

test("a target is down since the first of its newest measurements without a reply, while its probe reports", async () => {
  const found = await listCurrentOutages(database.db, { now });
  const names = Object.fromEntries(Object.entries(ids).map(([name, node_id]) => [node_id, name]));
  expect(Object.fromEntries(found.map((row) => [names[row.node_id], new Date(row.down_since).toISOString()]))).toEqual({
    down: minuteOf(2),
    "long-down": minuteOf(39),
    "never-replied": minuteOf(59),
    "late-and-down": minuteOf(9),
  });
});

test("one node can be asked for", async () => {
  expect(await listCurrentOutages(database.db, { now, node_id: ids.down! })).toHaveLength(1);
  expect(await listCurrentOutages(database.db, { now, node_id: ids.well! })).toEqual([]);
});

test("what was measured after the moment asked for does not count", async () => {
  const then = new Date(newest - 3 * MINUTE);
  const found = await listCurrentOutages(database.db, { now: then });
  expect(found.map(({ node_id }) => node_id)).not.toContain(ids.down);
});
