import { describe, expect, test } from "vitest";
import {
  activityBuckets,
  addCounts,
  BATCH_MS_BOUNDS,
  binOf,
  countLags,
  LAG_MS_BOUNDS,
  noCounts,
  quantileBound,
} from "./activity.ts";

test("a value at a bound belongs to its bin, one above the last to one more", () => {
  expect(binOf([10, 20], 10)).toBe(0);
  expect(binOf([10, 20], 10.1)).toBe(1);
  expect(binOf([10, 20], 21)).toBe(2);
  expect(countLags([-5, 1_000, 1_001, 1e12])).toEqual([2, 1, ...LAG_MS_BOUNDS.slice(2).map(() => 0), 1]);
});

test("counts add up, extremes stay extremes, and nothing stays nothing", () => {
  const one = {
    ...noCounts(),
    accepted: 2,
    lag_ms_min: -3,
    lag_ms_max: 9,
    batch_ms_max: 7,
    lag_counts: countLags([1]),
  };
  const two = {
    ...noCounts(),
    accepted: 3,
    lag_ms_min: 4,
    lag_ms_max: 5,
    batch_ms_max: 8,
    lag_counts: countLags([2, 1500]),
  };
  const sum = addCounts(addCounts(noCounts(), one), two);
  expect(sum).toMatchObject({ accepted: 5, lag_ms_min: -3, lag_ms_max: 9, batch_ms_max: 8 });
  expect(sum.lag_counts.slice(0, 3)).toEqual([2, 1, 0]);
  expect(addCounts(noCounts(), noCounts())).toEqual(noCounts());
});

test("a quantile is told by the bound of its bin, and not told of nothing", () => {
  const counts = BATCH_MS_BOUNDS.map(() => 0);
  expect(quantileBound(BATCH_MS_BOUNDS, counts, 0.5)).toBeUndefined();
  counts[0] = 95;
  counts[3] = 5;
  expect(quantileBound(BATCH_MS_BOUNDS, counts, 0.95)).toEqual({ at_most: BATCH_MS_BOUNDS[0] });
  expect(quantileBound(BATCH_MS_BOUNDS, counts, 0.96)).toEqual({ at_most: BATCH_MS_BOUNDS[3] });
  expect(quantileBound([10], [1, 99], 0.95)).toEqual({ at_most: null });
});

describe("buckets", () => {
  const now = new Date("2026-03-31T12:00:30Z");
  const before = (seconds: number) => ({ from: new Date(now.getTime() - seconds * 1000), to: now, now });
  test.each([
    ["an hour", 3_600, 3, 60, 60],
    ["a day", 86_400, 3, 60, 600],
    ["a day of a thousand tokens", 86_400, 1_000, 3_600, 3_600],
    ["a week", 7 * 86_400, 3, 3_600, 3_600],
    ["90 days", 90 * 86_400, 3, 3_600, 43_200],
    ["ten years", 3_650 * 86_400, 3, 3_600, 21 * 86_400],
  ])("%s", (_, seconds, sources, counted_by_seconds, bucket_seconds) => {
    expect(activityBuckets(before(seconds), sources)).toMatchObject({ counted_by_seconds, bucket_seconds });
  });
  test("the range is widened to whole minutes or hours", () => {
    const { from, to } = activityBuckets(before(3_600), 1);
    expect([from, to]).toEqual(["2026-03-31T11:00:00.000Z", "2026-03-31T12:01:00.000Z"]);
  });
});
