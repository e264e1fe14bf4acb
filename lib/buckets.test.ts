import { describe, expect, test } from "vitest";
import { bucketStart, bucketStarts } from "./buckets.ts";

describe("buckets", () => {
  test("weeks start on Monday, as TimescaleDB's do", () => {
    expect(new Date(bucketStart(Date.UTC(2026, 10, 22, 13), 7 * 86_400))).toEqual(new Date(Date.UTC(2026, 10, 16)));
  });

  test("every bucket that touches the range is there", () => {
    const starts = bucketStarts(Date.UTC(2026, 0, 1, 0, 30), Date.UTC(2026, 0, 1, 3), 3600);
    expect(starts.map((at) => new Date(at).getUTCHours())).toEqual([0, 1, 2]);
  });

  test("before the origin too", () => {
    expect(bucketStart(Date.UTC(1969, 11, 31, 23, 59), 3600)).toBe(Date.UTC(1969, 11, 31, 23));
  });
});
