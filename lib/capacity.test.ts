import { describe, expect, it } from "vitest";
import { databaseSizer, diskFull, fullIn, project, rowsPerNodeDay, storeSizer, wholeChunks } from "./capacity.ts";
import { fullText, unmeasuredTexts } from "./capacity-words.ts";
import type { CapacityBasis, Measured, Scenario, Store, StoredChunk } from "./model/capacity.ts";

const DAY = 86_400_000;
const HOUR = 3_600_000;
/** A Wednesday, six days into its weekly chunk: chunks begin on Thursdays. */
const NOW = Date.UTC(2026, 10, 25);
const exactly = (value: number, count = 30): Measured => ({ low: value * 0.9, mid: value, high: value * 1.1, count });

const ROW = { hot: 150, warm: 5 };
const PER_DAY = 1440;

const weekly = (index: number): StoredChunk => {
  const from_ms = Date.UTC(2026, 10, 19) - index * 7 * DAY;
  const days = Math.min(7, (NOW - from_ms) / DAY);
  const compressed = index > 0;
  return {
    from_ms,
    to_ms: from_ms + 7 * DAY,
    compressed,
    bytes: days * 10 * PER_DAY * ROW[compressed ? "warm" : "hot"],
  };
};

const metrics = (chunks: StoredChunk[]): Store => ({
  name: "metrics",
  kind: "measurements",
  chunk_seconds: 7 * 86_400,
  compress_after_seconds: 3 * 86_400,
  retain_seconds: 90 * 86_400,
  hot_bytes_per_node_day: exactly(PER_DAY * ROW.hot),
  warm_bytes_per_node_day: exactly(PER_DAY * ROW.warm),
  parent_bytes: 100,
  index_bytes: 0,
  toast_bytes: 0,
  total_bytes: 0,
  chunks,
});

const basisOf = (stores: Store[]): CapacityBasis => ({
  as_of: new Date(NOW).toISOString(),
  database_bytes: 1_000_000,
  disk_bytes: null,
  node_count: 10,
  interval_seconds: 60,
  rows_per_node_day: exactly(PER_DAY),
  days: null,
  hot_bytes_per_row: exactly(ROW.hot),
  warm_bytes_per_row: exactly(ROW.warm),
  stores,
  other_bytes: 500,
  other_bytes_per_day: 10,
});

it("tells chunks whose days nobody counted from none", () => {
  expect(unmeasuredTexts(basisOf([metrics([])]))).toMatchObject({
    hot: "no chunk with rows yet",
    warm: "nothing compressed yet",
  });
  expect(unmeasuredTexts(basisOf([metrics([weekly(0)])]))).toMatchObject({
    hot: "its days are not counted yet",
    warm: "nothing compressed yet",
  });
  const both = unmeasuredTexts(basisOf([metrics([weekly(1), weekly(0)])]));
  expect(both.warm).toBe("its days are not counted yet");
  expect(both.why).toContain("aggregates_daily has counted no whole day");
});

const SCENARIO: Scenario = {
  nodes: 10,
  interval_seconds: 60,
  chunk_seconds: 7 * 86_400,
  compress_after_seconds: 3 * 86_400,
  retain_seconds: 90 * 86_400,
  disk_bytes: null,
  until_ms: NOW + 365 * DAY,
};

const STORE = metrics(Array.from({ length: 13 }, (_, i) => weekly(12 - i)));
const BASIS = basisOf([STORE]);

type Rates = { nodes: number; chunk_ms: number; compress_ms: number; retain_ms: number };

/** Plain arithmetic: every hour to come goes into its chunk, and chunks are compressed and dropped whole. */
const simulate = (until_ms: number, { nodes, chunk_ms, compress_ms, retain_ms }: Rates): number => {
  const chunks = STORE.chunks.map((chunk) => ({ ...chunk, days: 0, bytes_now: chunk.bytes }));
  for (let hour = NOW; hour < until_ms; hour += HOUR) {
    let open = chunks.find(({ from_ms, to_ms }) => hour >= from_ms && hour < to_ms);
    if (!open) {
      const from_ms = Math.max(Math.floor(hour / chunk_ms) * chunk_ms, ...chunks.map(({ to_ms }) => to_ms));
      const to_ms = (Math.floor(hour / chunk_ms) + 1) * chunk_ms;
      open = { from_ms, to_ms, bytes: 0, bytes_now: 0, days: 0, compressed: false };
      chunks.push(open);
    }
    open.days += HOUR / DAY;
  }
  return chunks
    .filter(({ to_ms }) => to_ms > until_ms - retain_ms)
    .reduce((sum, { to_ms, compressed, bytes_now, days }) => {
      const warm = compressed || to_ms <= until_ms - compress_ms;
      const there = warm && !compressed ? (bytes_now * ROW.warm) / ROW.hot : bytes_now;
      return sum + there + days * nodes * PER_DAY * (warm ? ROW.warm : ROW.hot);
    }, 0);
};

const IN_FORCE = { nodes: 10, chunk_ms: 7 * DAY, compress_ms: 3 * DAY, retain_ms: 90 * DAY };
const total = ({ hot, warm }: { hot: { mid: number }; warm: { mid: number } }) => hot.mid + warm.mid;

describe("a store to come, against plain arithmetic", () => {
  it.each([0, 1, 3, 4, 4.5, 7, 8, 30, 89, 90, 91, 100, 365])("as things are, in %s days", (days) => {
    const size = storeSizer(STORE, BASIS, SCENARIO)(NOW + days * DAY);
    expect(total(size)).toBeCloseTo(simulate(NOW + days * DAY, IN_FORCE), 3);
  });

  it.each([
    ["a hundred times the nodes", { nodes: 1000 }, { nodes: 1000 }],
    ["daily chunks", { chunk_seconds: 86_400 }, { chunk_ms: DAY }],
    ["chunks of 30 days", { chunk_seconds: 30 * 86_400 }, { chunk_ms: 30 * DAY }],
    ["compressed after 14 days", { compress_after_seconds: 14 * 86_400 }, { compress_ms: 14 * DAY }],
    ["kept for 30 days", { retain_seconds: 30 * 86_400 }, { retain_ms: 30 * DAY }],
    ["kept for good", { retain_seconds: null }, { retain_ms: 1e15 }],
    ["never compressed any more", { compress_after_seconds: null }, { compress_ms: 1e15 }],
  ])("%s", (_name, change, rates) => {
    for (const days of [1, 5, 20, 60, 120, 200]) {
      const size = storeSizer(STORE, BASIS, { ...SCENARIO, ...change })(NOW + days * DAY);
      expect(total(size), `in ${days} days`).toBeCloseTo(simulate(NOW + days * DAY, { ...IN_FORCE, ...rates }), 3);
    }
  });

  it("keeps rows hot for 3 to 10 days, never less and never more", () => {
    const hot = Array.from(
      { length: 400 },
      (_, i) => storeSizer(STORE, BASIS, SCENARIO)(NOW + (30 + i / 4) * DAY).hot.mid,
    );
    const days = hot.map((bytes) => bytes / (10 * PER_DAY * ROW.hot));
    expect(Math.min(...days)).toBeCloseTo(3, 6);
    expect(Math.max(...days)).toBeLessThanOrEqual(10);
    expect(Math.max(...days)).toBeGreaterThan(9.7);
  });
});

describe("the database to come", () => {
  it("is its stores, what the chunks belong to, and all else with its own growth", () => {
    const at = NOW + 10 * DAY;
    const { mid } = databaseSizer(BASIS, SCENARIO)(at);
    expect(mid).toBeCloseTo(simulate(at, IN_FORCE) + 100 + 500 + 10 * 10, 3);
  });

  it("has a band that opens from now", () => {
    const days = project(BASIS, SCENARIO);
    expect(days).toHaveLength(366);
    expect(days[0]!.low).toBe(days[0]!.high);
    expect(days.every(({ low, mid, high }) => low <= mid && mid <= high)).toBe(true);
    expect(days[60]!.low).toBeLessThan(days[60]!.high);
  });

  it("has at most 400 points however far, all at the same place of a chunk's life", () => {
    const days = project(BASIS, { ...SCENARIO, until_ms: NOW + 3650 * DAY });
    expect(days.length).toBeLessThanOrEqual(401);
    expect(((days[2]!.time_ms - days[1]!.time_ms) / DAY) % 7).toBe(0);
  });

  it("takes warm rows for hot ones where nothing compressed was measured", () => {
    const unmeasured = { ...STORE, warm_bytes_per_node_day: null };
    const at = NOW + 60 * DAY;
    expect(total(storeSizer(unmeasured, basisOf([unmeasured]), SCENARIO)(at))).toBeGreaterThan(
      5 * total(storeSizer(STORE, BASIS, SCENARIO)(at)),
    );
  });
});

describe("rows a day", () => {
  it("are as measured, and at another interval in proportion", () => {
    const basis = { ...BASIS, rows_per_node_day: exactly(1400) };
    expect(rowsPerNodeDay(basis, SCENARIO).mid).toBe(1400);
    expect(rowsPerNodeDay(basis, { ...SCENARIO, interval_seconds: 30 }).mid).toBe(2800);
  });

  it("are what the nodes promise before a whole day was counted", () => {
    expect(rowsPerNodeDay({ ...BASIS, rows_per_node_day: null }, { ...SCENARIO, interval_seconds: 300 }).mid).toBe(288);
  });
});

describe("when the disk is full", () => {
  const endless = { ...SCENARIO, retain_seconds: null };

  it("is the first day on which the database is as large as the disk", () => {
    const size = databaseSizer(BASIS, endless);
    const disk = size(NOW + 500 * DAY).mid;
    const { earliest_days, expected_days, latest_days } = fullIn(BASIS, endless, disk);
    expect(size(NOW + expected_days! * DAY).mid).toBeGreaterThanOrEqual(disk);
    for (let day = 0; day < expected_days!; day += 1) expect(size(NOW + day * DAY).mid).toBeLessThan(disk);
    expect(earliest_days!).toBeLessThan(expected_days!);
    expect(latest_days!).toBeGreaterThan(expected_days!);
  });

  it("is now when the database is larger already, and never when retention holds it", () => {
    expect(fullIn(BASIS, SCENARIO, 1).expected_days).toBe(0);
    // A disk is known, and nothing that would fill it: that is no promise of ten years.
    const nothing = { ...BASIS, stores: [] };
    const with_disk = { ...SCENARIO, disk_bytes: 1e12 };
    expect(diskFull(nothing, with_disk)).toBeNull();
    expect(fullText(null, with_disk, BASIS.as_of, "UTC").source).toBe("nothing to project from");
    expect(diskFull(BASIS, with_disk)).toEqual(fullIn(BASIS, SCENARIO, 1e12));
    const steady = basisOf([STORE]);
    steady.other_bytes_per_day = null;
    expect(fullIn(steady, SCENARIO, 1e12)).toEqual({ earliest_days: null, expected_days: null, latest_days: null });
  });
});

it("tells what whole chunks make of a policy", () => {
  expect(wholeChunks(SCENARIO)).toEqual({ hot_days: [3, 10], kept_days: [90, 97] });
  expect(wholeChunks({ chunk_seconds: 86_400, compress_after_seconds: null, retain_seconds: null })).toEqual({
    hot_days: null,
    kept_days: null,
  });
});
