import { describe, expect, test } from "vitest";
import { MIN_SPAN_MS, selectWindow, zoomIn, zoomOut } from "./chart-zoom.ts";

const HOUR = 3_600_000;
const NOW = Date.parse("2026-11-22T12:00:00Z");
const day = { from_ms: NOW - 24 * HOUR, to_ms: NOW };

describe("zoom", () => {
  test("in halves the window about its middle", () => {
    expect(zoomIn(day, NOW)).toEqual({ from_ms: NOW - 18 * HOUR, to_ms: NOW - 6 * HOUR });
  });

  test("in about the cursor stays inside the window", () => {
    expect(zoomIn(day, NOW, NOW - HOUR)).toEqual({ from_ms: NOW - 12 * HOUR, to_ms: NOW });
    expect(zoomIn(day, NOW, NOW - 23 * HOUR)).toEqual({ from_ms: NOW - 24 * HOUR, to_ms: NOW - 12 * HOUR });
  });

  test("in ends at a minute, wherever it began", () => {
    expect(zoomIn({ from_ms: NOW - 100_000, to_ms: NOW }, NOW)).toEqual({ from_ms: NOW - 80_000, to_ms: NOW - 20_000 });
    expect(zoomIn({ from_ms: NOW - MIN_SPAN_MS, to_ms: NOW }, NOW)).toBeNull();
  });

  test("out doubles and does not reach into the future", () => {
    expect(zoomOut(day, NOW)).toEqual({ from_ms: NOW - 48 * HOUR, to_ms: NOW });
    const past = { from_ms: NOW - 96 * HOUR, to_ms: NOW - 72 * HOUR };
    expect(zoomOut(past, NOW)).toEqual({ from_ms: NOW - 108 * HOUR, to_ms: NOW - 60 * HOUR });
  });

  test("out ends at a year", () => {
    expect(zoomOut({ from_ms: NOW - 300 * 24 * HOUR, to_ms: NOW }, NOW)).toBeNull();
  });

  test("a window in the future stays where it is", () => {
    expect(zoomOut({ from_ms: NOW + HOUR, to_ms: NOW + 3 * HOUR }, NOW)?.to_ms).toBe(NOW + 2 * HOUR);
  });
});

describe("selectWindow", () => {
  test("a drag to the left is the same as one to the right", () => {
    const window = { from_ms: NOW - 4 * HOUR, to_ms: NOW - 2 * HOUR };
    expect(selectWindow(day, NOW - 2 * HOUR, NOW - 4 * HOUR, NOW)).toEqual(window);
    expect(selectWindow(day, NOW - 4 * HOUR, NOW - 2 * HOUR, NOW)).toEqual(window);
  });

  test("a click is no drag", () => {
    expect(selectWindow(day, NOW - HOUR, NOW - HOUR + 60_000, NOW)).toBeNull();
  });

  test("a short drag is widened to a minute", () => {
    const hour = { from_ms: NOW - HOUR, to_ms: NOW };
    const chosen = selectWindow(hour, NOW - 30 * 60_000, NOW - 30 * 60_000 + 40_000, NOW);
    expect(chosen && chosen.to_ms - chosen.from_ms).toBe(MIN_SPAN_MS);
  });
});
