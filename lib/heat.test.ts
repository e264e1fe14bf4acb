import { describe, expect, test } from "vitest";
import { cellText, heatLines, heatScale, shownMap, worstRow } from "./heat.ts";
import type { HeatMap } from "./model/heat-map.ts";

describe("the ramp", () => {
  test("latency has equal steps of the logarithm, and outliers do not stretch it", () => {
    const row = Array.from({ length: 1000 }, (_, i) => (i === 999 ? 50_000 : 10 + (i % 100)));
    const { stepOf, labels } = heatScale("latency", [row, [null, -1, -2]]);
    expect(labels).toHaveLength(8);
    expect([stepOf(10), stepOf(50_000)]).toEqual([0, 7]);
    expect(stepOf(30)).toBeGreaterThan(stepOf(15));
  });
  test("loss and coverage have fixed limits, worse is later", () => {
    expect([0, 0.01, 1, 4.9, 5, 100].map(heatScale("loss", []).stepOf)).toEqual([0, 1, 3, 4, 5, 7]);
    expect([100, 99.9, 95, 94, 0].map(heatScale("coverage", []).stepOf)).toEqual([0, 1, 2, 3, 7]);
  });
  test("relative to its own median each node is calm until it rises", () => {
    const map = {
      rows: [
        [10, 10, 30, -1],
        [200, 200, 190, null],
      ],
    } as unknown as HeatMap;
    const { rows } = shownMap(map, "relative");
    expect(rows).toEqual([
      [100, 100, 300, -1],
      [100, 100, 95, null],
    ]);
    const { stepOf } = heatScale("relative", rows);
    expect([stepOf(100), stepOf(300)]).toEqual([0, 5]);
    expect(cellText(300, "relative")).toBe("300\u00a0% of its median");
  });
  test("no value at all is no error", () => {
    expect(heatScale("latency", [[null, -1]]).labels).toHaveLength(8);
  });
});

describe("lines of several rows", () => {
  const rows = [
    [10, 20, null, -1],
    [30, 5, -1, -2],
    [1, 1, 1, 1],
  ];
  test("show the worst of them, silence and no reply before any latency", () => {
    const lines = heatLines(rows, 2, "latency");
    expect(lines).toEqual([
      { first: 0, count: 2, cells: [30, 20, -1, -2] },
      { first: 2, count: 1, cells: [1, 1, 1, 1] },
    ]);
    expect([worstRow(rows, lines[0]!, 0), worstRow(rows, lines[0]!, 1)]).toEqual([1, 0]);
  });
  test("of coverage show the smallest", () => {
    expect(heatLines([[100], [40]], 2, "coverage")[0]?.cells).toEqual([40]);
  });
  test("of one row each are the rows", () => {
    expect(heatLines(rows, 1, "latency").map(({ cells }) => cells)).toEqual(rows);
  });
});

test("a cell in words never takes one kind of nothing for another", () => {
  expect([41.2, 0, -1, -2, null].map((value) => cellText(value, "loss"))).toEqual([
    "41.2\u00a0%",
    "0\u00a0%",
    "probe silent",
    "loss not known",
    "none due",
  ]);
  expect(cellText(-2, "latency")).toBe("no reply");
});
