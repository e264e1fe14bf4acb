import { expect, test } from "vitest";
import type { Checked } from "./check.ts";
import { listRanges, type Planned } from "./plan.ts";

const HOUR = 3_600_000;

const planned = (times: readonly string[], shift_seconds = 0): Planned => {
  const hours = times.map((time): [number, number] => [Math.floor(Date.parse(time) / HOUR) * HOUR, 1]);
  return {
    checked: { rows_per_hour: new Map(hours) } as Checked,
    content_key: "",
    shift_seconds,
    shift_reused: false,
  };
};

const ranges = (...files: Planned[]): string[] =>
  listRanges(files).map(({ from, to }) => `${from.toISOString().slice(0, 10)}/${to.toISOString().slice(0, 10)}`);

test("a stray old row is a range of its own; near days are one range", () => {
  const times = ["2026-11-03T10:00:00Z", "2024-02-29T23:59:59Z", "2026-11-01T00:00:00Z", "2026-11-20T12:00:00Z"];
  expect(ranges(planned(times))).toEqual(["2024-02-29/2024-03-01", "2026-11-01/2026-11-04", "2026-11-20/2026-11-21"]);
});

test("files are taken together, moved as they are stored", () => {
  const moved = planned(["2026-11-01T23:00:00Z"], 1800);
  expect(ranges(moved)).toEqual(["2026-11-01/2026-11-03"]);
  expect(ranges(planned(["2026-11-05T00:00:00Z"]), moved)).toEqual(["2026-11-01/2026-11-06"]);
  expect(ranges(planned([]))).toEqual([]);
});
