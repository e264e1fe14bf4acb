import { describe, expect, test } from "vitest";
import { coverageOf, expectedCount } from "./coverage.ts";

describe("coverage", () => {
  const node = { first_seen_at: "1969-12-31T00:00:00Z", interval_seconds: 60 };
  const hour = { from: new Date(0), to: new Date(3_600_000), now: new Date(1e12) };

  test("a whole hour at a minute expects 60", () => expect(expectedCount(node, hour, 58)).toBe(60));
  test("nothing is expected before the first measurement, nor after now", () => {
    expect(expectedCount({ ...node, first_seen_at: "1970-01-01T00:30:00Z" }, hour, 30)).toBe(30);
    expect(expectedCount(node, { ...hour, now: new Date(600_000) }, 10)).toBe(10);
    expect(expectedCount({ ...node, first_seen_at: null }, hour, 0)).toBe(0);
  });
  test("the measurement of a begun interval counts once it is there", () => {
    const begun = { ...hour, now: new Date(590_000) };
    expect(expectedCount(node, begun, 9)).toBe(9);
    expect(expectedCount(node, begun, 10)).toBe(10);
  });
  test("a probe whose newest measurement is not due yet has missed nothing, one interval later it has", () => {
    const now = new Date(3_600_000);
    expect(expectedCount(node, { ...hour, now }, 59)).toBe(59);
    expect(expectedCount(node, { ...hour, now }, 60)).toBe(60);
    expect(expectedCount(node, { ...hour, now }, 57)).toBe(59);
    expect(expectedCount(node, { ...hour, now: new Date(3_660_000) }, 59)).toBe(60);
  });
  test("nothing expected is no coverage, not zero", () => expect(coverageOf(0, 0)).toBeNull());
});
