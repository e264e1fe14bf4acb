import { expect, test } from "vitest";
import { offsetSpans } from "./zone-offsets.ts";

const HOUR = 3_600_000;

test.each([
  ["UTC", [["2026-01-01T00:00:00.000Z", 0]]],
  ["Asia/Kolkata", [["2026-01-01T00:00:00.000Z", 5.5]]],
  [
    "Europe/Berlin",
    [
      ["2026-01-01T00:00:00.000Z", 1],
      ["2026-03-29T01:00:00.000Z", 2],
    ],
  ],
  [
    "America/New_York",
    [
      ["2026-01-01T00:00:00.000Z", -5],
      ["2026-03-08T07:00:00.000Z", -4],
    ],
  ],
  [
    "Australia/Lord_Howe",
    [
      ["2026-01-01T00:00:00.000Z", 11],
      ["2026-04-04T15:00:00.000Z", 10.5],
    ],
  ],
])("%s changes its clock when it does", (zone, expected) => {
  const spans = offsetSpans(Date.UTC(2026, 0, 1), Date.UTC(2026, 5, 1, 7), zone);
  expect(spans.map(({ from_ms, offset_ms }) => [new Date(from_ms).toISOString(), offset_ms / HOUR])).toEqual(expected);
});
