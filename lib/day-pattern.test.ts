import { describe, expect, test } from "vitest";
import { daysCsv, dayShade, daysSummary, dayText, hoursSummary, hourText, silentShare } from "./day-pattern.ts";
import type { UptimeDay, UptimeDays } from "./model/day-pattern.ts";

const day = (date: number, uptime_pct: number | null, measurement_count: number, expected_count = 1440): UptimeDay => ({
  from: `2026-03-0${date}T00:00:00.000Z`,
  to: `2026-03-0${date + 1}T00:00:00.000Z`,
  measurement_count,
  expected_count,
  reply_count: measurement_count,
  uptime_pct,
});
const days = [day(1, 100, 1440), day(2, 99.5, 1440), day(3, 12, 720), day(4, null, 0), day(5, null, 0, 0)];
const answer: UptimeDays = {
  node_id: "n",
  time_zone: "UTC",
  reason: null,
  source: "metrics",
  days,
  as_of: days[4]!.to,
};

describe("days and hours in words", () => {
  test("good, reduced, bad, silent and nothing due are five different days", () => {
    expect(days.map(dayShade)).toEqual(["good", "reduced", "bad", "silent", "none"]);
    expect(days.map(silentShare)).toEqual([0, 0, 0.5, 1, 0]);
    expect(dayText(days[3]!, "UTC")).toBe("2026-03-04: probe silent, 0 of 1,440 received");
    expect(dayText(days[4]!, "UTC")).toBe("2026-03-05: none due");
    expect(daysSummary(answer)).toContain("1 good days, 1 reduced, 1 bad, 1 silent. Worst: 2026-03-03: uptime 12.00");
    expect(daysCsv(answer).split("\r\n")[4]).toBe(`2026-03-04,UTC,${days[3]!.from},${days[3]!.to},,0,1440`);
  });

  test("the fastest and the slowest hour", () => {
    const hours = [30, 10, null].map((latency_ms_p50, hour) => ({
      hour,
      reply_count: 1,
      latency_ms_p50,
      latency_ms_p95: 50,
    }));
    expect(hoursSummary({ hours })).toBe(
      "Fastest 01:00 – 02:00 with a median of 10.0\u00a0ms, slowest 00:00 – 01:00 with a median of 30.0\u00a0ms; 2 of 24 hours have replies.",
    );
    expect(hoursSummary({ hours: hours.slice(2) })).toBe("No reply in any hour.");
    expect(hourText(23)).toBe("23:00 – 24:00");
  });
});
