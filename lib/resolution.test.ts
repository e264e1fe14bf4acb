import { describe, expect, test } from "vitest";
import { FiberError } from "./errors.ts";
import { chooseSeries, planFigures } from "./resolution.ts";

const at = (text: string) => new Date(`2026-${text}Z`);
type Question = Parameters<typeof chooseSeries>[0];

const ask = (from: string, to: string, more: Partial<Question> = {}) => {
  const interval_seconds = more.interval_seconds ?? 60;
  const expected_rows = (at(to).getTime() - at(from).getTime()) / 1000 / interval_seconds;
  return chooseSeries({
    from: at(from),
    to: at(to),
    points: 300,
    interval_seconds,
    expected_rows,
    measurements_kept: true,
    time_zone: "UTC",
    ...more,
  });
};

const choose = (from: string, to: string, more: Partial<Question> = {}) => {
  const { source, bucket_seconds } = ask(from, to, more);
  return [source, bucket_seconds];
};

const MANY = { expected_rows: 1e7 };
const refusal = (from: string, to: string, more: Partial<Question>) => {
  try {
    return `no refusal but ${JSON.stringify(choose(from, to, more))}`;
  } catch (error) {
    return error instanceof FiberError ? `${error.field}: ${error.message}` : error;
  }
};

describe("chooseSeries", () => {
  test.each([
    ["a minute", "11-22T12:00", "11-22T12:01", ["metrics", 60]],
    ["an hour", "11-22T12:00", "11-22T13:00", ["metrics", 60]],
    ["six hours", "11-22T06:00", "11-22T12:00", ["metrics", 120]],
    ["a day", "11-21T12:00", "11-22T12:00", ["metrics", 300]],
    ["a week", "11-15T00:00", "11-22T00:00", ["aggregates_hourly", 3600]],
    ["a month", "10-23T00:00", "11-22T00:00", ["metrics", 10_800]],
    ["a quarter", "08-24T00:00", "11-22T00:00", ["metrics", 43_200]],
  ])("%s gets the finest bucket of at most 300 points", (_, from, to, expected) => {
    expect(choose(from, to)).toEqual(expected);
  });

  test("buckets of several hours are exact while the measurements are few, else of merged histograms", () => {
    expect(ask("10-23T00:00", "11-22T00:00")).toMatchObject({ source: "metrics", exact: true });
    expect(ask("10-23T00:00", "11-22T00:00", MANY)).toMatchObject({ source: "aggregates_hourly", exact: false });
    expect(ask("08-24T00:00", "11-22T00:00", { ...MANY, points: 50 })).toMatchObject({
      source: "aggregates_daily",
      bucket_seconds: 172_800,
      exact: false,
    });
  });

  test("one point a day comes from days", () => {
    expect(choose("08-24T00:00", "11-22T00:00", { points: 90 })).toEqual(["aggregates_daily", 86_400]);
  });

  test("more points than asked for are never given, nor more than 1,500", () => {
    expect(choose("11-20T00:00", "11-22T00:00", { points: 100_000 })).toEqual(["metrics", 120]);
    // An hour that begins within a bucket touches one more.
    expect(choose("11-22T12:00:30", "11-22T13:00:30", { points: 60 })).toEqual(["metrics", 120]);
  });

  test("buckets of measurements are multiples of the node's interval", () => {
    expect(choose("11-22T06:00", "11-22T12:00", { points: 50, interval_seconds: 240 })).toEqual(["metrics", 480]);
  });

  test("a range whose measurements are gone is answered from rollups", () => {
    expect(choose("11-22T06:00", "11-22T12:00", { measurements_kept: false })).toEqual(["aggregates_hourly", 3600]);
    expect(ask("10-23T00:00", "11-22T00:00", { measurements_kept: false }).reason).toContain("past retention");
  });

  test("a range of centuries is still bounded", () => {
    const question = { from: new Date(0), to: at("11-22T00:00"), points: 10, expected_rows: 1e9 };
    const { source, bucket_seconds } = ask("11-21T00:00", "11-22T00:00", question);
    expect(source).toBe("aggregates_daily");
    expect(at("11-22T00:00").getTime() / 1000 / bucket_seconds).toBeLessThanOrEqual(10);
  });
});

describe("days of a zone", () => {
  const quarter = ["08-24T00:00", "11-22T00:00"] as const;
  const days = (time_zone: string, more: Partial<Question> = {}) => {
    const { source, time_zone: whose, exact } = ask(...quarter, { points: 92, time_zone, ...more });
    return [source, whose, exact];
  };

  test("come from measurements while they are few, else from hours", () => {
    expect(days("Europe/Berlin")).toEqual(["metrics", "Europe/Berlin", true]);
    expect(days("Europe/Berlin", MANY)).toEqual(["aggregates_hourly", "Europe/Berlin", false]);
  });

  test("that begin between whole hours need measurements, and are days of UTC without them, told so", () => {
    expect(days("Asia/Kolkata")).toEqual(["metrics", "Asia/Kolkata", true]);
    for (const zone of ["Asia/Kolkata", "Australia/Lord_Howe"])
      expect(days(zone, { measurements_kept: false })).toEqual(["aggregates_daily", "UTC", true]);
    expect(ask(...quarter, { points: 92, time_zone: "Asia/Kolkata", ...MANY }).reason).toContain(
      "aggregates_daily has no days of Asia/Kolkata",
    );
  });

  test("are UTC's where the zone's are the same, and below a day", () => {
    expect(ask("11-01T00:00", "11-22T00:00", { points: 30, time_zone: "Europe/London" })).toMatchObject({
      source: "aggregates_daily",
      time_zone: "UTC",
    });
    expect(ask("11-21T00:00", "11-22T00:00", { time_zone: "Europe/Berlin" }).time_zone).toBe("UTC");
  });
});

describe("what is asked for instead", () => {
  const day = ["11-21T00:00", "11-22T00:00"] as const;
  const quarter = ["08-24T00:00", "11-22T00:00"] as const;

  test("a source, a bucket, or both", () => {
    expect(choose(...day, { asked: { source: "aggregates_hourly" } })).toEqual(["aggregates_hourly", 3600]);
    expect(choose(...day, { asked: { bucket_seconds: 60 } })).toEqual(["metrics", 60]);
    expect(choose(...day, { asked: { source: "metrics", bucket_seconds: 3600 } })).toEqual(["metrics", 3600]);
    expect(choose(...quarter, { asked: { source: "metrics" } })).toEqual(["metrics", 43_200]);
    expect(choose(...quarter, { asked: { source: "aggregates_hourly", bucket_seconds: 7200 } })).toEqual([
      "aggregates_hourly",
      7200,
    ]);
  });

  test.each<[string, RegExp, readonly [string, string], Partial<Question>]>([
    [
      "past retention",
      /^source: .*past retention; aggregates_hourly/,
      day,
      { asked: { source: "metrics" }, measurements_kept: false },
    ],
    [
      "minutes past retention",
      /^bucket_seconds: .*past retention/,
      day,
      { asked: { bucket_seconds: 60 }, measurements_kept: false },
    ],
    [
      "too many points",
      /^bucket_seconds: .*129600 points .* at most 1500 .* at least 5188 seconds/,
      quarter,
      { asked: { bucket_seconds: 60 } },
    ],
    [
      "no multiple",
      /^bucket_seconds: .*aggregates_daily are multiples of 86400/,
      day,
      { asked: { source: "aggregates_daily", bucket_seconds: 3600 } },
    ],
    [
      "below the interval",
      /^bucket_seconds: .*at least 240, the node's interval/,
      day,
      { asked: { bucket_seconds: 60 }, interval_seconds: 240 },
    ],
    ["too many rows", /^source: .*at most 1000000 are read/, quarter, { asked: { source: "metrics" }, ...MANY }],
  ])("%s is refused by name and limit", (_, message, range, more) => {
    expect(refusal(...range, more)).toMatch(message);
  });
});

describe("planFigures", () => {
  const plan = (from: string, to: string, more: Partial<Parameters<typeof planFigures>[0]> = {}) =>
    planFigures({
      from: at(from),
      to: at(to),
      expected_rows: 1e9,
      exact_rows_max: 1e5,
      hourly_until: at("11-22T13:00"),
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

  test("hours not materialized yet come from measurements, not from a view that computes them with all it has", () => {
    expect(words(plan("11-22T08:20", "11-22T12:40", { hourly_until: at("11-22T11:00") }).segments)).toEqual([
      "metrics 11-22T08:20 11-22T09:00",
      "aggregates_hourly 11-22T09:00 11-22T11:00",
      "metrics 11-22T11:00 11-22T12:40",
    ]);
  });

  test("where it is not known how far hours are materialized, the view tells them all", () => {
    expect(words(plan("11-22T08:00", "11-22T12:00", { hourly_until: null }).segments)).toEqual([
      "aggregates_hourly 11-22T08:00 11-22T12:00",
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
