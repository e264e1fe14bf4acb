import { describe, expect, test } from "vitest";
import { changeOf, changeQuantity, worsening } from "./change.ts";
import type { PercentileMethod } from "./model/node.ts";

const figures = {
  latency_ms_p50: 40,
  latency_ms_p95: 80,
  latency_ms_avg: 45,
  uptime_pct: 99.9,
  packet_loss: 0.1,
  coverage: 1,
};
const before = { ...figures, not_comparable: null };
const exact: PercentileMethod[] = [{ method: "measurements", relative_error_max: 0 }];
const histogram: PercentileMethod[] = [...exact, { method: "histogram", relative_error_max: 0.025 }];

describe("change against the period before", () => {
  test("is told with its sign, its unit and which way is worse", () => {
    const slower = changeOf({ ...figures, latency_ms_p50: 78.24 }, before, "latency_ms_p50", exact);
    expect(slower).toMatchObject({ worse: true, within_error: false });
    expect(changeQuantity(slower, "latency_ms_p50")).toMatchObject({ value: "+38.2", unit: "ms" });
    const better = changeOf({ ...figures, uptime_pct: 99.95 }, before, "uptime_pct", exact);
    expect(better).toMatchObject({ worse: false });
    expect(changeQuantity(better, "uptime_pct")).toMatchObject({ value: "+0.05", unit: "points" });
    const gone = changeOf({ ...figures, coverage: 0.71 }, before, "coverage", exact);
    expect(changeQuantity(gone, "coverage").value).toBe("\u221229.0");
    expect(changeQuantity(changeOf(figures, before, "packet_loss", exact), "packet_loss").value).toBe("=");
  });
  test("smaller than the error of both percentiles is told as such; averages have none", () => {
    const now = { ...figures, latency_ms_p50: 41.9, latency_ms_avg: 45.9 };
    expect(changeOf(now, before, "latency_ms_p50", histogram)).toMatchObject({ within_error: true });
    expect(changeOf(now, before, "latency_ms_p50", exact)).toMatchObject({ within_error: false });
    expect(changeOf(now, before, "latency_ms_avg", histogram)).toMatchObject({ within_error: false });
  });
  test("says why there is none", () => {
    const reason = (change: ReturnType<typeof changeOf>) => (change.kind === "not_comparable" ? change.reason : "");
    expect(reason(changeOf(figures, { ...before, not_comparable: "young" }, "uptime_pct", exact))).toMatch(/not there/);
    expect(reason(changeOf(figures, { ...before, not_comparable: "retention" }, "coverage", exact))).toMatch(
      /retention/,
    );
    expect(reason(changeOf({ ...figures, coverage: 0.2 }, before, "latency_ms_p95", exact))).toMatch(/this range/);
    expect(reason(changeOf({ ...figures, packet_loss: null }, before, "packet_loss", exact))).toMatch(/no value/);
    expect(changeQuantity(undefined, "coverage").spoken).toBe("not known yet");
  });
});

describe("worst movers", () => {
  const rank = (now: Partial<typeof figures>, key: Parameters<typeof changeOf>[2], methods = exact) =>
    worsening(changeOf({ ...figures, ...now }, before, key, methods), before, key);
  test("latency by its share, shares by points", () => {
    expect(rank({ latency_ms_p50: 60 }, "latency_ms_p50")).toBeCloseTo(0.5);
    expect(rank({ packet_loss: 5.1 }, "packet_loss")).toBeCloseTo(5);
    expect(rank({ uptime_pct: 90 }, "uptime_pct")).toBeCloseTo(9.9);
  });
  test("better, within the error, and under a millisecond do not move", () => {
    expect(rank({ latency_ms_p50: 20 }, "latency_ms_p50")).toBe(0);
    expect(rank({ latency_ms_p50: 41.5 }, "latency_ms_p50", histogram)).toBe(0);
    expect(rank({ latency_ms_p50: 40.9 }, "latency_ms_p50")).toBe(0);
  });
});
