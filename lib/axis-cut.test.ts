import { describe, expect, test } from "vitest";
import { cutAxis } from "./axis-cut.ts";

const DAY = 86_400_000;
const days = (from: number, to: number) => ({ from_ms: from * DAY, to_ms: to * DAY });

describe("an axis with cuts", () => {
  test("without a long gap it is one piece, in proportion", () => {
    const axis = cutAxis([days(0, 10), days(12, 20)]);
    expect(axis.segments).toHaveLength(1);
    expect(axis.cuts).toEqual([]);
    expect(axis.place(10 * DAY)).toBeCloseTo(50, 0);
    expect(axis.time(axis.place(7 * DAY))).toBeCloseTo(7 * DAY, -3);
  });

  test("one very old chunk does not squeeze the rest", () => {
    const axis = cutAxis([days(-2000, -1993), days(0, 60), days(60, 90)]);
    expect(axis.segments).toHaveLength(2);
    expect(axis.segments[1]?.width).toBeGreaterThan(80);
    expect(axis.cuts).toHaveLength(1);
    expect(axis.place(-2000 * DAY)).toBeLessThan(axis.place(-1993 * DAY));
    expect(axis.place(-1993 * DAY)).toBeLessThan(axis.place(-500 * DAY));
    expect(axis.place(-500 * DAY)).toBeLessThan(axis.place(0));
    expect(axis.time(axis.place(45 * DAY))).toBeCloseTo(45 * DAY, -3);
  });

  test("of many gaps the longest six are cut, and all that is shown keeps its room", () => {
    const axis = cutAxis(Array.from({ length: 40 }, (_, i) => days(i * i * 3, i * i * 3 + 1)));
    expect(axis.cuts).toHaveLength(6);
    expect(axis.segments.every(({ width }) => width > 0)).toBe(true);
    const last = axis.segments.at(-1);
    expect((last?.left ?? 0) + (last?.width ?? 0)).toBeCloseTo(100, 6);
  });

  test("a moment is content too, and what lies outside stands at the ends", () => {
    const axis = cutAxis([days(0, 28), days(-62, -62)]);
    expect(axis.segments).toHaveLength(2);
    expect(axis.place(-1e12)).toBe(0);
    expect(axis.place(1e12)).toBe(100);
    expect(() => cutAxis([])).toThrow("something to show");
  });
});
