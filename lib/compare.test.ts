import { describe, expect, test } from "vitest";
import { compareCsv, compareLines, compareScale, lineStyle, lineSummary, lineText } from "./compare-lines.ts";
import { comparePath, parseCompared, toggled } from "./compare.ts";
import type { ComparedNode, Comparison } from "./model/comparison.ts";

const id = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, "0")}`;

describe("the nodes of a comparison", () => {
  test("are taken once, in their order", () => {
    expect(parseCompared([id(2), id(1), id(2)])).toEqual([id(2), id(1)]);
    expect(parseCompared(id(7))).toEqual([id(7)]);
    expect(parseCompared(undefined)).toEqual([]);
  });
  test("are refused by name and limit", () => {
    expect(() => parseCompared("probe-1")).toThrow(/node is "probe-1"/);
    const many = Array.from({ length: 25 }, (_, n) => id(n));
    expect(() => parseCompared(many)).toThrow(/25 nodes are asked for; at most 24/);
    expect(parseCompared(many.slice(1))).toHaveLength(24);
  });
  test("are added and taken away one by one, up to the limit", () => {
    expect(toggled([id(1)], id(2))).toEqual([id(1), id(2)]);
    expect(toggled([id(1), id(2)], id(1))).toEqual([id(2)]);
    const full = Array.from({ length: 24 }, (_, n) => id(n));
    expect(toggled(full, id(99))).toEqual(full);
  });
  test("stand in the address before range and zone", () => {
    expect(comparePath([id(1), id(2)], "?range=7d")).toBe(`/compare?node=${id(1)}&node=${id(2)}&range=7d`);
    expect(comparePath([], "")).toBe("/compare");
  });
});

const compared = (name: string, p50: (number | null)[], own: number): ComparedNode => ({
  node: { node_id: id(1), node_name: name } as ComparedNode["node"],
  figures: { latency_ms_p50: own } as ComparedNode["figures"],
  count: p50.map((value) => (value === null ? 0 : 5)),
  expected_count: p50.map(() => 5),
  reply_count: p50.map((value) => (value === null ? 0 : 5)),
  latency_ms_p50: p50,
  latency_ms_p95: p50,
  uptime_pct: p50.map((value) => (value === null ? null : 100)),
  packet_loss: p50.map((value) => (value === null ? null : 0)),
});

const comparison = (...nodes: ComparedNode[]) =>
  ({ start: "2026-11-20T00:00:00.000Z", bucket_seconds: 300, bucket_count: 4, nodes }) as unknown as Comparison;

describe("lines", () => {
  const both = comparison(compared("near", [10, 11, null, 12], 10), compared("far, away", [200, 210, 190, 400], 200));
  test("relative to its own median each node stands at 100 %", () => {
    const lines = compareLines(both, "p50", true);
    expect(lines[0]?.values).toEqual([100, 110.00000000000001, null, 120]);
    expect(lines[1]?.values[3]).toBe(200);
    expect(compareScale(lines, "p50", true).unit).toBe("%");
  });
  test("share one axis that covers all of them", () => {
    const scale = compareScale(compareLines(both, "p50", false), "p50", false);
    expect([scale.min <= 10, scale.max >= 400, scale.unit]).toEqual([true, true, "ms"]);
    expect(compareScale(compareLines(both, "loss", false), "loss", false)).toMatchObject({ min: 0, max: 1 });
    expect(compareScale(compareLines(both, "uptime", false), "uptime", false).max).toBeGreaterThanOrEqual(100);
  });
  test("one value far above is cut, not all others flattened", () => {
    const long = Array.from({ length: 999 }, (_, i) => 20 + (i % 10));
    const line = { node_id: id(1), name: "a", place: 0, points: [], values: [...long, 60_000] };
    expect(compareScale([line], "p50", false).max).toBeLessThan(100);
  });
  test("tell silence from no value", () => {
    const [near] = compareLines(both, "p50", false);
    expect([lineText(near!, 1, "p50", false), lineText(near!, 2, "p50", false)]).toEqual(["11.0 ms", "probe silent"]);
    expect(lineSummary(near!, "p50", false)).toBe("near: 10.0 ms to 12.0 ms; silent in 1 of 4 buckets");
  });
  test("as CSV: a row a bucket, a column a node", () => {
    expect(
      compareCsv(compareLines(both, "p50", false))
        .split("\r\n")
        .slice(0, 2),
    ).toEqual(['time,near,"far, away"', "2026-11-20T00:00:00.000Z,10,200"]);
  });
});

test("24 lines all look different", () => {
  const looks = Array.from({ length: 24 }, (_, place) => JSON.stringify(lineStyle(place)));
  expect(new Set(looks).size).toBe(24);
});
