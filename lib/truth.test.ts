import { describe, expect, test } from "vitest";
import { bucketStart, bucketStarts } from "./buckets.ts";
import { coverageOf, expectedCount } from "./coverage.ts";
import { nodeHealth, nodeStatus } from "./health.ts";
import { LATENCY_BIN_RELATIVE_ERROR, latencyBin, latencyOfBin } from "./latency-bins.ts";

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

describe("coverage", () => {
  const hour = { from_ms: 0, to_ms: 3_600_000, now_ms: 1e12, first_seen_ms: -1, interval_seconds: 60 };

  test("a whole hour at a minute expects 60", () => expect(expectedCount(hour, 58)).toBe(60));
  test("nothing is expected before the first measurement, nor after now", () => {
    expect(expectedCount({ ...hour, first_seen_ms: 1_800_000 }, 30)).toBe(30);
    expect(expectedCount({ ...hour, now_ms: 600_000 }, 10)).toBe(10);
    expect(expectedCount({ ...hour, first_seen_ms: null }, 0)).toBe(0);
  });
  test("the measurement of a begun interval counts once it is there", () => {
    const begun = { ...hour, now_ms: 590_000 };
    expect(expectedCount(begun, 9)).toBe(9);
    expect(expectedCount(begun, 10)).toBe(10);
  });
  test("nothing expected is no coverage, not zero", () => expect(coverageOf(0, 0)).toBeNull());
});

describe("status and health", () => {
  test.each([
    [null, "never"],
    [0, "online"],
    [120, "online"],
    [121, "late"],
    [600, "late"],
    [601, "silent"],
  ])("age %s s at a minute is %s", (age, status) => expect(nodeStatus(age, 60)).toBe(status));

  const good = { measurement_count: 60, packet_loss: 0, latency_ms_p95: 40, uptime_pct: 100 };
  test("the worst figure decides", () => {
    expect(nodeHealth(good)).toBe("good");
    expect(nodeHealth({ ...good, packet_loss: 1 })).toBe("degraded");
    expect(nodeHealth({ ...good, packet_loss: 1, uptime_pct: 90 })).toBe("bad");
    expect(nodeHealth({ ...good, latency_ms_p95: 1000 })).toBe("bad");
  });
  test("unknown loss is not loss, and no measurement is not health", () => {
    expect(nodeHealth({ ...good, packet_loss: null })).toBe("good");
    expect(nodeHealth({ ...good, measurement_count: 0 })).toBe("unknown");
  });
});

test("the middle of a bin is within the stated error of all it holds", () => {
  for (let latency_ms = 0.01; latency_ms < 600_000; latency_ms *= 1.0037) {
    const middle = latencyOfBin(latencyBin(latency_ms));
    expect(Math.abs(middle - latency_ms) / latency_ms).toBeLessThanOrEqual(LATENCY_BIN_RELATIVE_ERROR);
  }
});
