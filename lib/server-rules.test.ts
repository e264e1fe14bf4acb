import { describe, expect, test } from "vitest";
import type { ServerHealth, ServerSetting } from "./model/server.ts";
import { judgeSettings, settingBytes } from "./server-rules.ts";

const setting = (name: string, value: string, unit: string | null = null): ServerSetting => ({
  name,
  setting: value,
  unit,
  shown: value,
  is_default: false,
  pending_restart: false,
});

const judge = (settings: ServerSetting[], change: Partial<ServerHealth> = {}) =>
  judgeSettings({
    database_bytes: 50 * 1024 ** 3,
    chunk_count: 1000,
    connections: { used: 5, allowed: 100, reserved: 3, idle_in_transaction: null },
    workers: { timescaledb: 16, processes: 27, parallel: 8, database_count: 1, job_count: 9 },
    ...change,
    settings,
  } as ServerHealth).map(({ name, severity }) => `${severity} ${name}`);

describe("settings that hurt", () => {
  test("what stops jobs or loses data is bad and comes first", () => {
    expect(judge([setting("jit", "on"), setting("autovacuum", "off"), setting("fsync", "off")])).toEqual([
      "bad autovacuum",
      "bad fsync",
      "hint jit",
    ]);
    expect(judge([setting("timescaledb.restoring", "on")])).toEqual(["bad timescaledb.restoring"]);
  });

  test("good settings say nothing", () => {
    const good = [setting("jit", "off"), setting("autovacuum", "on"), setting("shared_buffers", "1048576", "8kB")];
    expect(judge(good)).toEqual([]);
  });

  test("memory matters to a large database alone", () => {
    const small = [setting("shared_buffers", "16384", "8kB"), setting("work_mem", "4096", "kB")];
    expect(judge(small)).toEqual(["hint shared_buffers", "hint work_mem"]);
    expect(judge(small, { database_bytes: 100 * 1024 ** 2 })).toEqual([]);
    expect(judge(small, { database_bytes: null })).toEqual([]);
  });

  test("workers are held against databases and jobs", () => {
    const workers = { timescaledb: 2, processes: 8, parallel: 8, database_count: 3, job_count: 9 };
    expect(
      judge([setting("timescaledb.max_background_workers", "2"), setting("max_worker_processes", "8")], { workers }),
    ).toEqual(["bad timescaledb.max_background_workers", "hint max_worker_processes"]);
    expect(judge([setting("max_worker_processes", "27")])).toEqual([]);
  });

  test("locks are held against chunks", () => {
    expect(judge([setting("max_locks_per_transaction", "64")], { chunk_count: 10_000 })).toEqual([
      "bad max_locks_per_transaction",
    ]);
    expect(judge([setting("max_locks_per_transaction", "512")], { chunk_count: 10_000 })).toEqual([]);
  });

  test("a size is read in its unit", () => {
    expect(settingBytes(setting("shared_buffers", "16384", "8kB"))).toBe(128 * 1024 ** 2);
    expect(settingBytes(setting("jit", "on"))).toBeNull();
    expect(settingBytes(undefined)).toBeNull();
  });
});
