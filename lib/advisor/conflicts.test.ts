import { describe, expect, test } from "vitest";
import { ago, idsOf, makeAggregate, makeFacts, makeGaps, makeJob, makeTable, onlyOf } from "./testing.ts";

const nothing_due = {
  due_count: 0,
  oldest_chunk: null,
  oldest_due_at: null,
  due_chunks: [],
  next_due_at: null,
};

describe("policies that work against each other", () => {
  const refresh = (config: Record<string, string | null>, schedule_seconds = 3600) =>
    makeJob({ job_id: 1001, kind: "refresh", target: "hourly", config, schedule_seconds });
  const retention = (drop_after: string, target = "metrics") =>
    makeJob({ job_id: 1002, kind: "retention", target, config: { drop_after } });
  const facts = (...jobs: ReturnType<typeof makeJob>[]) =>
    makeFacts({
      jobs,
      aggregates: [makeAggregate({})],
      gaps: [makeGaps({ source_from: ago(20) })],
      achievements: jobs.filter(({ kind }) => kind !== "refresh").map(({ job_id }) => ({ ...nothing_due, job_id })),
    });
  const usual = { start_offset: "3 days", end_offset: "01:00:00" };

  test("none of the declared kind", () => expect(idsOf(facts(refresh(usual), retention("90 days")))).toEqual([]));
  test("retention inside the window, critical when no refresh comes first", () => {
    expect(idsOf(facts(refresh(usual), retention("2 days")))).toEqual(["warning retention_before_refresh:hourly"]);
    expect(idsOf(facts(refresh(usual), retention("01:30:00")))).toContain("critical retention_before_refresh:hourly");
  });
  test("compression of the aggregate inside its window", () =>
    expect(idsOf(facts(refresh(usual), makeJob({ target: "hourly", config: { compress_after: "1 day" } })))).toEqual([
      "warning compression_inside_refresh:hourly",
    ]));
  test("retention of the aggregate inside its window, or shorter than its source's", () => {
    expect(idsOf(facts(refresh(usual), retention("2 days", "hourly")))).toContain(
      "warning aggregate_retention_short:hourly",
    );
    expect(
      idsOf(facts(refresh(usual), retention("30 days", "hourly"), { ...retention("90 days"), job_id: 1003 })),
    ).toEqual(["notice aggregate_retention_short:hourly"]);
  });
  test("a schedule slower than the window, and a window without an end", () => {
    expect(idsOf(facts(refresh({ ...usual, start_offset: "05:00:00" }, 6 * 3600)))).toEqual([
      "warning schedule_slower_than_window:hourly",
    ]);
    expect(idsOf(facts(refresh({ ...usual, end_offset: null })))).toEqual(["warning refresh_of_open_bucket:hourly"]);
  });
  test("an end offset below a bucket is none: only whole buckets are refreshed", () =>
    expect(idsOf(facts(refresh({ ...usual, end_offset: "00:10:00" })))).toEqual([]));
});

describe("tables and server", () => {
  test("late rows by their share", () => {
    const of = (partial_count: number) =>
      idsOf(makeFacts({ tables: [makeTable({ compressed_count: 40, partial_count })] })).filter(
        (id) => id !== "notice no_policies:policies",
      );
    expect(of(2)).toEqual([]);
    expect(of(3)).toEqual(["notice late_rows:metrics"]);
    expect(of(11)).toEqual(["warning late_rows:metrics"]);
  });
  test("large without policies, and an interval that does not fit into memory", () => {
    const { server } = makeFacts({});
    const setting = {
      name: "shared_buffers",
      setting: "65536",
      unit: "8kB",
      shown: "512MB",
      is_default: false,
      pending_restart: false,
    };
    const table = makeTable({ uncompressed_bytes: 2 ** 31, largest_chunk_bytes: 2 ** 30, largest_chunk_share: 0.5 });
    expect(idsOf(makeFacts({ tables: [table], server: { ...server, settings: [setting] } }))).toEqual([
      "notice chunks_too_large:metrics",
      "notice no_compression_policy:metrics",
      "notice no_policies:policies",
      "notice no_retention_policy:metrics",
    ]);
  });
  test("slots, archiver, wraparound, update", () => {
    const { server } = makeFacts({});
    const slot = { slot_name: "gone", active: false, wal_status: "extended", retained_bytes: 2 ** 31 };
    const archiving = {
      ...server.archiving,
      mode: "on",
      failed_count: 3,
      last_failed_at: ago(1),
      last_failed_wal: "0001",
    };
    const wraparound = { ...server.wraparound, age: 1_200_000_000 };
    expect(
      idsOf(
        makeFacts({ server: { ...server, slots: [slot], archiving, wraparound, timescaledb_available: "2.29.0" } }),
      ),
    ).toEqual([
      "critical archiver_failing:WAL archiver",
      "critical wraparound:fiber",
      "warning slot_holds_wal:gone",
      "notice extension_update:timescaledb",
    ]);
  });
  test("a hole is written out in whole buckets", () => {
    const jobs = [
      makeJob({ kind: "refresh", target: "hourly", config: { start_offset: "3 days", end_offset: "01:00:00" } }),
    ];
    const holes = [{ kind: "noted" as const, from: "2026-03-01T10:20:00Z", to: "2026-03-01T10:20:01Z" }];
    const { finding } = onlyOf(
      makeFacts({ jobs, aggregates: [makeAggregate({})], gaps: [makeGaps({ holes, hole_count: 1 })] }),
    );
    expect(finding.sql).toBe(
      "CALL refresh_continuous_aggregate('public.hourly', '2026-03-01T10:00:00.000Z', '2026-03-01T11:00:00.000Z');",
    );
  });
});
