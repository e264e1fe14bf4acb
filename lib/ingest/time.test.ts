import { describe, expect, test } from "vitest";
import { parseTime } from "./time.ts";

const NOON = Date.UTC(2026, 10, 22, 12, 0, 0);

describe("a time that is understood", () => {
  test.each([
    ["2026-11-22T12:00:00Z", NOON],
    ["2026-11-22t12:00:00z", NOON],
    ["2026-11-22 12:00:00+00", NOON],
    ["2026-11-22T12:00Z", NOON],
    ["2026-11-22T12:00:00.5Z", NOON + 500],
    ["2026-11-22T12:00:00,250Z", NOON + 250],
    ["2026-11-22T12:00:00.123456789Z", NOON + 123],
    ["2026-11-22T14:00:00+02:00", NOON],
    ["2026-11-22T06:30:00-0530", NOON],
    [" 2026-11-22T12:00:00Z ", NOON],
    ["2024-02-29T00:00:00Z", Date.UTC(2024, 1, 29)],
    [String(NOON / 1000), NOON],
    [`${NOON / 1000}.25`, NOON + 250],
    [String(NOON), NOON],
    [NOON, NOON],
    [NOON / 1000, NOON],
  ])("%s", (value, expected) => {
    expect(parseTime(value)).toBe(expected);
  });
});

describe("a time that is refused, with the reason", () => {
  test.each([
    ["2026-11-22T12:00:00", /says no zone/],
    ["2026-11-22", /ISO 8601/],
    ["2026-02-30T00:00:00Z", /no such day/],
    ["2023-02-29T00:00:00Z", /no such day/],
    ["2026-01-00T00:00:00Z", /no such day/],
    ["2026-13-01T00:00:00Z", /no such date/],
    ["2026-01-01T24:00:00Z", /no such date/],
    ["2026-01-01T00:00:60Z", /no such date/],
    ["2026-01-01T00:00:00+25:00", /no such zone/],
    ["0099-01-01T00:00:00Z", /before 1970/],
    ["1970-01-01T00:00:00+02:00", /before 1970/],
    ["yesterday", /ISO 8601/],
    ["", /ISO 8601/],
    ["0x5f5e100", /ISO 8601/],
    ["1e9", /ISO 8601/],
    ["-1700000000", /ISO 8601/],
    ["1700000000000000000", /ISO 8601/],
    ["12345", /ISO 8601/],
    [null, /ISO 8601/],
    [undefined, /ISO 8601/],
    [true, /ISO 8601/],
    [Number.NaN, /ISO 8601/],
  ])("%s", (value, reason) => {
    expect(parseTime(value)).toMatch(reason);
  });
});
