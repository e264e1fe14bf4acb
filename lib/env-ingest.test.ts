import { expect, test } from "vitest";
import { readIngestEnvironment } from "./env-ingest.ts";

test("nodes register themselves unless that is switched off; tags can be set", () => {
  expect(readIngestEnvironment({})).toEqual({ register_nodes: true, node_tags: undefined, region_tag: undefined });
  const env = { FIBER_REGISTER_NODES: "0", FIBER_NODE_TAG: "host, url", FIBER_REGION_TAG: "site" };
  expect(readIngestEnvironment(env)).toEqual({ register_nodes: false, node_tags: ["host", "url"], region_tag: "site" });
});

test.each([
  ["FIBER_REGISTER_NODES", "no"],
  ["FIBER_NODE_TAG", "host,,url"],
  ["FIBER_NODE_TAG", "a,b,c,d,e,f"],
])("%s=%s is refused by name", (name, value) => {
  expect(() => readIngestEnvironment({ [name]: value })).toThrow(name);
});
