import { describe, expect, it } from "vitest";
import { growthBucketSeconds, growthTrend } from "./growth.ts";

const HOUR = 3600;
const times = (count: number) =>
  Array.from({ length: count }, (_, i) => new Date(Date.UTC(2026, 0, 1) + i * HOUR * 1000).toISOString());

describe("growthBucketSeconds", () => {
  it.each([
    [HOUR, HOUR, HOUR],
    [10 * 24 * HOUR, HOUR, HOUR],
    [10 * 24 * HOUR + 1, HOUR, 2 * HOUR],
    [90 * 24 * HOUR, HOUR, 12 * HOUR],
    [400 * 24 * HOUR, HOUR, 48 * HOUR],
    [24 * HOUR, 6 * HOUR, 6 * HOUR],
  ])("cuts %i s, sampled every %i s, by %i s", (range, every, bucket) => {
    expect(growthBucketSeconds(range, every)).toBe(bucket);
  });
});

describe("growthTrend", () => {
  it("is none without samples and young below a day", () => {
    expect(growthTrend({ times: times(3) }, [null, null, null])).toEqual({ kind: "none" });
    expect(
      growthTrend(
        { times: times(24) },
        times(24).map(() => 5),
      ),
    ).toMatchObject({ kind: "young", samples: 24 });
  });

  it("is the net change of the last seven days", () => {
    const bytes = times(25).map((_, i) => 1000 + i * 10);
    expect(growthTrend({ times: times(25) }, bytes)).toMatchObject({ kind: "trend", bytes_per_day: 240 });
    // What is older than seven days counts no more.
    const long = times(241).map((_, i) => (i < 72 ? 1e9 : 2400 + i * 10));
    expect(growthTrend({ times: times(241) }, long)).toMatchObject({ kind: "trend", bytes_per_day: 240 });
  });

  it("may shrink", () => {
    expect(
      growthTrend(
        { times: times(25) },
        times(25).map((_, i) => 1000 - i),
      ),
    ).toMatchObject({ bytes_per_day: -24 });
  });
});
