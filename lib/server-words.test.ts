import { describe, expect, test } from "vitest";
import type { ServerHealth } from "./model/server.ts";
import { serverLines } from "./server-words.ts";

const HEALTH: ServerHealth = {
  embedded: false,
  postgres_version: "17.5",
  timescaledb_version: "2.28.3",
  timescaledb_available: "2.28.3",
  in_recovery: false,
  started_at: "2026-11-01T00:00:00Z",
  sees_activity: true,
  archiving: {
    mode: "on",
    archived_count: 10,
    failed_count: 0,
    last_archived_wal: "000000010000000000000005",
    last_archived_at: "2026-11-22T11:59:00Z",
    last_failed_wal: null,
    last_failed_at: null,
    behind_bytes: 1024,
    stats_reset_at: null,
  },
  replicas: [],
  slots: [],
  connections: { used: 10, allowed: 100, reserved: 3, idle_in_transaction: 0 },
  cache: { hits: 990_000, reads: 10_000, since: null },
  longest_transaction: null,
  wraparound: {
    age: 1000,
    freeze_max_age: 200_000_000,
    oldest_database: "fiber",
    oldest_relation: "metrics",
    oldest_relation_age: 900,
  },
  vacuum: { running: 0, dead_rows: 0, live_rows: 100, worst_relation: null, worst_dead_rows: 0 },
  workers: { timescaledb: 16, processes: 27, parallel: 8, database_count: 1, job_count: 9 },
  database_bytes: 1,
  chunk_count: 1,
  settings: [],
  as_of: "2026-11-22T12:00:00Z",
};

const levels = (change: Partial<ServerHealth>) =>
  Object.fromEntries(serverLines({ ...HEALTH, ...change }, "UTC").map(({ name, level }) => [name, level]));
const text = (name: string, change: Partial<ServerHealth>) =>
  serverLines({ ...HEALTH, ...change }, "UTC").find((line) => line.name === name)?.text;

describe("the server in words", () => {
  test("a healthy one needs nothing", () => {
    expect(new Set(Object.values(levels({})))).toEqual(new Set(["good", "absent"]));
  });

  test("what this role may not see, what is not there and what is nothing are told apart", () => {
    expect(levels({ sees_activity: false })["Longest transaction"]).toBe("unseen");
    expect(text("Longest transaction", {})).toBe("none is open");
    expect(levels({ embedded: true })).toMatchObject({ Connections: "absent", "Longest transaction": "absent" });
  });

  test("what a replica, the Apache edition or a database without the extension has none of is no figure", () => {
    expect(levels({ in_recovery: true }).Vacuum).toBe("absent");
    const license = { name: "timescaledb.license", setting: "apache", unit: null, shown: "apache" };
    const settings = [{ ...license, is_default: false, pending_restart: false }];
    expect(text("Background workers", { settings })).toBe("not available: the Apache edition runs no job");
    expect(text("Background workers", {})).toContain("one each, 9 scheduled jobs share the rest");
    const without = text("Background workers", { workers: { ...HEALTH.workers, job_count: null } });
    expect(without).toContain("1 database takes one each · 27 processes");
  });

  test("a failing archive is bad until a file gets through", () => {
    const archiving = { ...HEALTH.archiving, failed_count: 3, last_failed_at: "2026-11-22T11:59:30Z" };
    expect(levels({ archiving })["WAL archiving"]).toBe("bad");
    expect(levels({ archiving: { ...archiving, last_failed_at: "2026-11-22T11:00:00Z" } })["WAL archiving"]).toBe(
      "good",
    );
  });

  test("a slot that nobody reads, few connections, old transactions and an update stand out", () => {
    const slots = [{ slot_name: "old", active: false, wal_status: "extended", retained_bytes: 1024 ** 3 }];
    expect(levels({ slots }).Replicas).toBe("late");
    expect(text("Replicas", { slots })).toMatch(/1 inactive slot keeps 1\.00\sGiB/);
    expect(
      levels({ connections: { used: 96, allowed: 100, reserved: 3, idle_in_transaction: null } }).Connections,
    ).toBe("bad");
    const longest_transaction = {
      seconds: 8 * 3600,
      state: "idle in transaction",
      application_name: "",
      role: "a",
      pid: 1,
    };
    expect(levels({ longest_transaction })["Longest transaction"]).toBe("bad");
    expect(levels({ timescaledb_available: "2.29.0" }).Extension).toBe("late");
  });
});
