import { describe, expect, test } from "vitest";
import { chooseSeries, planFigures } from "./resolution.ts";

const at = (text: string) => new Date(`2026-${text}Z`);
const choose = (from: string, to: string, points = 300, interval_seconds = 60, measurements_kept = true) => {
  const choice = chooseSeries({ from: at(from), to: at(to), points, interval_seconds, measurements_kept });
  return [choice.source, choice.bucket_seconds];
};

describe("chooseSeries", () => {
  test.each([
    ["an hour", "11-22T12:00", "11-22T13:00", ["metrics", 60]],
    ["six hours", "11-22T06:00", "11-22T12:00", ["metrics", 120]],
    ["a day", "11-21T12:00", "11-22T12:00", ["metrics", 300]],
    ["a week", "11-15T00:00", "11-22T00:00", ["aggregates_hourly", 3600]],
    ["a month", "10-23T00:00", "11-22T00:00", ["aggregates_hourly", 10_800]],
    ["a quarter", "08-24T00:00", "11-22T00:00", ["aggregates_hourly", 43_200]],
  ])("%s gets the finest source of at most 300 points", (_, from, to, expected) => {
    expect(choose(from, to)).toEqual(expected);
  });

  test("one point a day comes from days", () => {
    expect(choose("08-24T00:00", "11-22T00:00", 90)).toEqual(["aggregates_daily", 86_400]);
  });

  test("more points than 1,500 are never given", () => {
    expect(choose("11-20T00:00", "11-22T00:00", 100_000)).toEqual(["metrics", 120]);
  });

  test("buckets of measurements are multiples of the node's interval", () => {
    expect(choose("11-22T06:00", "11-22T12:00", 50, 240)).toEqual(["metrics", 480]);
  });

  test("a range whose measurements are gone is answered from rollups", () => {
    expect(choose("11-22T06:00", "11-22T12:00", 300, 60, false)).toEqual(["aggregates_hourly", 3600]);
  });

  test("a range of centuries is still bounded", () => {
    const choice = chooseSeries({
      from: new Date(0),
      to: at("11-22T00:00"),
      points: 10,
      interval_seconds: 60,
      measurements_kept: true,
    });
    expect(choice.source).toBe("aggregates_daily");
    expect((at("11-22T00:00").getTime() / 1000 / choice.bucket_seconds) | 0).toBeLessThanOrEqual(10);
  });
});

describe("planFigures", () => {
  const plan = (from: string, to: string, more: Partial<Parameters<typeof planFigures>[0]> = {}) =>
    planFigures({
      from: at(from),
      to: at(to),
      expected_rows: 1e9,
      exact_rows_max: 1e5,
      daily_until: at("11-22T00:00"),
      measurements_kept: true,
      ...more,
    });
  const words = (segments: ReturnType<typeof plan>["segments"]) =>
    segments.map(
      ({ source, from, to }) => `${source} ${from.toISOString().slice(5, 16)} ${to.toISOString().slice(5, 16)}`,
    );

  test("few rows are read from measurements, and percentiles are exact", () => {
    const few = plan("11-21T12:00", "11-22T12:00", { expected_rows: 1440 });
    expect(few.exact).toBe(true);
    expect(words(few.segments)).toEqual(["metrics 11-21T12:00 11-22T12:00"]);
  });

  test("whole days, hours around them and the edges cover the range once, in order", () => {
    expect(words(plan("11-18T10:20", "11-22T12:40").segments)).toEqual([
      "metrics 11-18T10:20 11-18T11:00",
      "aggregates_hourly 11-18T11:00 11-19T00:00",
      "aggregates_daily 11-19T00:00 11-22T00:00",
      "aggregates_hourly 11-22T00:00 11-22T12:00",
      "metrics 11-22T12:00 11-22T12:40",
    ]);
  });

  test("days not materialized yet come from hours", () => {
    expect(words(plan("11-19T00:00", "11-22T00:00", { daily_until: at("11-21T00:00") }).segments)).toEqual([
      "aggregates_daily 11-19T00:00 11-21T00:00",
      "aggregates_hourly 11-21T00:00 11-22T00:00",
    ]);
    expect(words(plan("11-19T00:00", "11-22T00:00", { daily_until: null }).segments)).toEqual([
      "aggregates_hourly 11-19T00:00 11-22T00:00",
    ]);
  });

  test("where measurements are gone the first hour is whole", () => {
    expect(words(plan("11-18T10:20", "11-18T13:00", { measurements_kept: false }).segments)).toEqual([
      "aggregates_hourly 11-18T10:00 11-18T13:00",
    ]);
  });

  test.each([
    ["11-18T10:20", "11-18T10:40"],
    ["11-18T10:20", "11-18T11:00"],
    ["11-18T10:20", "11-18T11:10"],
    ["11-18T00:00", "11-19T00:00"],
    ["11-17T23:59", "11-19T00:01"],
  ])("%s to %s: segments touch and cover", (from, to) => {
    const { segments } = plan(from, to);
    expect(segments[0]!.from).toEqual(at(from));
    expect(segments.at(-1)!.to).toEqual(at(to));
    segments.slice(1).forEach((segment, index) => expect(segment.from).toEqual(segments[index]!.to));
  });
});
