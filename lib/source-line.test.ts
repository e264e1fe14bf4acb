import { expect, it } from "vitest";
import { sourceLine, sourcesText } from "./source-line.ts";
import type { RangeSource } from "./model/node.ts";

const part = (source: RangeSource["source"], from: string, to: string): RangeSource => ({
  source,
  from: `2026-11-22T${from}:00.000Z`,
  to: `2026-11-22T${to}:00.000Z`,
});
const as_of = "2026-11-22T13:20:00.000Z";

it("names one relation alone without a time", () => {
  expect(sourcesText([part("metrics", "12:00", "13:00")], "UTC", as_of)).toBe("measurements");
});

it("says up to when each relation was read, in the viewer's zone", () => {
  const sources = [
    part("metrics", "00:20", "01:00"),
    part("aggregates_hourly", "01:00", "12:00"),
    part("metrics", "12:00", "13:20"),
  ];
  expect(sourcesText(sources, "UTC", as_of)).toBe(
    "measurements to 01:00, aggregates_hourly to 12:00, then measurements",
  );
  expect(sourcesText(sources.slice(1), "Europe/Berlin", as_of)).toBe("aggregates_hourly to 13:00, then measurements");
});

it("joins neighbours of one relation", () => {
  const sources = [part("aggregates_hourly", "01:00", "06:00"), part("aggregates_hourly", "06:00", "12:00")];
  expect(sourcesText(sources, "UTC", as_of)).toBe("aggregates_hourly");
});

it("says how exact percentiles are and whose buckets they are", () => {
  const sources = [part("aggregates_hourly", "01:00", "12:00"), part("metrics", "12:00", "13:20")];
  const histogram = { method: "histogram", relative_error_max: 0.025 } as const;
  expect(sourceLine({ sources, percentiles: histogram, time_zone: "UTC", as_of }, "UTC")).toBe(
    "aggregates_hourly to 12:00, then measurements · p50/p95 from histograms (±2.5\u00a0%) · buckets in UTC · read 13:20 UTC",
  );
  const exact = { method: "measurements", relative_error_max: 0 } as const;
  expect(sourceLine({ sources: sources.slice(1), percentiles: exact, time_zone: "UTC", as_of }, "UTC")).toBe(
    "measurements · p50/p95 exact · read 13:20 UTC",
  );
});
