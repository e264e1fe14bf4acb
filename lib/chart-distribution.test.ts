import { describe, expect, test } from "vitest";
import {
  barText,
  countScale,
  distributionBars,
  distributionCsv,
  distributionSummary,
  latencyTicks,
  levels,
} from "./chart-distribution.ts";
import { latencyBin, latencyBinEdge } from "./latency-bins.ts";
import type { LatencyDistribution } from "./model/distribution.ts";

/** The distribution of these latencies. */
function of(...latencies: number[]): LatencyDistribution {
  const found = latencies.map(latencyBin);
  const first = Math.min(...found);
  const count = latencies.length === 0 ? 0 : Math.max(...found) - first + 1;
  return {
    node_id: "n",
    from: "2026-11-22T12:00:00Z",
    to: "2026-11-22T13:00:00Z",
    sources: [],
    reply_count: latencies.length,
    bins: Array.from({ length: count }, (_, i) => ({
      latency_ms_from: latencyBinEdge(first + i),
      latency_ms_to: latencyBinEdge(first + i + 1),
      reply_count: found.filter((bin) => bin === first + i).length,
    })),
    as_of: "2026-11-22T13:00:00Z",
  };
}

describe("bars", () => {
  test("few bins get room on both sides, many a little; the counts stay", () => {
    for (const latencies of [[20], [20, 21, 400], [0.02, 3000]]) {
      const bars = distributionBars(of(...latencies));
      expect(bars.length).toBeGreaterThanOrEqual(24);
      expect(bars.reduce((sum, bar) => sum + bar.reply_count, 0)).toBe(latencies.length);
      expect(bars[0]?.reply_count).toBe(0);
      expect(bars.at(-1)).toMatchObject({ reply_count: 0, share_upto: 1 });
      bars.slice(1).forEach((bar, i) => expect(bar.latency_ms_from).toBeCloseTo(bars[i]?.latency_ms_to ?? 0, 9));
    }
  });

  test("no reply: no bar", () => expect(distributionBars(of())).toEqual([]));

  test("a bar in words says its part and all that is faster", () => {
    const bar = distributionBars(of(20, 20, 20, 400)).find(({ reply_count }) => reply_count === 3);
    expect(barText(bar)).toMatch(
      /^19\.9\sms to 20\.9\sms: 3 replies, 75\.0\s%; 75\.0\s% of all are this fast or faster$/,
    );
  });
});

describe("axes", () => {
  const values = (from: number, to: number, apart = 0.07) => latencyTicks(from, to, apart).map(({ label }) => label);

  test("round values in milliseconds, fewer where the axis is longer or narrower", () => {
    expect(values(1, 1000)).toEqual(["1", "2", "5", "10", "20", "50", "100", "200", "500", "1,000"]);
    expect(values(1, 1000, 0.2)).toEqual(["1", "10", "100", "1,000"]);
    expect(values(11.8, 38.3)).toEqual(["12", "14", "16", "18", "20", "25", "30", "35"]);
    expect(values(11.8, 38.3, 0.2)).toEqual(["15", "20", "30"]);
    expect(values(0.04, 3)).toEqual(["0.05", "0.1", "0.2", "0.5", "1", "2"]);
  });

  test("counts begin at 0 and have whole ticks", () => {
    for (const highest of [1, 2, 3, 7, 10, 11, 999, 129_600]) {
      const { min, max, ticks } = countScale([{ ...distributionBars(of(20))[12]!, reply_count: highest }]);
      expect(min).toBe(0);
      expect(max).toBeGreaterThanOrEqual(highest);
      expect(ticks.every(({ value }) => Number.isInteger(value))).toBe(true);
      expect(ticks.length).toBeLessThanOrEqual(6);
    }
  });
});

describe("words", () => {
  const two = of(...Array.from({ length: 60 }, () => 20), ...Array.from({ length: 40 }, () => 400), 3000);

  test("two levels are two levels, a stray reply is none", () => {
    expect(levels(distributionBars(two)).map(({ reply_count }) => reply_count)).toEqual([60, 40]);
  });

  test("the summary tells spread, levels and percentiles", () => {
    const text = distributionSummary(two, { latency_ms_p50: 20, latency_ms_p95: 400, latency_ms_p99: null });
    expect(text.replaceAll("\u00a0", " ")).toBe(
      "101 replies between 19.9 ms and 3,090 ms. 59.4 % at 19.9 – 20.9 ms, 39.6 % at 395 – 414 ms. p50 20.0 ms, p95 400 ms.",
    );
    expect(distributionSummary(of(), undefined)).toBe("No reply came in this range.");
  });

  test("CSV has a line a bin", () => {
    const lines = distributionCsv(of(20)).split("\r\n");
    expect(lines).toEqual([
      "latency_ms_from,latency_ms_to,reply_count",
      expect.stringMatching(/^19\.\d+,20\.\d+,1$/),
      "",
    ]);
  });
});
