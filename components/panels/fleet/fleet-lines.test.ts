import { describe, expect, it } from "vitest";
import { fleetLines } from "./fleet-lines.ts";
import type { FleetFilter } from "./fleet-lines.ts";
import { DEFAULT_SORT } from "./search-params.ts";
import type { Sort } from "./search-params.ts";
import type { FleetNode } from "./use-fleet-changes.ts";

const node = (node_name: string, rest: Partial<FleetNode> = {}) =>
  ({
    node_id: `id-${node_name}`,
    node_name,
    region: "eu-west",
    status: "online",
    health: "good",
    down_since: null,
    latency_ms_p95: null,
    change: undefined,
    ...rest,
  }) as FleetNode;

const ALL: FleetFilter = {
  q: "",
  status: [],
  region: [],
  group: false,
  sort: { column: "node_name", descending: false },
};
const keys = (nodes: FleetNode[], filter: Partial<FleetFilter>) =>
  fleetLines(nodes, { ...ALL, ...filter }).map((line) => (line.kind === "node" ? line.node.node_name : line.key));
const by = (column: Sort["column"], descending = false) => ({ sort: { column, descending } });

describe("the lines of the fleet", () => {
  const fleet = [
    node("probe-10", { latency_ms_p95: 20, region: null }),
    node("probe-2", { latency_ms_p95: 90, health: "bad" }),
    node("probe-1", { region: "af-south", status: "silent" }),
  ];
  it("count numbers in names as numbers", () => {
    expect(keys(fleet, by("node_name"))).toEqual(["probe-1", "probe-2", "probe-10"]);
    expect(keys(fleet, by("node_name", true))).toEqual(["probe-10", "probe-2", "probe-1"]);
  });
  it("have what was not measured, and who has no region, last in either direction", () => {
    expect(keys(fleet, by("latency_ms_p95"))).toEqual(["probe-10", "probe-2", "probe-1"]);
    expect(keys(fleet, by("latency_ms_p95", true))).toEqual(["probe-2", "probe-10", "probe-1"]);
    expect(keys(fleet, by("region", true))).toEqual(["probe-2", "probe-1", "probe-10"]);
  });
  it("have trouble first unless asked otherwise, and keep the order of equals", () => {
    expect(keys(fleet, { sort: DEFAULT_SORT })).toEqual(["probe-2", "probe-1", "probe-10"]);
    expect(keys([node("b"), node("a")], by("latency_ms_p95", true))).toEqual(["b", "a"]);
  });
  it("hold every word of the search, in name, region or id", () => {
    expect(keys(fleet, { q: " PROBE-1  id- " })).toEqual(["probe-1", "probe-10"]);
    expect(keys(fleet, { q: "af-south" })).toEqual(["probe-1"]);
    expect(keys(fleet, { q: "nothing" })).toEqual([]);
  });
  it("are of one of the states and one of the regions", () => {
    expect(keys(fleet, { status: ["silent", "bad"] })).toEqual(["probe-1", "probe-2"]);
    expect(keys(fleet, { region: [""] })).toEqual(["probe-10"]);
    expect(keys([node("up"), node("gone", { down_since: "2026-11-20T03:12:00Z" })], { status: ["down"] })).toEqual([
      "gone",
    ]);
  });
  it("stand under their region when grouped, those without one last", () => {
    expect(keys(fleet, { group: true })).toEqual([
      "region:af-south",
      "probe-1",
      "region:eu-west",
      "probe-2",
      "region:",
      "probe-10",
    ]);
  });
});
