import { describe, expect, test } from "vitest";
import { bucketText, sourceText } from "./chart-source.ts";
import { coldText, promiseOf, ratioText, storageTotals } from "./chart-storage.ts";
import { coverageSummary, latencySummary, latencyText, shareSummary } from "./chart-summary.ts";
import type { Series, SeriesPoint } from "./model/series.ts";
import type { Aggregate, Hypertable } from "./model/storage.ts";

const START = Date.parse("2026-11-22T12:00:00Z");
const NBSP = "\u00a0";
const plain = (text: string) => text.replaceAll(NBSP, " ");

function point(minute: number, change: Partial<SeriesPoint> = {}): SeriesPoint {
  return {
    time: new Date(START + minute * 60_000).toISOString(),
    count: 1,
    expected_count: 1,
    reply_count: 1,
    latency_ms_avg: 20,
    latency_ms_min: 20,
    latency_ms_max: 20,
    latency_ms_p05: 20,
    latency_ms_p25: 20,
    latency_ms_p50: 20,
    latency_ms_p75: 20,
    latency_ms_p95: 20,
    latency_ms_p99: 20,
    uptime_pct: 100,
    packet_loss: 0,
    ...change,
  };
}

const none = { latency_ms_min: null, latency_ms_max: null, latency_ms_p50: null, latency_ms_p95: null };
const down = { ...none, reply_count: 0, uptime_pct: 0, packet_loss: 100 };
const silent = { ...none, count: 0, reply_count: 0, uptime_pct: null, packet_loss: null };

function series(points: SeriesPoint[], change: Partial<Series> = {}): Series {
  return {
    node_id: "n",
    from: "2026-11-22T12:00:00Z",
    to: "2026-11-22T13:00:00Z",
    source: "metrics",
    reason: "",
    bucket_seconds: 60,
    time_zone: "UTC",
    fresh_until: null,
    as_of: "2026-11-22T13:00:00Z",
    measurement_count: points.reduce((sum, p) => sum + p.count, 0),
    expected_count: points.length,
    coverage: 1,
    percentiles: { method: "measurements", relative_error_max: 0 },
    points,
    ...change,
  };
}

describe("what a chart says to those who do not see it", () => {
  const shown = series([
    point(0),
    point(1, { latency_ms_max: 812, latency_ms_p50: 31 }),
    point(2, down),
    point(3, silent),
    point(4, silent),
  ]);

  test("latency: spread, peak, outage and silence, each with its time", () => {
    expect(plain(latencySummary(shown, "Europe/Berlin"))).toBe(
      "2026-11-22 13:00 to 2026-11-22 14:00. The median lies between 20.0 ms and 31.0 ms. The highest value is 812 ms at 2026-11-22 13:01." +
        " No reply came in 1 stretch, the longest 1 min from 2026-11-22 13:02." +
        " The probe was silent in 1 stretch, the longest 2 min from 2026-11-22 13:03.",
    );
  });

  test("a range without replies is told as such, never as zero", () => {
    expect(latencySummary(series([point(0, down)]), "UTC")).toContain("Not one reply came.");
  });

  test("a bucket: replies, no reply, silence and nothing due are four sentences", () => {
    const kinds = series([point(0), point(1, down), point(2, silent), point(3, { ...silent, expected_count: 0 })]);
    expect([0, 1, 2, 3, 9].map((i) => plain(latencyText(kinds, i, "UTC")))).toEqual([
      "2026-11-22 12:00: median 20.0 ms, p95 20.0 ms, maximum 20.0 ms, loss 0 %, 1 of 1 received",
      "2026-11-22 12:01: no reply, loss 100 %, 1 of 1 received",
      "2026-11-22 12:02: probe silent",
      "2026-11-22 12:03: no measurement was due",
      "no value",
    ]);
  });

  test("shares: calm, worst, unknown", () => {
    expect(plain(shareSummary(series([point(0)]), "uptime_pct", "UTC"))).toContain("The uptime is 100 % throughout.");
    expect(plain(shareSummary(shown, "packet_loss", "UTC"))).toContain("The worst loss is 100 % at 2026-11-22 12:02.");
    expect(shareSummary(series([point(0, { packet_loss: null })]), "packet_loss", "UTC")).toContain(
      "No loss is known.",
    );
  });

  test("coverage counts", () => {
    expect(coverageSummary(shown, "UTC")).toContain("3 of 5 measurements came.");
    expect(coverageSummary(series([], { coverage: null }), "UTC")).toContain("Nothing was expected.");
  });
});

describe("what a chart rests on", () => {
  test("measurements", () => {
    expect(sourceText(series([point(0), point(1, { count: 0 })]), "Europe/Berlin")).toBe(
      "measurements in 1 min buckets · read 14:00 · 1 of 2 samples · UTC+1",
    );
  });

  test("an aggregate, and from when on measurements fill in", () => {
    const hourly = {
      source: "aggregates_hourly",
      bucket_seconds: 3600,
      as_of: "2026-11-22T13:42:00Z",
      to: "2026-11-22T14:00:00Z",
      fresh_until: "2026-11-22T13:00:00Z",
    } as const;
    expect(plain(sourceText(series([], hourly), "UTC"))).toBe(
      "hourly · materialized to 13:00 · last 42 min from measurements · 0 of 0 samples · UTC",
    );
    expect(sourceText(series([], { ...hourly, fresh_until: "2026-11-23T00:00:00Z" }), "UTC")).toContain("whole range");
    expect(sourceText(series([], { ...hourly, fresh_until: null }), "UTC")).toContain("not known how far");
  });

  test("days say whose they are, histograms how far they can be off", () => {
    const days = {
      source: "aggregates_daily",
      bucket_seconds: 172_800,
      percentiles: { method: "histogram", relative_error_max: 0.025 },
    } as const;
    const text = sourceText(series([], days), "Europe/Berlin");
    expect(plain(text)).toContain("daily in 2 d buckets");
    expect(plain(text)).toContain("±2.5 %");
    expect(text).toContain("UTC days");
    expect(sourceText(series([], { ...days, time_zone: "America/New_York" }), "UTC")).toContain(
      "days of America/New York",
    );
  });

  test.each([
    [10, "10 s"],
    [100, "100 s"],
    [300, "5 min"],
    [10_800, "3 h"],
    [86_400, "1 d"],
  ])("%i s is %s", (seconds, text) => expect(bucketText(seconds)).toBe(text));
});

describe("storage", () => {
  const hypertable = (change: Partial<Hypertable>) =>
    ({
      aggregate_name: null,
      total_bytes: 1000,
      chunk_count: 2,
      compressed_chunk_count: 1,
      row_count_estimate: 100,
      before_compression_bytes: 3000,
      after_compression_bytes: 100,
      ...change,
    }) as Hypertable;

  test("rows and bytes a row are those of measurements, the ratio weighs all by their bytes", () => {
    const totals = storageTotals([
      hypertable({}),
      hypertable({
        aggregate_name: "daily",
        row_count_estimate: 7,
        before_compression_bytes: null,
        after_compression_bytes: null,
      }),
    ]);
    expect(totals).toMatchObject({ row_count_estimate: 100, bytes_per_row: 10, compression_ratio: 30, chunk_count: 4 });
  });

  test("what was never analyzed is not known, what is not compressed has no ratio", () => {
    const totals = storageTotals([
      hypertable({ row_count_estimate: null, before_compression_bytes: null, after_compression_bytes: null }),
    ]);
    expect(totals).toMatchObject({ row_count_estimate: null, bytes_per_row: null, compression_ratio: null });
    expect(storageTotals([])).toMatchObject({ row_count_estimate: null, chunk_count: 0 });
  });

  test("what is archived, that none is, and that it cannot be told are three things", () => {
    const cold = (cold_chunk_count: number | null, cold_bytes = cold_chunk_count, cold_row_count = cold_chunk_count) =>
      hypertable({ cold_chunk_count, cold_bytes, cold_row_count });
    expect(coldText(storageTotals([cold(2, 10, 1000), cold(0)]))).toBe("1,000 rows, 2 chunks");
    expect(storageTotals([cold(2, 10, 1000), cold(1, 5, 1)])).toMatchObject({ cold_bytes: 15, cold_row_count: 1001 });
    expect(coldText(storageTotals([cold(0)]))).toBe("none archived");
    expect(coldText(storageTotals([cold(0), cold(null)]))).toBe("not available");
  });

  test("ratios", () => expect([32.4, 4.75, null].map(ratioText)).toEqual(["32.4:1", "4.75:1", "–"]));

  test.each([
    [{ materialized_state: "known", behind_seconds: 60, promised_seconds: 60, window: null }, "kept"],
    [{ materialized_state: "known", behind_seconds: 61, promised_seconds: 60, window: null }, "broken"],
    [{ materialized_state: "known", behind_seconds: 60, promised_seconds: 60, window: { scheduled: false } }, "idle"],
    [{ materialized_state: "known", behind_seconds: 61, promised_seconds: null, window: null }, "unpromised"],
    [
      { materialized_state: "known", behind_seconds: -61, bucket_seconds: 60, promised_seconds: 60, window: null },
      "ahead",
    ],
    [
      { materialized_state: "known", behind_seconds: -59, bucket_seconds: 60, promised_seconds: 60, window: null },
      "open",
    ],
    [{ materialized_state: "nothing", behind_seconds: null, promised_seconds: 60, window: null }, "nothing"],
    [{ materialized_state: "not_available", behind_seconds: null, promised_seconds: 60, window: null }, "unknown"],
    [
      { materialized_state: "not_permitted", behind_seconds: null, promised_seconds: 60, window: null },
      "not_permitted",
    ],
  ] as const)("%o is %s", (aggregate, promise) => expect(promiseOf(aggregate as unknown as Aggregate)).toBe(promise));
});
