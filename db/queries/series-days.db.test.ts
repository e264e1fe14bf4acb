import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { dayEdges } from "#lib/days.ts";
import type { SeriesSource } from "#lib/model/series.ts";
import {
  createTestDatabase,
  insertMeasurements,
  insertNode,
  refreshAggregates,
  type TestDatabase,
} from "../testing/index.ts";
import { type Measured, referenceFigures } from "../testing/reference.ts";
import { getNodeSeries } from "./series.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const INTERVAL_SECONDS = 600;

/** Half a week around a change of the clock, with what depends on the hour so that no day is like another. */
const CHANGES = {
  "Europe/Berlin": [Date.UTC(2026, 2, 29), Date.UTC(2026, 9, 25)],
  "America/New_York": [Date.UTC(2026, 2, 8), Date.UTC(2026, 10, 1)],
  "Asia/Kolkata": [Date.UTC(2026, 9, 25)],
  "Australia/Lord_Howe": [Date.UTC(2026, 3, 4), Date.UTC(2026, 9, 3)],
} as const;
const WINDOWS = [...new Set(Object.values(CHANGES).flat())].map((moment) => moment - 2 * DAY);
const COUNT = (5 * DAY) / 1000 / INTERVAL_SECONDS;
const NOW = new Date(Date.UTC(2026, 10, 20));

const latencyAt = (index: number): number | null =>
  index % 41 === 7 ? null : Math.fround(30 + ((index * 37) % 113) + Math.floor(index / 50) * 3);

const measured: Measured[] = WINDOWS.flatMap((from) =>
  Array.from({ length: COUNT }, (_, index) => ({
    time: from + index * INTERVAL_SECONDS * 1000,
    latency_ms: latencyAt(index),
    uptime_pct: latencyAt(index) === null ? 0 : 100,
    packet_loss: latencyAt(index) === null ? 100 : 0,
  })),
);

let database: TestDatabase;
let node_id: string;

beforeAll(async () => {
  database = await createTestDatabase();
  ({ node_id } = await insertNode(database.db, { interval_seconds: INTERVAL_SECONDS }));
  for (const from of WINDOWS)
    await insertMeasurements(database.db, node_id, {
      from: new Date(from),
      count: COUNT,
      interval_seconds: INTERVAL_SECONDS,
      latency_ms: latencyAt,
      packet_loss: (index) => (latencyAt(index) === null ? 100 : 0),
    });
  await refreshAggregates(database.db, { from: new Date(Math.min(...WINDOWS)), to: NOW });
});

afterAll(() => database.drop());

const daysOf = (time_zone: string, moment: number, source?: SeriesSource) =>
  getNodeSeries(database.db, {
    node_id,
    from: new Date(moment - DAY),
    to: new Date(moment + 2 * DAY),
    now: NOW,
    time_zone,
    asked: { source, bucket_seconds: 86_400 },
  });

const expectDays = async (time_zone: string, moment: number, source?: SeriesSource): Promise<void> => {
  const series = await daysOf(time_zone, moment, source);
  expect(series).toMatchObject({ time_zone, source: source ?? "metrics" });
  const edges = dayEdges(moment - DAY, moment + 2 * DAY, time_zone);
  expect(series.points.map((point) => Date.parse(point.time))).toEqual(edges.slice(0, -1));
  series.points.forEach((point, index) => {
    const rows = measured.filter(({ time }) => time >= edges[index]! && time < edges[index + 1]!);
    const reference = referenceFigures(rows);
    const error = series.percentiles.relative_error_max + 1e-6;
    expect([point.count, point.reply_count]).toEqual([reference.count, reference.reply_count]);
    expect(point.expected_count).toBe((edges[index + 1]! - edges[index]!) / 1000 / INTERVAL_SECONDS);
    expect(point.latency_ms_avg).toBeCloseTo(reference.latency_ms_avg!, 4);
    expect(point.uptime_pct).toBeCloseTo(reference.uptime_pct!, 4);
    for (const name of ["latency_ms_p50", "latency_ms_p95"] as const)
      expect(Math.abs(point[name]! / reference[name]! - 1), `${name} at ${point.time}`).toBeLessThanOrEqual(error);
  });
};

describe.each(Object.entries(CHANGES))("days of %s across its clock changes", (time_zone, moments) => {
  test("from measurements", async () => {
    for (const moment of moments) await expectDays(time_zone, moment);
  });

  test("from hours where days begin on whole hours, else UTC's and told so", async () => {
    for (const moment of moments) {
      if (time_zone !== "Asia/Kolkata" && time_zone !== "Australia/Lord_Howe")
        await expectDays(time_zone, moment, "aggregates_hourly");
      else {
        const series = await daysOf(time_zone, moment, "aggregates_hourly");
        expect(series).toMatchObject({ time_zone: "UTC", source: "aggregates_hourly" });
        expect(series.reason).toContain(`no days of ${time_zone}`);
        for (const { time } of series.points) expect(time).toMatch(/T00:00:00.000Z$/);
      }
    }
  });
});
