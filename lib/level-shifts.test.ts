import { describe, expect, test } from "vitest";
import { planShifts } from "./level-shift-plan.ts";
import { findLevelShifts } from "./level-shifts.ts";

/** Noise that is the same at every run, of about one standard deviation. */
const noiseFrom = (seed: number) => {
  let state = seed;
  const uniform = () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
  return () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
};

const series = (count: number, level: (index: number) => number, sigma = 0.3, seed = 7): Float64Array => {
  const noise = noiseFrom(seed);
  return Float64Array.from({ length: count }, (_, index) => level(index) + sigma * noise());
};

const indexes = (values: Float64Array) => findLevelShifts(values).map(({ index }) => index);

describe("the level", () => {
  test("shifts where it changes and stays changed, to the value", () => {
    const values = series(600, (index) => (index < 200 ? 40 : index < 420 ? 55 : 42));
    const shifts = findLevelShifts(values);
    expect(shifts.map(({ index }) => index)).toEqual([200, 420]);
    expect(shifts[0]!.before).toBeCloseTo(40, 0);
    expect(shifts[0]!.after).toBeCloseTo(55, 0);
    expect(shifts[1]!.after - shifts[1]!.before).toBeCloseTo(-13, 0);
  });

  test("does not shift by noise, outliers, a slow wave or a change that is small", () => {
    for (const seed of [1, 2, 3, 4, 5]) expect(indexes(series(2000, () => 40, 3, seed))).toEqual([]);
    expect(indexes(series(600, (index) => (index % 37 < 2 ? 400 : 40)))).toEqual([]);
    expect(indexes(series(1080, (index) => 40 + 5 * Math.sin(index / 57)))).toEqual([]);
    expect(indexes(series(600, (index) => (index < 300 ? 40 : 40.8), 0.02))).toEqual([]);
    expect(indexes(series(600, (index) => (index < 300 ? 400 : 401.5), 0.02))).toEqual([]);
  });

  test("may last as short as four values, and not shorter", () => {
    const short = (length: number) => series(300, (index) => (index >= 100 && index < 100 + length ? 90 : 40));
    expect(indexes(short(4))).toEqual([100, 104]);
    expect(indexes(short(3))).toEqual([]);
  });

  test("of too few values is not told, and nothing of none", () => {
    expect(indexes(new Float64Array())).toEqual([]);
    expect(indexes(Float64Array.from([1, 1, 1, 90, 90, 90]))).toEqual([]);
    expect(indexes(Float64Array.from([1, 1, 1, 1, 90, 90, 90, 90]))).toEqual([4]);
  });

  test("of the most buckets is found while one waits", () => {
    const values = series(5000, (index) => 40 + 10 * (Math.floor(index / 50) % 2), 0.5);
    const began = performance.now();
    expect(findLevelShifts(values)).toHaveLength(99);
    expect(performance.now() - began).toBeLessThan(2000);
  });
});

describe("buckets", () => {
  const plan = (days: number, of: Partial<Parameters<typeof planShifts>[0]> = {}) => {
    const to = new Date("2026-03-31T12:00:00Z");
    const interval_seconds = of.interval_seconds ?? 60;
    const expected_rows = (days * 86_400) / interval_seconds;
    const from = new Date(to.getTime() - days * 86_400_000);
    const { source, bucket_seconds } = planShifts({
      from,
      to,
      interval_seconds,
      expected_rows,
      measurements_kept: true,
      ...of,
    });
    return [source, bucket_seconds];
  };

  test("are a few minutes of measurements, longer where they were too many", () => {
    expect([1, 7, 30, 90].map((days) => plan(days))).toEqual([
      ["metrics", 240],
      ["metrics", 240],
      ["metrics", 600],
      ["metrics", 1800],
    ]);
    expect(plan(30, { interval_seconds: 240 })).toEqual(["metrics", 720]);
    expect(plan(30, { interval_seconds: 1800 })).toEqual(["metrics", 1800]);
  });

  test("are hours where measurements are gone or too many, and days where hours are too many", () => {
    expect(plan(90, { measurements_kept: false })).toEqual(["aggregates_hourly", 3600]);
    expect(plan(200)).toEqual(["aggregates_hourly", 3600]);
    expect(plan(30, { interval_seconds: 7200 })).toEqual(["aggregates_hourly", 3600]);
    expect(plan(365)).toEqual(["aggregates_daily", 86_400]);
  });
});
