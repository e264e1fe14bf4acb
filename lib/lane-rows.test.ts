import { expect, it } from "vitest";
import { csvRows, LANE_KEYS, laneRows } from "./lane-rows.ts";
import type { LifecycleArchived, LifecycleBlock } from "./model/lifecycle.ts";
import { recordsCsv } from "./records-csv.ts";

const DAY = 86_400_000;
const block = (day: number): LifecycleBlock => ({
  from_ms: day * DAY,
  to_ms: (day + 1) * DAY,
  chunk_name: `chunk_${day}`,
  chunk_count: 1,
  state: "compressed",
  frozen: false,
  total_bytes: 100,
  before_bytes: 1000,
  row_count: 10,
  late_rows: 0,
});
const copy = (day: number, kept: boolean): LifecycleArchived => ({
  from_ms: day * DAY,
  to_ms: (day + 1) * DAY,
  chunk_name: `chunk_${day}`,
  kept,
  row_count: 10,
  chunk_bytes: 100,
  archive_bytes: 40,
  location: "file:///archive",
  checksum: "0",
  archived_at: "1970-01-20T00:00:00Z",
  verified_at: null,
});

it("has chunks that only the archive holds, with what it holds and nothing in the database", () => {
  const of = { blocks: [block(2), block(3)], archived: [copy(1, false), copy(2, true)] };
  expect(laneRows(of).map((row) => [row.chunk_name, row.state, row.total_bytes, row.archive_bytes])).toEqual([
    ["chunk_1", "archive_alone", null, 40],
    ["chunk_2", "compressed", 100, 40],
    ["chunk_3", "compressed", 100, null],
  ]);
  const [heading, first] = recordsCsv(csvRows(of), LANE_KEYS).split(/\r?\n/);
  expect(heading).toContain("archive_bytes");
  expect(first).toBe("1970-01-02T00:00:00.000Z,1970-01-03T00:00:00.000Z,chunk_1,1,archive_alone,false,,,40,10,");
});

it("says nothing of an archive whose ledger may not be read", () => {
  expect(laneRows({ blocks: [block(1)], archived: null })).toEqual([{ ...block(1), archive_bytes: null }]);
});
