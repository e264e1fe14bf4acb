import { expect, it } from "vitest";
import { SERIES_COLUMNS, seriesCsv } from "./chart-table.ts";
import type { Overlay } from "./model/overlay.ts";
import type { Series } from "./model/series.ts";
import { overlayLines, overlaySource, overlaySummary, overlayText, overlayValues } from "./overlay-lines.ts";

const START = Date.UTC(2026, 10, 25);
const iso = (minutes: number) => new Date(START + minutes * 60_000).toISOString();

const series = {
  bucket_seconds: 300,
  points: [0, 5, 10, 15].map((at) => ({ time: iso(at), latency_ms_p50: 20 + at, count: 5, packet_loss: 0 })),
} as unknown as Series;

const overlay = (part: Partial<Overlay>): Overlay => ({
  key: "region",
  kind: "region",
  name: "eu-west",
  node_count: 12,
  from: iso(0),
  to: iso(20),
  shift_seconds: 0,
  source: "aggregates_hourly",
  bucket_seconds: 600,
  time_zone: "UTC",
  fresh_until: null,
  measurement_count: 90,
  expected_count: 100,
  coverage: 0.9,
  percentiles: { method: "histogram", relative_error_max: 0.025 },
  points: [
    { time: iso(0), count: 60, expected_count: 60, reply_count: 60, latency_ms_p50: 22 },
    { time: iso(10), count: 0, expected_count: 60, reply_count: 0, latency_ms_p50: null },
  ],
  ...part,
});

const before = overlay({
  key: "before",
  kind: "before",
  name: "probe",
  node_count: 1,
  shift_seconds: 86_400,
  points: [{ time: iso(-1440), count: 5, expected_count: 5, reply_count: 5, latency_ms_p50: 30 }],
});

const [region, earlier] = overlayLines([overlay({}), before], ["region", "before"]);

it("a line of longer buckets tells each bucket of the chart its own, and nothing where it has nothing", () => {
  expect(overlayValues(region!, series)).toEqual([22, 22, null, null]);
  expect(overlayText(region!, START + 11 * 60_000)).toBe("silent");
});

it("the period before lies on the chart's own axis", () => {
  expect(overlayValues(earlier!, series)).toEqual([30, 30, null, null]);
  expect(earlier!.label).toBe("1\u00a0d before");
});

it("lines differ in sign and dash, not in colour alone", () => {
  const keys = ["region", "before", "a", "b", "c"];
  const lines = overlayLines(
    keys.map((key) => overlay({ key })),
    keys,
  );
  expect(new Set(lines.map(({ sign }) => sign)).size).toBe(5);
  expect(new Set(lines.map(({ dash }) => dash)).size).toBe(5);
});

it("a line says whose replies it is of, how true it is, and how the node stands to it", () => {
  expect(overlaySource(region!, "UTC", iso(20))).toBe(
    "median of all replies of its 12 nodes · hourly in 10 min buckets · from histograms (±2.5\u00a0%) · coverage 90.0\u00a0% · read 00:20",
  );
  expect(overlaySummary(region!, series)).toMatch(/eu-west \(12 nodes\) .*is above it in 1 of 2 buckets/);
});

it("the file of the chart has a column a line", () => {
  const rows = seriesCsv(series, [SERIES_COLUMNS.latency[3]!], [region!, earlier!]).split("\r\n");
  expect(rows[0]).toBe("time,latency_ms_p50,region_latency_ms_p50,before_latency_ms_p50");
  expect(rows[1]).toBe(`${iso(0)},20,22,30`);
  expect(rows[3]).toBe(`${iso(10)},30,,`);
});
