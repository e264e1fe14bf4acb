import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { DirectoryLocked, lockDirectory } from "./lock.ts";
import { temporaryDirectory } from "./test-kit.ts";

describe("the lock of a data directory", () => {
  let dir: { path: string; remove(): void };
  const file = () => join(dir.path, "embedded.lock");
  beforeEach(() => (dir = temporaryDirectory()));
  afterEach(() => dir.remove());

  it("is held by one, and free again after release", async () => {
    const lock = await lockDirectory(dir.path);
    await expect(lockDirectory(dir.path)).rejects.toThrow(DirectoryLocked);
    lock.release();
    const next = await lockDirectory(dir.path);
    expect(readFileSync(file(), "utf8")).toContain(`"pid":${process.pid}`);
    next.release();
  });

  it("is taken over from a process that is gone", async () => {
    const child = spawn(process.execPath, ["-e", ""]);
    await once(child, "exit");
    const lock = await lockDirectory(dir.path);
    const holder = JSON.parse(readFileSync(file(), "utf8")) as Record<string, unknown>;
    lock.release();
    writeFileSync(file(), JSON.stringify({ ...holder, pid: child.pid, nonce: "dead" }));
    const next = await lockDirectory(dir.path);
    expect(readFileSync(file(), "utf8")).toContain(`"pid":${process.pid}`);
    next.release();
  });

  it("is not fooled by a pid that was given to another process", async () => {
    const lock = await lockDirectory(dir.path);
    const holder = JSON.parse(readFileSync(file(), "utf8")) as Record<string, unknown>;
    lock.release();
    writeFileSync(file(), JSON.stringify({ ...holder, started: "1", nonce: "earlier" }));
    const next = await lockDirectory(dir.path);
    expect(readFileSync(file(), "utf8")).toContain(`"pid":${process.pid}`);
    next.release();
  });

  it("goes to exactly one of many who find it stale together", async () => {
    const lock = await lockDirectory(dir.path);
    const holder = JSON.parse(readFileSync(file(), "utf8")) as Record<string, unknown>;
    lock.release();
    writeFileSync(file(), JSON.stringify({ ...holder, pid: 2 ** 22 + 1, nonce: "stale" }));
    const results = await Promise.allSettled(Array.from({ length: 8 }, () => lockDirectory(dir.path)));
    const winners = results.filter((result) => result.status === "fulfilled");
    expect(winners).toHaveLength(1);
    winners[0]?.value.release();
  }, 30_000);
});
