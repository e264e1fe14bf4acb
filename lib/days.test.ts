import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { areUtcDays, dayEdges, dayStart, haveWholeHours } from "./days.ts";
import { toLocalField } from "./time-zone.ts";
import { MILLISECONDS } from "./units.ts";

const hoursOf = (edges: number[]) => edges.slice(1).map((edge, index) => (edge - edges[index]!) / MILLISECONDS.hour);
const edgesOf = (from: string, to: string, zone: string, days?: number) =>
  dayEdges(Date.parse(from), Date.parse(to), zone, days);

describe("the day of a clock change is as long as it is there", () => {
  test.each([
    ["Europe/Berlin", "2026-03-28T12:00Z", "2026-03-30T12:00Z", [24, 23, 24]],
    ["Europe/Berlin", "2026-10-24T12:00Z", "2026-10-26T12:00Z", [24, 25, 24]],
    ["America/New_York", "2026-03-07T12:00Z", "2026-03-09T12:00Z", [24, 23, 24]],
    ["America/New_York", "2026-10-31T12:00Z", "2026-11-02T12:00Z", [24, 25, 24]],
    ["Asia/Kolkata", "2026-03-28T12:00Z", "2026-03-30T12:00Z", [24, 24, 24]],
    ["Australia/Lord_Howe", "2026-04-03T20:00Z", "2026-04-05T20:00Z", [24, 24.5, 24]],
    ["Australia/Lord_Howe", "2026-10-02T20:00Z", "2026-10-04T20:00Z", [24, 23.5, 24]],
    // Midnight itself is skipped: the day begins at 01:00.
    ["America/Santiago", "2026-09-05T12:00Z", "2026-09-07T12:00Z", [24, 23, 24]],
  ])("%s from %s", (zone, from, to, hours) => {
    expect(hoursOf(edgesOf(from, to, zone))).toEqual(hours);
  });
});

test("edges are midnights of the zone", () => {
  const edges = edgesOf("2026-10-24T12:00Z", "2026-10-26T12:00Z", "Europe/Berlin");
  expect(edges.map((edge) => toLocalField(edge, "Europe/Berlin"))).toEqual([
    "2026-10-24T00:00",
    "2026-10-25T00:00",
    "2026-10-26T00:00",
    "2026-10-27T00:00",
  ]);
});

test("weeks begin on Mondays of the zone", () => {
  const edges = edgesOf("2026-10-21T12:00Z", "2026-10-27T12:00Z", "America/New_York", 7);
  expect(edges.map((edge) => toLocalField(edge, "America/New_York"))).toEqual([
    "2026-10-19T00:00",
    "2026-10-26T00:00",
    "2026-11-02T00:00",
  ]);
});

test("whole hours: Berlin always, Kolkata never, Lord Howe in its summer alone", () => {
  const isWhole = (from: string, to: string, zone: string) => haveWholeHours(Date.parse(from), Date.parse(to), zone);
  const year = ["2026-01-01T00:00Z", "2026-12-31T00:00Z"] as const;
  expect(isWhole(...year, "Europe/Berlin")).toBe(true);
  expect(isWhole(...year, "Asia/Kolkata")).toBe(false);
  expect(isWhole(...year, "Australia/Lord_Howe")).toBe(false);
  expect(isWhole("2026-06-01T00:00Z", "2026-06-03T00:00Z", "Australia/Lord_Howe")).toBe(false);
  expect(isWhole("2026-12-01T00:00Z", "2026-12-03T00:00Z", "Australia/Lord_Howe")).toBe(true);
});

test("London has UTC days in winter and not in summer", () => {
  const isUtc = (from: string, to: string) => areUtcDays(Date.parse(from), Date.parse(to), "Europe/London");
  expect(isUtc("2026-01-01T00:00Z", "2026-02-01T00:00Z")).toBe(true);
  expect(isUtc("2026-03-01T00:00Z", "2026-04-15T00:00Z")).toBe(false);
  expect(isUtc("2026-06-01T00:00Z", "2026-06-02T00:00Z")).toBe(false);
});

test("days cover any range without gap or overlap, each from its own start", () => {
  const zones = ["UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "America/Santiago"];
  const moment = fc.integer({ min: Date.UTC(2024, 0, 1), max: Date.UTC(2027, 0, 1) });
  const length = fc.integer({ min: 1, max: 40 * MILLISECONDS.day });
  fc.assert(
    fc.property(fc.constantFrom(...zones), moment, length, fc.constantFrom(1, 2, 7), (zone, from, span, days) => {
      const edges = dayEdges(from, from + span, zone, days);
      expect(edges[0]).toBeLessThanOrEqual(from);
      expect(edges[1]).toBeGreaterThan(from);
      expect(edges.at(-1)).toBeGreaterThanOrEqual(from + span);
      expect(edges.at(-2)).toBeLessThan(from + span);
      for (const hours of hoursOf(edges)) expect(Math.abs(hours - days * 24)).toBeLessThanOrEqual(1);
      expect(dayStart(from, zone, days)).toBe(edges[0]);
    }),
    { numRuns: 200 },
  );
});
