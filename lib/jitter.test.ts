import { expect, it } from "vitest";
import { JITTER_WORDS, jitterCsv, jitterSource, jitterSummary, jitterText } from "./jitter.ts";
import type { Jitter } from "./model/jitter.ts";

const jitter: Jitter = {
  node_id: "00000000-0000-4000-8000-000000000001",
  from: "2026-11-25T12:00:00Z",
  to: "2026-11-25T12:15:00Z",
  as_of: "2026-11-25T12:14:00Z",
  measure: "successive",
  source: "metrics",
  bucket_seconds: 300,
  time_zone: "UTC",
  fresh_until: null,
  percentiles: { method: "measurements", relative_error_max: 0 },
  jitter_ms: 2.5,
  count: 9,
  points: [
    { time: "2026-11-25T12:00:00Z", count: 5, jitter_ms: 2 },
    { time: "2026-11-25T12:05:00Z", count: 4, jitter_ms: 3.125 },
    { time: "2026-11-25T12:10:00Z", count: 0, jitter_ms: null },
  ],
};
const spread: Jitter = {
  ...jitter,
  measure: "spread",
  source: "aggregates_hourly",
  bucket_seconds: 10_800,
  percentiles: { method: "histogram", relative_error_max: 0.025 },
  jitter_ms: null,
};

it("says which measure it is, from what and how much of it", () => {
  expect(jitterSource(jitter, "UTC", true)).toMatch(
    /^mean absolute difference of successive replies · measurements in 5 min buckets · 9 pairs · 2\.5.* over the range · read 12:14$/,
  );
  expect(jitterSource(spread, "UTC", true)).toMatch(
    /^p95 − p50 .* · hourly in 3 h buckets · .*±2\.5.* · 9 replies · read/,
  );
  expect(jitterSource(spread, "UTC", false)).toMatch(/^not the resolution asked for · p95 − p50 /);
  expect(JITTER_WORDS.spread.title).not.toMatch(/jitter/i);
});

it("tells a bucket, the whole and a file in words of the measure; none is not zero", () => {
  expect(jitterText(jitter, 1, "UTC")).toMatch(/12:05: jitter 3\.1\S*\sms, 4 pairs/);
  expect(jitterText(jitter, 2, "UTC")).toMatch(/12:10: no jitter, 0 pairs/);
  expect(jitterSummary(jitter, "UTC")).toMatch(/between 2\S*\sms and 3\.1.*the highest at .*12:05/);
  expect(jitterSummary({ ...jitter, points: [jitter.points[2]!] }, "UTC")).toContain("is not known");
  expect(jitterCsv(spread).split("\r\n")[0]).toBe("time,latency_ms_p95_minus_p50,reply_count");
  expect(jitterCsv(jitter).split("\r\n")[3]).toBe("2026-11-25T12:10:00Z,,0");
});
