import { afterAll, beforeAll, expect, test } from "vitest";
import { createDatabase } from "#db/client.ts";
import { createTestDatabase, insertNode, type TestDatabase } from "#db/testing/index.ts";
import { FOUND_MAX, listNodesMatching } from "./node-search.ts";
import { countNodesByStatus } from "./node-status.ts";

let database: TestDatabase;
const found = async (text: string) => (await listNodesMatching(database.db, text)).map(({ node_name }) => node_name);

beforeAll(async () => {
  database = await createTestDatabase();
  for (const node_name of ["edge-1", "Edge-2", "my-edge", "100%", "a_b"])
    await insertNode(database.db, { node_name, region: node_name === "a_b" ? "Edgeland" : "eu" });
});
afterAll(() => database?.drop());

test("nodes are found by name and region in any case; beginnings come first, signs mean themselves", async () => {
  expect(await found("edge")).toEqual(["edge-1", "Edge-2", "my-edge", "a_b"]);
  expect(await found("%")).toEqual(["100%"]);
  expect(await found("_")).toEqual(["a_b"]);
  expect(await found(" ")).toEqual([]);
  expect(await found("'; DROP TABLE nodes")).toEqual([]);
});

test("no more than a list holds", async () => {
  for (let at = 0; at < 25; at += 1) await insertNode(database.db, { node_name: `many-${at}` });
  expect(await found("many")).toHaveLength(FOUND_MAX);
});

test("nodes are counted by status, by the database's clock and each node's interval", async () => {
  const owner = createDatabase({ url: database.url, access: "owner", max: 1 });
  const seen = (node_name: string, seconds: number) => {
    const at = new Date(Date.now() - seconds * 1000).toISOString();
    return owner
      .updateTable("nodes")
      .set({ first_seen_at: at, last_seen_at: at, interval_seconds: 60 })
      .where("node_name", "=", node_name)
      .execute();
  };
  const before = await countNodesByStatus(owner);
  expect(before).toMatchObject({ online: 0, late: 0, silent: 0, newest_at: null });
  await seen("edge-1", 60);
  await seen("Edge-2", 300);
  await seen("my-edge", 3_600);
  const after = await countNodesByStatus(owner);
  await owner.destroy();
  expect(after).toMatchObject({ online: 1, late: 1, silent: 1, never: before.never - 3 });
  expect(Date.parse(after.newest_at ?? "")).toBeGreaterThan(Date.now() - 120_000);
});
