import { describe, expect, test } from "vitest";
import { timeTicks, valueScale } from "./axis.ts";

const at = (iso: string) => Date.parse(iso);
const times = (from: string, to: string, zone: string, n: number) =>
  timeTicks(at(from), at(to), zone, n).map(
    (tick) => `${new Date(tick.time_ms).toISOString().slice(5, 16)} ${tick.label}`,
  );

describe("timeTicks", () => {
  test("a day in UTC has round hours and names the day at midnight", () => {
    expect(times("2026-11-21T13:05:00Z", "2026-11-22T13:05:00Z", "UTC", 4)).toEqual([
      "11-21T18:00 18:00",
      "11-22T00:00 Nov 22",
      "11-22T06:00 06:00",
      "11-22T12:00 12:00",
    ]);
  });

  test("round times are those of the viewer's zone, also at half hours", () => {
    expect(times("2026-11-21T13:05:00Z", "2026-11-22T13:05:00Z", "Asia/Kolkata", 4)).toEqual([
      "11-21T18:30 Nov 22",
      "11-22T00:30 06:00",
      "11-22T06:30 12:00",
      "11-22T12:30 18:00",
    ]);
  });

  test("where the clock skips an hour, that hour has no tick and the others stay", () => {
    expect(times("2026-03-29T00:00:00Z", "2026-03-29T04:00:00Z", "Europe/Berlin", 6)).toEqual([
      "03-29T00:00 01:00",
      "03-29T01:00 03:00",
      "03-29T02:00 04:00",
      "03-29T03:00 05:00",
      "03-29T04:00 06:00",
    ]);
  });

  test("where the clock goes back, the hour has two ticks", () => {
    expect(times("2026-10-24T23:00:00Z", "2026-10-25T03:00:00Z", "Europe/Berlin", 6)).toEqual([
      "10-24T23:00 01:00",
      "10-25T00:00 02:00",
      "10-25T01:00 02:00",
      "10-25T02:00 03:00",
      "10-25T03:00 04:00",
    ]);
  });

  test("longer steps do not repeat where the clock goes back", () => {
    const labels = timeTicks(at("2026-10-24T12:00:00Z"), at("2026-10-26T12:00:00Z"), "Europe/Berlin", 24).map(
      (t) => t.label,
    );
    expect(labels.filter((label) => label === "02:00")).toHaveLength(2);
  });

  test("days begin at local midnight on both sides of the change", () => {
    expect(times("2026-10-23T12:00:00Z", "2026-10-27T12:00:00Z", "Europe/Berlin", 5)).toEqual([
      "10-23T22:00 Oct 24",
      "10-24T22:00 Oct 25",
      "10-25T23:00 Oct 26",
      "10-26T23:00 Oct 27",
    ]);
  });

  test("a day without midnight begins at its first moment", () => {
    expect(times("2018-11-03T12:00:00Z", "2018-11-05T12:00:00Z", "America/Sao_Paulo", 2)).toEqual([
      "11-04T03:00 Nov 4",
      "11-05T02:00 Nov 5",
    ]);
  });

  test("weeks begin on Monday", () => {
    const days = timeTicks(at("2026-08-24T00:00:00Z"), at("2026-11-22T00:00:00Z"), "UTC", 8).map((t) =>
      new Date(t.time_ms).getUTCDay(),
    );
    expect(new Set(days)).toEqual(new Set([1]));
  });

  test("years are named by their number", () => {
    expect(times("2025-06-15T00:00:00Z", "2026-11-22T00:00:00Z", "UTC", 4).at(1)).toBe("01-01T00:00 2026");
  });

  test.each([1, 2, 4, 6, 8])("never many more than %i ticks, at any range", (n) => {
    for (let span = 60_000; span < 4e11; span *= 1.7) {
      const ticks = timeTicks(at("2026-03-01T07:11:13Z"), at("2026-03-01T07:11:13Z") + span, "Europe/Berlin", n);
      expect(ticks.length).toBeLessThanOrEqual(n + 1);
    }
  });

  test("an empty range has none", () => {
    expect(timeTicks(5, 5, "UTC", 4)).toEqual([]);
  });
});

describe("valueScale", () => {
  const labels = (low: number, high: number, zero: boolean, n = 4) =>
    valueScale(low, high, { zero, max_ticks: n }).ticks.map((t) => t.label);

  test("shares begin at zero", () => {
    expect(labels(3, 18, true)).toEqual(["0", "5", "10", "15", "20"]);
  });

  test("latency begins near its lowest value", () => {
    expect(labels(41.2, 58.7, false)).toEqual(["40", "45", "50", "55", "60"]);
  });

  test("steps of a quarter keep their digits", () => {
    expect(labels(0, 1, true)).toEqual(["0.00", "0.25", "0.50", "0.75", "1.00"]);
  });

  test("a flat line has room around it and never goes below zero", () => {
    const scale = valueScale(0.2, 0.2, { zero: false, max_ticks: 4 });
    expect(scale.min).toBe(0);
    expect(scale.max).toBeGreaterThan(0.2);
  });

  test("no values still give an axis", () => {
    expect(valueScale(Infinity, -Infinity, { zero: true, max_ticks: 4, least_max: 100 })).toMatchObject({
      min: 0,
      max: 100,
    });
  });

  test("thousands are grouped", () => {
    expect(labels(0, 12_000, true, 3)).toEqual(["0", "5,000", "10,000", "15,000"]);
  });
});
