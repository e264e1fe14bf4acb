import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { dayEdges } from "#lib/days.ts";
import {
  createTestDatabase,
  insertMeasurements,
  insertNode,
  refreshAggregates,
  type TestDatabase,
} from "../testing/index.ts";
import { percentile } from "../testing/reference.ts";
import { getHourPattern } from "./hour-pattern.ts";
import { listUptimeDays, UPTIME_DAYS } from "./uptime-days.ts";

const HOUR = 3_600_000;
const INTERVAL = 600;
// Ten days around the change of Berlin's and New York's autumn clocks.
const FROM = Date.UTC(2026, 9, 22);
const COUNT = (12 * 86_400) / INTERVAL;
const NOW = new Date(FROM + COUNT * INTERVAL * 1000 + 1000);

const latencyAt = (index: number) => (index % 11 === 0 ? null : Math.fround(10 + ((index * 37) % 90)));
const skipped = (index: number) => index > 300 && index < 460;
const rows = Array.from({ length: COUNT }, (_, index) => index)
  .filter((index) => !skipped(index))
  .map((index) => ({ time: FROM + index * INTERVAL * 1000, latency_ms: latencyAt(index) }));

const ZONES = ["UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe"];

let database: TestDatabase;
let node_id: string;

beforeAll(async () => {
  database = await createTestDatabase();
  ({ node_id } = await insertNode(database.db, { interval_seconds: INTERVAL }));
  await insertMeasurements(database.db, node_id, {
    from: new Date(FROM),
    count: COUNT,
    interval_seconds: INTERVAL,
    latency_ms: latencyAt,
    skip: skipped,
  });
  await refreshAggregates(database.db, { from: new Date(FROM), to: new Date(FROM + 10 * 24 * HOUR) });
});

afterAll(() => database.drop());

/** The wall clock's hour as the browser tells it. */
const wallHour = (time: number, timeZone: string) =>
  Number(new Intl.DateTimeFormat("en-US", { timeZone, hour: "numeric", hourCycle: "h23" }).format(time));

describe("listUptimeDays", () => {
  test.each(ZONES)("90 days of %s agree with plain arithmetic, across the clock change", async (time_zone) => {
    const answer = await listUptimeDays(database.db, { node_id, time_zone, now: NOW });
    expect([answer.time_zone, answer.reason, answer.days.length]).toEqual([time_zone, null, UPTIME_DAYS]);
    expect(answer.source).toBe(
      ["Asia/Kolkata", "Australia/Lord_Howe"].includes(time_zone) ? "metrics" : "aggregates_hourly",
    );
    const edges = dayEdges(FROM - 100 * 24 * HOUR, NOW.getTime() + 1, time_zone);
    for (const day of answer.days) {
      const [from, to] = [Date.parse(day.from), Date.parse(day.to)];
      expect(edges).toContain(from);
      expect(edges[edges.indexOf(from) + 1]).toBe(to);
      const own = rows.filter(({ time }) => time >= from && time < to);
      const replies = own.filter(({ latency_ms }) => latency_ms !== null).length;
      expect([day.measurement_count, day.reply_count]).toEqual([own.length, replies]);
      if (own.length === 0) expect(day.uptime_pct).toBeNull();
      else expect(day.uptime_pct).toBeCloseTo((replies / own.length) * 100, 6);
    }
    expect(answer.days.reduce((sum, day) => sum + day.measurement_count, 0)).toBe(rows.length);
    expect(answer.days.filter((day) => day.expected_count > day.measurement_count).length).toBeGreaterThan(0);
  });
});

describe("getHourPattern", () => {
  const ask = (time_zone: string) =>
    getHourPattern(database.db, { node_id, from: new Date(FROM), to: NOW, now: NOW, time_zone });
  const expectHours = (
    answer: Awaited<ReturnType<typeof ask>>,
    time_zone: string,
    relative: number,
    { to, whole_hours }: { to: number; whole_hours: boolean } = { to: NOW.getTime(), whole_hours: false },
  ) => {
    for (const { hour, reply_count, latency_ms_p50, latency_ms_p95 } of answer.hours) {
      const own = rows.filter(
        ({ time }) => time < to && wallHour(whole_hours ? Math.floor(time / HOUR) * HOUR : time, time_zone) === hour,
      );
      const replies = own.flatMap(({ latency_ms }) => (latency_ms === null ? [] : [latency_ms]));
      expect(reply_count).toBe(replies.length);
      for (const [value, fraction] of [
        [latency_ms_p50, 0.5],
        [latency_ms_p95, 0.95],
      ] as const) {
        const expected = percentile(replies, fraction)!;
        expect(Math.abs(value! - expected)).toBeLessThanOrEqual(expected * relative + 1e-9);
      }
    }
  };

  test.each(ZONES)("of %s from measurements is exact", async (time_zone) => {
    const answer = await ask(time_zone);
    expect(answer.percentiles.method).toBe("measurements");
    expectHours(answer, time_zone, 1e-9);
  });

  test.each(ZONES)("of %s past retention comes from histograms within their error", async (time_zone) => {
    await sql`SELECT add_retention_policy('metrics', interval '1 day', if_not_exists => true)`.execute(database.db);
    const question = {
      node_id,
      from: new Date(FROM - 7 * 24 * HOUR),
      to: new Date(FROM + 10 * 24 * HOUR),
      now: NOW,
      time_zone,
    };
    const answer = await getHourPattern(database.db, question);
    expect(answer.percentiles).toEqual({ method: "histogram", relative_error_max: 0.025 });
    const half = ["Asia/Kolkata", "Australia/Lord_Howe"].includes(time_zone);
    expect(answer.shifted_minutes).toBe({ "Asia/Kolkata": 30, "Australia/Lord_Howe": 0 }[time_zone] ?? 0);
    expectHours(answer, time_zone, 0.025, { to: FROM + 10 * 24 * HOUR, whole_hours: half });
  });

  test("an hour without any reply is unknown and not 0", async () => {
    const answer = await getHourPattern(database.db, {
      node_id,
      from: new Date(FROM),
      to: new Date(FROM + 2 * HOUR),
      now: NOW,
      time_zone: "UTC",
    });
    expect(answer.hours[5]).toEqual({ hour: 5, reply_count: 0, latency_ms_p50: null, latency_ms_p95: null });
  });
});
