import { describe, expect, test } from "vitest";
import { eventFilter, fleetEvents } from "./fleet-events.ts";

type Member = Parameters<typeof fleetEvents>[0][number];

const at = (minute: number) => new Date(Date.UTC(2026, 10, 25, 3, minute)).toISOString();
const well = (region: string | null): Member => ({
  region,
  status: "online",
  health: "good",
  first_seen_at: at(0),
  last_seen_at: at(59),
  down_since: null,
  interval_seconds: 60,
});
const silent = (region: string | null, minute: number): Member => ({
  ...well(region),
  status: "silent",
  last_seen_at: at(minute),
});
const down = (region: string, minute: number): Member => ({ ...well(region), down_since: at(minute) });
const times = (count: number, make: (index: number) => Member) => Array.from({ length: count }, (_, i) => make(i));

describe("one event", () => {
  test("silence of most probes of a region that began together", () => {
    const nodes = [
      ...times(7, (i) => silent("af-south-1", 12 + (i % 3))),
      well("af-south-1"),
      ...times(40, () => well("eu-west-1")),
    ];
    const events = fleetEvents(nodes);
    expect(events).toEqual([{ kind: "silent", scope: "region", region: "af-south-1", count: 7, of: 8, since: at(12) }]);
    expect(eventFilter(events[0]!)).toEqual({ status: ["silent"], region: ["af-south-1"] });
  });
  test("targets of most probes of a region down together, and bad figures without a time", () => {
    const bad = (): Member => ({ ...well("us-east"), health: "bad" });
    const nodes = [...times(5, (i) => down("eu", 30 + i)), ...times(4, bad), ...times(20, () => well("ap"))];
    expect(fleetEvents(nodes)).toEqual([
      { kind: "down", scope: "region", region: "eu", count: 5, of: 5, since: at(30) },
      { kind: "bad", scope: "region", region: "us-east", count: 4, of: 4, since: null },
    ]);
  });
  test("of the whole fleet when half of it fell over several regions: look at what they share", () => {
    const nodes = ["a", "b", "c", "d"].flatMap((region) => times(6, () => silent(region, 20)));
    const [event, ...more] = fleetEvents(nodes);
    expect(event).toEqual({ kind: "silent", scope: "fleet", region: null, count: 24, of: 24, since: at(20) });
    expect(more).toEqual([]);
    expect(eventFilter(event!)).toEqual({ status: ["silent"], region: [] });
  });
});

describe("not one event", () => {
  test.each<[string, Member[]]>([
    ["two nodes", [...times(2, () => silent("af", 12)), well("af")]],
    ["less than half", [...times(3, () => silent("af", 12)), ...times(4, () => well("af"))]],
    ["falls spread over the hour", times(5, (i) => silent("af", i * 11))],
    ["nodes without a region", [...times(4, () => silent(null, 12)), ...times(9, () => well("eu"))]],
    ["nodes that never reported", times(5, () => ({ ...silent("af", 12), status: "never", first_seen_at: null }))],
    [
      "an outage of probes that fell silent after it",
      times(5, () => ({ ...down("af", 12), status: "silent" as const, last_seen_at: null })),
    ],
  ])("%s", (_, nodes) => expect(fleetEvents(nodes)).toEqual([]));
});
