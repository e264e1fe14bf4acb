import { describe, expect, test } from "vitest";
import { holesOf } from "./holes.ts";
import type { Aggregate, PendingRange } from "./model/storage.ts";

const NOW = Date.parse("2026-03-10T12:00:00Z");
const at = (text: string) => Date.parse(`2026-03-${text}:00:00Z`);

const holes = (pending: PendingRange[] | null, change: Partial<Aggregate> = {}) =>
  holesOf(
    {
      pending,
      materialized_until: "2026-03-10T11:00:00Z",
      source_from: "2026-03-01T00:00:00Z",
      bucket_seconds: 3600,
      window: { start_seconds: 3 * 86_400, end_seconds: 3600, schedule_seconds: 3600, scheduled: true },
      ...change,
    } as Aggregate,
    NOW,
  );

const range = (from: string | null, to: string | null, kind: PendingRange["kind"] = "aggregate"): PendingRange => ({
  kind,
  from,
  to,
});

describe("holes", () => {
  test("whole buckets between the oldest source chunk and the watermark", () => {
    expect(holes([range("2026-03-09T05:20:00Z", "2026-03-09T05:20:00Z", "source")])).toEqual([
      { from_ms: at("09T05"), to_ms: at("09T06"), reach: "next_run" },
    ]);
    expect(holes([range(null, "2026-02-20T00:00:00Z"), range("2026-03-10T11:00:00Z", null)])).toEqual([]);
    expect(holes([range(null, "2026-03-01T04:59:59.999Z")])).toEqual([
      { from_ms: at("01T00"), to_ms: at("01T05"), reach: "never" },
    ]);
  });

  test("what overlaps or touches is one, and the window of the policy parts it", () => {
    expect(
      holes([
        range("2026-03-07T10:00:00Z", "2026-03-07T11:59:59.999Z"),
        range("2026-03-07T12:00:00Z", "2026-03-07T13:59:59.999Z"),
      ]),
    ).toEqual([
      { from_ms: at("07T10"), to_ms: at("07T12"), reach: "never" },
      { from_ms: at("07T12"), to_ms: at("07T14"), reach: "next_run" },
    ]);
  });

  test("a refresh from the beginning reaches everything, no policy nothing", () => {
    const old = [range("2026-03-02T00:00:00Z", "2026-03-02T00:30:00Z")];
    const window = { start_seconds: null, end_seconds: 3600, schedule_seconds: 3600, scheduled: true };
    expect(holes(old, { window })?.map(({ reach }) => reach)).toEqual(["next_run"]);
    expect(holes(old, { window: null })?.map(({ reach }) => reach)).toEqual(["no_policy"]);
  });

  test("the end of a dropped chunk is no hole in the one that begins there", () => {
    expect(holes([range("2026-02-22T00:00:00Z", "2026-03-01T00:00:00Z", "source")])).toEqual([]);
  });

  test("not told is not none", () => {
    expect(holes(null)).toBeNull();
    expect(holes([], { materialized_until: null })).toBeNull();
    expect(holes([], { source_from: null })).toEqual([]);
  });
});
