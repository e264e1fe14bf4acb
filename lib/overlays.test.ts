import { describe, expect, it } from "vitest";
import { overlayKeys, parseOverlays, regionChoice, shiftSeconds } from "./overlays.ts";
import { chooseSeries } from "./resolution.ts";

const NODE = "00000000-0000-4000-8000-000000000001";
const other = (n: number) => `00000000-0000-4000-8000-0000000000${10 + n}`;

describe("parseOverlays", () => {
  it("reads what the address has, each once, and tells it again in one order", () => {
    const wish = parseOverlays(["before,region", other(1).toUpperCase(), "region"], NODE);
    expect(wish).toEqual({ region: true, before: true, node_ids: [other(1)] });
    expect(overlayKeys(wish)).toEqual(["region", "before", other(1)]);
    expect(overlayKeys(parseOverlays(undefined, NODE))).toEqual([]);
  });

  it.each([
    ["fleet", /must be region, before or the id/],
    [NODE, /the node itself/],
    [[1, 2, 3, 4].map(other).join(","), /4 nodes; at most 3/],
  ])("refuses %s, naming the parameter", (value, message) => {
    expect(() => parseOverlays(value, NODE)).toThrow(
      expect.objectContaining({ kind: "invalid_input", field: "overlay", message: expect.stringMatching(message) }),
    );
  });
});

describe("regionChoice", () => {
  const choose = (days: number, node_count: number) => {
    const to = new Date("2026-11-25T18:00:00Z");
    const from = new Date(to.getTime() - days * 86_400_000);
    const node = { from, to, points: 300, interval_seconds: 60, measurements_kept: true, time_zone: "Europe/Berlin" };
    const own = chooseSeries({ ...node, expected_rows: days * 1440 });
    const { source, bucket_seconds, exact } = regionChoice(
      { ...node, node_count, expected_rows: days * 1440 * node_count },
      own,
    );
    return [source, bucket_seconds, exact];
  };

  it.each([
    [1, 100, ["metrics", 300, true]],
    [1, 1000, ["aggregates_hourly", 3600, false]],
    [7, 100, ["aggregates_hourly", 3600, false]],
    [30, 100, ["aggregates_hourly", 10_800, false]],
    [30, 1000, ["aggregates_daily", 86_400, false]],
    [90, 100, ["aggregates_daily", 86_400, false]],
  ])("%d days of %d nodes: never exact from rollups, as fine as is quick", (days, node_count, expected) => {
    expect(choose(days, node_count)).toEqual(expected);
  });
});

it("the period before has its buckets where the range has its own", () => {
  const range = { from: new Date("2026-11-24T18:02:00Z"), to: new Date("2026-11-25T18:00:00Z") };
  expect(shiftSeconds(range, 300)).toBe(86_400);
});
