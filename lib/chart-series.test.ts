import { describe, expect, test } from "vitest";
import { latencyBounds, quantile } from "./chart-bounds.ts";
import { bandPath, bar, linePath, lonePath, medianPaths, stepPath } from "./chart-paths.ts";
import type { Plot } from "./chart-paths.ts";
import { isEmptySeries, lossLevel, nearestPoint, pointKind, spans } from "./chart-series.ts";
import { seriesCsv, SERIES_COLUMNS } from "./chart-table.ts";
import { barsZone, uptimeBars, uptimeShade, uptimeSlice } from "./chart-uptime.ts";
import type { Series, SeriesPoint } from "./model/series.ts";

const START = Date.parse("2026-11-22T00:00:00Z");
const MINUTE = 60_000;

/** A point per letter, a minute apart: r replied, d no reply, s silent, u nothing was due. */
function pointsOf(
  letters: string,
  change: (point: SeriesPoint, i: number) => Partial<SeriesPoint> = () => ({}),
): SeriesPoint[] {
  return [...letters].map((letter, i) => {
    const replied = letter === "r";
    const count = replied || letter === "d" ? 1 : 0;
    const value = (v: number) => (replied ? v : null);
    const point: SeriesPoint = {
      time: new Date(START + i * MINUTE).toISOString(),
      count,
      expected_count: letter === "u" ? 0 : 1,
      reply_count: replied ? 1 : 0,
      latency_ms_avg: value(50),
      latency_ms_min: value(10),
      latency_ms_p05: value(20),
      latency_ms_p25: value(40),
      latency_ms_p50: value(50),
      latency_ms_p75: value(60),
      latency_ms_p95: value(80),
      latency_ms_p99: value(90),
      latency_ms_max: value(100),
      uptime_pct: count ? (replied ? 100 : 0) : null,
      packet_loss: count ? (replied ? 0 : 100) : null,
    };
    return { ...point, ...change(point, i) };
  });
}

const plotOf = (minutes: number): Plot => ({
  from_ms: START,
  to_ms: START + minutes * MINUTE,
  bucket_seconds: 60,
  min: 0,
  max: 100,
  height: 100,
});

test("the loss ramp has five ordered steps, and unknown is none of them", () => {
  expect([0, 0.01, 1, 4.9, 5, 20, 100].map(lossLevel)).toEqual([0, 1, 2, 2, 3, 4, 4]);
  expect(lossLevel(null)).toBeNull();
});

test("a silent probe, a target that is down and a time when nothing was due are told apart", () => {
  expect(pointsOf("rdsu").map(pointKind)).toEqual(["replies", "down", "silent", "unexpected"]);
});

describe("spans", () => {
  test("neighbours are joined", () => {
    const silent = spans(pointsOf("rssrs"), 60, (p) => p.count === 0);
    expect(silent.map((s) => [s.first, s.last, (s.to_ms - s.from_ms) / MINUTE])).toEqual([
      [1, 2, 2],
      [4, 4, 1],
    ]);
  });

  test("a missing bucket separates, even when the answer has no point for it", () => {
    const points = pointsOf("rrrr").filter((_, i) => i !== 2);
    expect(spans(points, 60, (p) => p.count > 0)).toHaveLength(2);
  });
});

describe("nearestPoint", () => {
  const points = pointsOf("rrrr").filter((_, i) => i !== 2);
  test.each([
    [-5, 0],
    [0.9, 0],
    [1.5, 1],
    [2.2, 1],
    [2.8, 2],
    [99, 2],
  ])("minute %d is point %i", (minute, index) => {
    expect(nearestPoint(points, 60, START + minute * MINUTE)).toBe(index);
  });
  test("none without points", () => expect(nearestPoint([], 60, START)).toBe(-1));
});

test("a range of gaps is empty", () => {
  expect(isEmptySeries(pointsOf("sus"))).toBe(true);
  expect(isEmptySeries(pointsOf("sds"))).toBe(false);
});

describe("paths", () => {
  test("a band is never drawn across a gap: two runs, two closed pieces that end at their buckets", () => {
    const d = bandPath(plotOf(4), pointsOf("rrsr"), "latency_ms_p25", "latency_ms_p75");
    expect(d).toBe(
      "M0 40L125 40L375 40L500 40L500 60L375 60L125 60L0 60ZM750 40L875 40L1000 40L1000 60L875 60L750 60Z",
    );
  });

  test("a line stops where the target is down, too", () => {
    expect(linePath(plotOf(4), pointsOf("rrdr"), "latency_ms_p95").match(/M/g)).toHaveLength(2);
  });

  test("the median changes its step half way between two points", () => {
    const points = pointsOf("rrr", (_, i) => ({ packet_loss: i === 2 ? 7 : 0 }));
    expect(medianPaths(plotOf(4), points)).toEqual([
      { level: 0, d: "M0 50L125 50L250 50L375 50L500 50" },
      { level: 3, d: "M500 50L625 50L750 50" },
    ]);
  });

  test("unknown loss has a line of its own, below all others", () => {
    const points = pointsOf("rr", (_, i) => ({ packet_loss: i === 0 ? 0 : null }));
    expect(medianPaths(plotOf(2), points).map((p) => p.level)).toEqual([null, 0]);
  });

  test("a point between two gaps is a dot", () => {
    expect(lonePath(plotOf(4), pointsOf("srsr"))).toHaveLength(2);
    expect(lonePath(plotOf(4), pointsOf("rrsr"))).toEqual([{ level: 0, d: "M875 50h0" }]);
  });

  test("values far above the axis end just outside it", () => {
    expect(
      linePath(
        plotOf(1),
        pointsOf("r", () => ({ latency_ms_p95: 1e9 })),
        "latency_ms_p95",
      ),
    ).toContain(" -20");
  });

  test("a loss above zero is seen however small, a loss of zero is not", () => {
    expect(bar(plotOf(4), START, START + MINUTE, 0.001).height).toBe(2);
    expect(bar(plotOf(4), START, START + MINUTE, 0).height).toBe(0);
  });

  test("a bar narrower than asked grows about its middle", () => {
    expect(bar(plotOf(1000), START, START + MINUTE, 50, 3)).toMatchObject({ x: -1, width: 3 });
  });

  test("shares hold for the whole bucket", () => {
    expect(stepPath(plotOf(2), pointsOf("rr"), (p) => p.uptime_pct)).toBe("M0 0L500 0L500 0L1000 0");
  });
});

describe("latencyBounds", () => {
  const bounds = (maxima: number[]) =>
    latencyBounds(
      pointsOf("r".repeat(maxima.length), (_, i) => ({ latency_ms_max: maxima[i] ?? null })),
      8,
    );

  test("a calm series is shown whole", () => {
    expect(bounds(Array.from({ length: 100 }, (_, i) => 90 + (i % 7)))).toEqual({ low: 10, high: 96, outliers: [] });
  });

  test("one extreme maximum does not press the rest flat, and is named", () => {
    const found = bounds(Array.from({ length: 100 }, (_, i) => (i === 40 ? 9000 : 95)));
    expect(found?.high).toBeLessThan(130);
    expect(found?.outliers).toEqual([{ index: 40, value: 9000 }]);
  });

  test("neighbouring extremes share one mark, the highest", () => {
    const found = bounds(Array.from({ length: 100 }, (_, i) => (i >= 40 && i < 44 ? 9000 + i : 95)));
    expect(found?.outliers).toEqual([{ index: 43, value: 9043 }]);
  });

  test("a level that lasts is no outlier", () => {
    const points = pointsOf("r".repeat(100), (_, i) => (i > 70 ? { latency_ms_p95: 880, latency_ms_max: 900 } : {}));
    expect(latencyBounds(points, 8)?.outliers).toEqual([]);
  });

  test("a high maximum in every second point does not hide the percentiles", () => {
    const found = bounds(Array.from({ length: 100 }, (_, i) => (i % 2 === 0 ? 5000 : 95)));
    expect(found?.high).toBeLessThan(300);
    expect(found?.outliers.length).toBeGreaterThan(0);
  });

  test("no reply, no bounds", () => expect(latencyBounds(pointsOf("sds"), 8)).toBeNull());
  test("one point has bounds", () => expect(bounds([100])).toEqual({ low: 10, high: 100, outliers: [] }));
  test("quantiles lie between neighbours", () => expect(quantile([1, 2, 3, 4], 0.5)).toBe(2.5));
});

describe("uptime", () => {
  test("a bar is weighted by measurements, never an average of averages", () => {
    const points = pointsOf("rr", (_, i) => (i === 0 ? { count: 9, uptime_pct: 100 } : { count: 1, uptime_pct: 0 }));
    expect(uptimeBars(points, 120)).toMatchObject([{ count: 10, uptime_pct: 90 }]);
  });

  test("a silent slice has no uptime rather than zero", () => {
    expect(uptimeBars(pointsOf("ss"), 120)).toMatchObject([{ count: 0, expected_count: 2, uptime_pct: null }]);
  });

  test("bars of a day are days of the zone where whole buckets add up to them, across the clock change", () => {
    const hours = (count: number, step = 1) =>
      Array.from({ length: count / step }, (_, at) => ({
        ...pointsOf("r")[0]!,
        time: new Date(Date.UTC(2026, 9, 23, 22 + at * step)).toISOString(),
      }));
    const zone = "Europe/Berlin";
    const series = (bucket_seconds: number, points: ReturnType<typeof hours>) =>
      ({ points, bucket_seconds, time_zone: "UTC" }) as unknown as Series;
    expect(barsZone(series(3600, hours(72)), 86_400, zone)).toBe(zone);
    expect(barsZone(series(10_800, hours(72, 3)), 86_400, zone)).toBe("UTC");
    expect(barsZone(series(1800, hours(72)), 86_400, "Asia/Kolkata")).toBe("Asia/Kolkata");
    expect(barsZone({ ...series(86_400, hours(72)), time_zone: zone }, 86_400, "Asia/Kolkata")).toBe(zone);
    const bars = uptimeBars(hours(73), 86_400, zone);
    expect(bars.map(({ from_ms, to_ms }) => (to_ms - from_ms) / 3_600_000)).toEqual([24, 25, 24]);
    expect(bars[0]!.from_ms).toBe(Date.UTC(2026, 9, 23, 22));
    // A series of the zone's own days has a bar where each of them lies.
    expect(uptimeBars([hours(1)[0]!], 86_400, zone)[0]!.from_ms).toBe(Date.UTC(2026, 9, 23, 22));
  });

  test("bars are days from two weeks on, and at most 72 before", () => {
    const day = 86_400;
    expect(uptimeSlice(90 * day, 3600)).toBe(day);
    expect(uptimeSlice(14 * day, 3600)).toBe(day);
    expect(uptimeSlice(7 * day, 3600)).toBe(3 * 3600);
    expect(uptimeSlice(day, 60)).toBe(1800);
    expect(uptimeSlice(3600, 60)).toBe(60);
  });

  test("a bar is made of whole buckets", () => {
    expect(uptimeSlice(6 * 3600, 240)).toBe(480);
    expect(uptimeSlice(434 * 60, 120)).toBe(600);
    expect(uptimeSlice(3600, 7) % 7).toBe(0);
  });

  test("three shades", () =>
    expect([100, 99.9, 99.5, 98.9].map(uptimeShade)).toEqual(["good", "good", "reduced", "bad"]));
});

test("CSV leaves what is unknown empty", () => {
  const series = { points: pointsOf("rs") } as Series;
  expect(seriesCsv(series, SERIES_COLUMNS.uptime)).toBe(
    "time,uptime_pct,count,expected_count\r\n2026-11-22T00:00:00.000Z,100,1,1\r\n2026-11-22T00:01:00.000Z,,0,1\r\n",
  );
});
