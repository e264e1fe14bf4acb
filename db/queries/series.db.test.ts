import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { bucketStart } from "#lib/buckets.ts";
import { FiberError } from "#lib/errors.ts";
import type { SeriesPoint } from "#lib/model/series.ts";
import type { OverlayWish } from "#lib/overlays.ts";
import type { SeriesWish } from "#lib/series-wish.ts";
import { createDatabase } from "../client.ts";
import {
  compressChunks,
  createTestDatabase,
  insertMeasurements,
  insertNode,
  refreshAggregates,
  type TestDatabase,
} from "../testing/index.ts";
import { type Measured, referenceFigures } from "../testing/reference.ts";
import { getJitter } from "./jitter.ts";
import { getNodeFigures } from "./node-figures.ts";
import { getSeriesOverlays } from "./series-overlays.ts";
import { getNodeSeries } from "./series.ts";

const DAY = 86_400_000;
const FROM = Date.UTC(2026, 9, 1);
const DAYS = 12;
const NOW = new Date(FROM + DAYS * DAY - 5 * 3_600_000 - 17 * 60_000);
const INTERVAL_SECONDS = 240;
const COUNT = Math.floor((NOW.getTime() - FROM) / 1000 / INTERVAL_SECONDS);

// Uneven on purpose: more replies on some days than on others, a gap of hours, two levels, a long tail.
const latencyAt = (index: number): number | null =>
  index % 97 < (index > 1500 ? 30 : 2)
    ? null
    : Math.fround(20 + ((index * 7919) % 101) + (index > 2000 ? 400 : 0) + (index % 191 === 0 ? 900 : 0));
const skipped = (index: number) => index > 700 && index < 800;

const measured: Measured[] = Array.from({ length: COUNT }, (_, index) => index)
  .filter((index) => !skipped(index))
  .map((index) => {
    const latency_ms = latencyAt(index);
    const packet_loss = index % 3 === 0 ? null : latency_ms === null ? 100 : 0;
    return {
      time: FROM + index * INTERVAL_SECONDS * 1000,
      latency_ms,
      uptime_pct: latency_ms === null ? 0 : 100,
      packet_loss,
    };
  });

let database: TestDatabase;
let node_id: string;
let other_id: string;

/** The other node of the region: more often, and so fast that a median of medians would be far off. */
const OTHER_COUNT = 2000;
const others: Measured[] = Array.from({ length: OTHER_COUNT }, (_, index) => ({
  time: FROM + index * 60_000,
  latency_ms: 5,
  uptime_pct: 100,
  packet_loss: 0,
}));

beforeAll(async () => {
  database = await createTestDatabase();
  ({ node_id } = await insertNode(database.db, { interval_seconds: INTERVAL_SECONDS, region: "eu" }));
  await insertMeasurements(database.db, node_id, {
    from: new Date(FROM),
    count: COUNT,
    interval_seconds: INTERVAL_SECONDS,
    latency_ms: latencyAt,
    packet_loss: (index) => (index % 3 === 0 ? null : latencyAt(index) === null ? 100 : 0),
    skip: skipped,
  });
  ({ node_id: other_id } = await insertNode(database.db, { node_name: "other", region: "eu" }));
  await insertMeasurements(database.db, other_id, { from: new Date(FROM), count: OTHER_COUNT, latency_ms: 5 });
  // All but the newest two days are materialized; the oldest chunk is compressed.
  await refreshAggregates(database.db, { from: new Date(FROM), to: new Date(FROM + (DAYS - 2) * DAY) });
  await compressChunks(database.db, new Date(FROM + 7 * DAY));
});

afterAll(() => database.drop());

const FIGURES = ["latency_ms_avg", "latency_ms_min", "latency_ms_max", "uptime_pct", "packet_loss"] as const;
const PERCENTILES = ["latency_ms_p50", "latency_ms_p95", "latency_ms_p99"] as const;

const expectClose = (actual: number | null, expected: number | null, relative: number, what: string) => {
  if (expected === null || actual === null) return expect(actual, what).toBe(expected);
  expect(Math.abs(actual - expected), `${what}: ${actual} for ${expected}`).toBeLessThanOrEqual(
    Math.abs(expected) * relative + 1e-9,
  );
};

const expectTrue = (points: SeriesPoint[], bucket_seconds: number, percentile_error: number) => {
  for (const point of points) {
    const at = Date.parse(point.time);
    const rows = measured.filter((row) => bucketStart(row.time, bucket_seconds) === at);
    const reference = referenceFigures(rows);
    expect({ time: point.time, count: point.count, reply_count: point.reply_count }).toEqual({
      time: point.time,
      count: reference.count,
      reply_count: reference.reply_count,
    });
    for (const name of FIGURES) expectClose(point[name], reference[name], 1e-6, `${name} at ${point.time}`);
    for (const name of PERCENTILES)
      expectClose(point[name], reference[name], percentile_error, `${name} at ${point.time}`);
  }
};

const seriesOf = (from: number, to: number, points?: number, asked?: SeriesWish) =>
  getNodeSeries(database.db, { node_id, from: new Date(from), to: new Date(to), points, now: NOW, asked });

describe("getNodeSeries", () => {
  test.each([
    ["measurements", 1, 300, "metrics", 480, undefined],
    ["hours", DAYS, 300, "aggregates_hourly", 3600, undefined],
    ["several hours", DAYS, 60, "metrics", 21_600, undefined],
    ["several hours of histograms", DAYS, 60, "aggregates_hourly", 21_600, "aggregates_hourly"],
    ["days", DAYS, 12, "aggregates_daily", 86_400, undefined],
    ["days of hours", DAYS, 12, "aggregates_hourly", 86_400, "aggregates_hourly"],
    ["several days", DAYS, 7, "metrics", 172_800, undefined],
    ["several days of histograms", DAYS, 7, "aggregates_daily", 172_800, "aggregates_daily"],
    ["weeks", DAYS, 3, "aggregates_daily", 604_800, "aggregates_daily"],
  ] as const)(
    "%s: every point agrees with plain arithmetic",
    async (_, days, points, source, bucket_seconds, asked) => {
      const series = await seriesOf(FROM, FROM + days * DAY, points, { source: asked });
      expect([series.source, series.bucket_seconds]).toEqual([source, bucket_seconds]);
      expect(series.percentiles.method).toBe(
        source === "metrics" || bucket_seconds === 3600 || (series.points.length === DAYS && asked === undefined)
          ? "measurements"
          : "histogram",
      );
      expectTrue(series.points, bucket_seconds, series.percentiles.relative_error_max + 1e-6);
      expect(series.points.reduce((sum, point) => sum + point.count, 0)).toBe(series.measurement_count);
      if (days === DAYS) expect(series.measurement_count).toBe(measured.length);
    },
  );

  test("a gap is a point with count 0 and nulls, and lowers coverage", async () => {
    const gap_from = FROM + 701 * INTERVAL_SECONDS * 1000;
    const series = await seriesOf(gap_from, gap_from + 3_600_000);
    expect(series.points.length).toBeGreaterThan(0);
    for (const point of series.points)
      expect(point).toMatchObject({
        count: 0,
        latency_ms_avg: null,
        latency_ms_p95: null,
        uptime_pct: null,
        packet_loss: null,
      });
    expect(series.coverage).toBe(0);
  });

  test("the future has no points, and the open bucket is there as far as it goes", async () => {
    const series = await seriesOf(NOW.getTime() - 2 * 3_600_000, NOW.getTime() + DAY);
    expect(Date.parse(series.points.at(-1)!.time)).toBeLessThanOrEqual(NOW.getTime());
    expect(series.points.at(-1)!.count).toBeGreaterThan(0);
  });

  test("it says up to when a rollup is materialized", async () => {
    expect((await seriesOf(FROM, FROM + DAYS * DAY)).fresh_until).toBe(new Date(FROM + (DAYS - 2) * DAY).toISOString());
    expect((await seriesOf(FROM, FROM + DAY)).fresh_until).toBeNull();
  });

  test("before the first measurement nothing is expected", async () => {
    const series = await seriesOf(FROM - DAY, FROM + DAY);
    expect(series.coverage).toBeCloseTo(1, 6);
  });

  test("an unknown and a malformed id are not found", async () => {
    for (const wrong of ["00000000-0000-4000-8000-000000000000", "x'; DROP TABLE nodes"]) {
      const asked = getNodeSeries(database.db, { node_id: wrong, from: new Date(FROM), to: NOW, now: NOW });
      await expect(asked).rejects.toMatchObject({ name: "FiberError", kind: "not_found" });
      await expect(asked).rejects.toBeInstanceOf(FiberError);
    }
  });

  test("the role of the pages may read it", async () => {
    const reader = createDatabase({ url: database.url, access: "reader", max: 2 });
    try {
      const question = { node_id, from: new Date(FROM), to: NOW, now: NOW };
      expect((await getNodeSeries(reader, question)).measurement_count).toBe(measured.length);
      await expect(sql`DELETE FROM metrics`.execute(reader)).rejects.toMatchObject({ code: /25006|42501/ });
    } finally {
      await reader.destroy();
    }
  });
});

describe("getSeriesOverlays", () => {
  const overlaysOf = (from: number, to: number, wish: Partial<OverlayWish>, asked?: SeriesWish) =>
    getSeriesOverlays(database.db, {
      node_id,
      from: new Date(from),
      to: new Date(to),
      now: NOW,
      asked,
      wish: { region: false, before: false, node_ids: [], ...wish },
    });

  test.each([
    ["measurements", undefined, 1],
    ["hourly histograms", "aggregates_hourly", 2],
    ["daily histograms", "aggregates_daily", 3],
  ] as const)("the median of a region is that of all its replies, from %s", async (_, source, days) => {
    const { overlays } = await overlaysOf(FROM, FROM + days * DAY, { region: true }, { source });
    const region = overlays[0]!;
    expect(region).toMatchObject({ key: "region", name: "eu", node_count: 2, source: source ?? "metrics" });
    expect(region.percentiles.method).toBe(source ? "histogram" : "measurements");
    for (const point of region.points) {
      const at = Date.parse(point.time);
      const rows = [...measured, ...others].filter((row) => bucketStart(row.time, region.bucket_seconds) === at);
      const reference = referenceFigures(rows);
      expect([point.count, point.reply_count]).toEqual([reference.count, reference.reply_count]);
      const error = region.percentiles.relative_error_max + 1e-6;
      expectClose(point.latency_ms_p50, reference.latency_ms_p50, error, point.time);
    }
    expect(region.coverage).toBeLessThanOrEqual(1);
  });

  test("a bucket of a region is drawn once its nodes had two intervals to send in", async () => {
    const [from, to] = [NOW.getTime() - 6 * 3_600_000, NOW.getTime()];
    const region = (await overlaysOf(from, to, { region: true })).overlays[0]!;
    const newest = ({ points }: { points: { time: string }[] }) => Date.parse(points.at(-1)!.time);
    expect(region.bucket_seconds).toBe(INTERVAL_SECONDS);
    expect(newest(await seriesOf(from, to))).toBeGreaterThan(to - 2000 * INTERVAL_SECONDS);
    expect(newest(region)).toBeLessThanOrEqual(to - 2000 * INTERVAL_SECONDS);
    expect(newest(region)).toBeGreaterThan(to - 3000 * INTERVAL_SECONDS);
  });

  test("the period before and other nodes are told as their own series are, and what is missing with its reason", async () => {
    const [from, to] = [FROM + 5 * DAY, FROM + 6 * DAY];
    const unknown = "00000000-0000-4000-8000-000000000000";
    const answer = await overlaysOf(from, to, { before: true, node_ids: [unknown, other_id] });
    const before = await seriesOf(from - DAY, to - DAY);
    const medians = ({ points }: { points: { latency_ms_p50: number | null }[] }) =>
      points.map(({ latency_ms_p50 }) => latency_ms_p50);
    expect(answer.overlays.map(({ key }) => key)).toEqual(["before", other_id]);
    expect(answer.overlays[0]).toMatchObject({ shift_seconds: 86_400, from: before.from, coverage: before.coverage });
    expect(medians(answer.overlays[0]!)).toEqual(medians(before));
    expect(answer.overlays[1]).toMatchObject({ name: "other", node_count: 1, bucket_seconds: 480 });
    expect(answer.missing).toEqual([{ key: unknown, reason: `No node has the id ${unknown}.` }]);
    const early = await overlaysOf(FROM, FROM + DAY, { before: true });
    expect(early.missing).toEqual([{ key: "before", reason: expect.stringContaining("no measurement") }]);
  });
});

describe("getJitter", () => {
  const jitterOf = (from: number, to: number, now = NOW) =>
    getJitter(database.db, { node_id, from: new Date(from), to: new Date(to), now });

  test("is the mean absolute difference of successive replies, over no gap and no failed measurement", async () => {
    const jitter = await jitterOf(FROM, FROM + DAYS * DAY);
    expect(jitter).toMatchObject({ measure: "successive", source: "metrics", bucket_seconds: 3600 });
    const pairs = measured.flatMap((row, at) => {
      const before = measured[at - 1];
      const successive = before && row.time - before.time === INTERVAL_SECONDS * 1000;
      if (!successive || row.latency_ms === null || before.latency_ms === null) return [];
      return [{ time: row.time, apart: Math.abs(row.latency_ms - before.latency_ms) }];
    });
    expect(jitter.count).toBe(pairs.length);
    for (const point of jitter.points) {
      const own = pairs.filter(({ time }) => bucketStart(time, 3600) === Date.parse(point.time));
      expect(point.count).toBe(own.length);
      const mean = own.length === 0 ? null : own.reduce((sum, { apart }) => sum + apart, 0) / own.length;
      expectClose(point.jitter_ms, mean, 1e-6, `jitter at ${point.time}`);
    }
  });

  test("where the measurements are past retention the spread stands in its place, and is called so", async () => {
    const long_after = new Date(FROM + 200 * DAY);
    await sql`SELECT add_retention_policy('metrics', INTERVAL '90 days', if_not_exists => true)`.execute(database.db);
    const from = FROM - 40 * DAY;
    const spread = await jitterOf(from, FROM + DAYS * DAY, long_after);
    const series = await getNodeSeries(database.db, {
      node_id,
      from: new Date(from),
      to: new Date(FROM + DAYS * DAY),
      now: long_after,
    });
    expect(spread).toMatchObject({ measure: "spread", jitter_ms: null, source: series.source });
    expect(spread.percentiles).toEqual(series.percentiles);
    for (const [at, point] of series.points.entries())
      expect(spread.points[at]?.jitter_ms ?? null).toBe(
        point.latency_ms_p50 === null ? null : point.latency_ms_p95! - point.latency_ms_p50,
      );
  });
});

describe("getNodeFigures", () => {
  test("percentiles of a range are exact while its measurements are kept", async () => {
    const answer = await getNodeFigures(database.db, { node_id, from: new Date(FROM), to: NOW, now: NOW });
    const reference = referenceFigures(measured);
    expect(answer.percentiles.method).toBe("measurements");
    expect(answer.figures.measurement_count).toBe(reference.count);
    for (const name of [...FIGURES, ...PERCENTILES]) expectClose(answer.figures[name], reference[name], 1e-6, name);
  });
});
