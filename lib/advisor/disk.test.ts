import { expect, test } from "vitest";
import { advise } from "./index.ts";
import type { DiskFacts } from "./facts.ts";
import { idsOf, makeFacts } from "./testing.ts";

const disk = (earliest_days: number | null, expected_days: number | null, latest_days: number | null): DiskFacts => ({
  disk_bytes: 100 * 2 ** 30,
  database_bytes: 80 * 2 ** 30,
  full: { earliest_days, expected_days, latest_days },
});

test("a disk is full in 30 days: a warning; in 7: critical; judged by the expected day, and the band is told", () => {
  const at = (days: number | null) => idsOf(makeFacts({ disk: disk(days && days - 2, days, null) }));
  expect(at(null)).toEqual([]);
  expect(at(30)).toEqual([]);
  expect(at(29)).toEqual(["warning disk_full:disk"]);
  expect(at(7)).toEqual(["warning disk_full:disk"]);
  expect(at(6)).toEqual(["critical disk_full:disk"]);
  const [found] = advise(makeFacts({ disk: disk(10, 12, null) }), []).advice.items;
  expect(found).toMatchObject({ title: "The disk is full in about 12 d.", sql: null });
  expect(found?.evidence).toEqual([
    "The database takes 80.0 GiB of 100 GiB, 80.0 %.",
    "By what is measured: expected 2026-04-12 (in 12 d), at the earliest 2026-04-10 (in 10 d), at the latest not within 90 d.",
  ]);
  const [full] = advise(makeFacts({ disk: disk(0, 0, 0) }), []).advice.items;
  expect(full?.title).toBe("The database is as large as the disk it was given.");
});

test("without a size, or without anything measured, it is not judged", () => {
  const reasons = (of: DiskFacts) => advise(makeFacts({ disk: of }), []).advice.unjudged.map(({ reason }) => reason);
  expect(reasons({ disk_bytes: null, database_bytes: null, full: null })).toEqual([
    expect.stringContaining("FIBER_DISK_SIZE"),
  ]);
  expect(reasons({ disk_bytes: 1, database_bytes: null, full: null })).toEqual([
    expect.stringContaining("not measured"),
  ]);
  expect(reasons(disk(null, null, null))).toEqual([]);
});
