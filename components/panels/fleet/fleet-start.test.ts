import { describe, expect, it } from "vitest";
import type { FleetSummary, NodeSummary } from "#lib/model/node.ts";
import { askedBy, fleetStart } from "./fleet-start.ts";
import type { FleetFilter } from "./fleet-lines.ts";

const node = (at: number): NodeSummary =>
  ({
    node_id: `id-${at}`,
    node_name: `probe-${at}`,
    region: at % 2 === 0 ? "eu" : null,
    status: at === 7 ? "silent" : "online",
    health: "good",
    down_since: null,
    first_seen_at: "2026-01-01T00:00:00Z",
    last_seen_at: "2026-01-02T00:00:00Z",
    interval_seconds: 60,
    latency_ms_p95: at,
  }) as NodeSummary;

const fleetOf = (count: number) => ({ nodes: Array.from({ length: count }, (_, at) => node(at)) }) as FleetSummary;
const filter: FleetFilter = {
  q: "",
  status: [],
  region: [],
  group: false,
  sort: { column: "latency_ms_p95", descending: true },
};

describe("the start of a large fleet", () => {
  it("is not needed by a small one", () => {
    expect(fleetStart(fleetOf(250), filter)).toBeUndefined();
  });
  it("has the first screen in the order asked for, and the counts of all", () => {
    const start = fleetStart(fleetOf(1000), filter)!;
    expect(start.summary.nodes).toHaveLength(40);
    expect(start.summary.nodes.slice(0, 2).map(({ node_name }) => node_name)).toEqual(["probe-999", "probe-998"]);
    expect(start.shown).toBe(1000);
    expect(start.regions).toEqual([
      ["", 500],
      ["eu", 500],
    ]);
    expect(start.states.find(({ state }) => state === "silent")?.count).toBe(1);
  });
  it("counts what the filter lets through", () => {
    const start = fleetStart(fleetOf(1000), { ...filter, region: ["eu"] })!;
    expect([start.shown, start.summary.nodes[0]?.node_name]).toEqual([500, "probe-998"]);
    expect(askedBy({ ...filter, region: ["eu"] })).toBe(start.asked);
    expect(askedBy(filter)).not.toBe(start.asked);
  });
  it("waits with the lines of a grouped list", () => {
    expect(fleetStart(fleetOf(1000), { ...filter, group: true })!.summary.nodes).toEqual([]);
  });
});
