import { describe, expect, test } from "vitest";
import { planSlices, sliceExpectation } from "./slices.ts";

const HOUR = 3_600_000;
const now = new Date("2026-11-20T12:34:30Z");

const ask = (hours: number, node_count: number, count_max = 36) =>
  planSlices({
    from: new Date(now.getTime() - hours * HOUR),
    to: now,
    nodes: Array.from({ length: node_count }, () => ({ interval_seconds: 60 })),
    count_max,
    expected_rows: hours * 60 * node_count,
    exact_rows_max: 100_000,
    hourly_until: null,
    daily_until: new Date("2026-11-20T00:00:00Z"),
    measurements_kept: true,
  });

describe("slices of a range", () => {
  test.each([
    // hours, nodes, seconds of a slice, how many
    [1, 24, 120, 31],
    [24, 24, 3600, 25],
    [24, 1000, 3600, 25],
    [168, 1000, 21_600, 29],
    [720, 1000, 86_400, 31],
    [2160, 1000, 7 * 86_400, 14],
    [2160, 24, 7 * 86_400, 14],
  ])("%s h of %s nodes: %s s", (hours, nodes, seconds, count) => {
    const { slices } = ask(hours, nodes);
    expect([slices.seconds, slices.count]).toEqual([seconds, count]);
    expect((Date.parse(slices.from) / 1000) % seconds).toBe(0);
  });
  test("are made of hours while a fleet has few of them, and of days from there on", () => {
    const sources = (hours: number, nodes: number) => new Set(ask(hours, nodes).plan.segments.map((s) => s.source));
    expect(sources(168, 1000)).not.toContain("aggregates_daily");
    expect(sources(720, 1000)).toContain("aggregates_daily");
  });
  test("hold two measurements of a usual node at least", () => {
    expect(ask(1, 24, 500).slices.seconds).toBe(120);
  });
  test("cover the range and no more than a slice around it", () => {
    const { slices } = ask(24, 1000);
    const end = Date.parse(slices.from) + slices.count * slices.seconds * 1000;
    expect(end).toBeGreaterThanOrEqual(now.getTime());
    expect(end - now.getTime()).toBeLessThan(slices.seconds * 1000);
  });
});

test("what is due in a slice ends with the range, with now and before the node's first measurement", () => {
  const { slices } = ask(24, 1000);
  const due = sliceExpectation(slices, { from: new Date(now.getTime() - 24 * HOUR), to: now, now });
  const node = { first_seen_at: "2026-11-20T06:30:00Z", interval_seconds: 60 };
  expect([due(node, 1, 0), due(node, 18, 0), due(node, 19, 0), due(node, 24, 0)]).toEqual([0, 30, 60, 33]);
});
