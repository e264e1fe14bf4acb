import { describe, expect, test } from "vitest";
import type { NodeOutages, Outage } from "./model/outage.ts";
import { aroundOutage, depthText, lengthText, outageSource, outagesCsv, outageTotals } from "./outages.ts";

const outage: Outage = {
  kind: "down",
  from: "2026-03-01T10:00:00.000Z",
  to: "2026-03-01T12:00:00.000Z",
  began_before: false,
  open: false,
  seconds: 7200,
  missing_count: 120,
  measurement_count: 120,
  uptime_pct: 0,
  packet_loss: null,
};

const answer: NodeOutages = {
  node_id: "n",
  from: "2026-03-01T00:00:00.000Z",
  to: "2026-03-02T00:00:00.000Z",
  source: "metrics",
  reason: null,
  resolution_seconds: 60,
  measurements_min: 3,
  down: { count: 1, seconds: 7200, missing_count: 120 },
  silent: { count: 0, seconds: 0, missing_count: 0 },
  outages: [outage],
  more: 0,
  as_of: "2026-03-02T00:00:00.000Z",
};

describe("outages in words", () => {
  test("a window has half the outage on both sides and ends at now", () => {
    const now_ms = Date.parse("2026-03-01T12:30:00Z");
    expect(aroundOutage(outage, now_ms)).toEqual({ from_ms: Date.parse("2026-03-01T09:00:00Z"), to_ms: now_ms });
    expect(aroundOutage({ from: outage.from, to: outage.from }, now_ms)).toEqual({
      from_ms: Date.parse("2026-03-01T09:50:00Z"),
      to_ms: Date.parse("2026-03-01T10:10:00Z"),
    });
  });

  test("unknown loss is not no loss, and a cut outage is at least as long", () => {
    expect(depthText(outage)).toBe("uptime 0\u00a0%, loss not known");
    expect(lengthText({ ...outage, began_before: true }, 60, true)).toBe("≥ 2\u00a0h");
    expect(lengthText({ ...outage, missing_count: 5 }, 60, false)).toBe("5\u00a0min");
  });

  test("totals and source", () => {
    expect(outageTotals(answer)).toBe("1 outage, 2\u00a0h · no silence");
    expect(outageSource(answer, "UTC")).toContain("measurements · 3 missing in a row or more");
    const hours = {
      ...answer,
      source: "aggregates_hourly",
      reason: "they are gone",
      resolution_seconds: 3600,
    } as const;
    expect(outageSource(hours, "UTC")).toContain("to the 1\u00a0h, because they are gone");
  });

  test("CSV leaves empty what is not known", () => {
    expect(outagesCsv(answer).split("\r\n")[1]).toBe(
      "down,2026-03-01T10:00:00.000Z,2026-03-01T12:00:00.000Z,false,false,7200,120,120,0,",
    );
  });
});
