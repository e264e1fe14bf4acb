import { type ChildProcess, spawn } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { createTestDatabase, type TestDatabase } from "#db/testing/index.ts";

const fiber = fileURLToPath(new URL("../../bin/fiber.mjs", import.meta.url));
let database: TestDatabase;
let directory: string;

beforeAll(async () => {
  database = await createTestDatabase({ policies: true });
  directory = await mkdtemp(path.join(tmpdir(), "fiber-test-"));
});
afterAll(async () => {
  await database?.drop();
  await rm(directory, { recursive: true, force: true });
});

const start = (args: string[], more: Record<string, string> = {}): ChildProcess =>
  spawn(process.execPath, [fiber, "ingest", ...args], {
    env: { ...process.env, DATABASE_URL: database.url, ...more },
    cwd: directory,
  });

type Ended = { status: number | null; stdout: string; stderr: string };

const ended = (child: ChildProcess): Promise<Ended> =>
  new Promise((resolve) => {
    let stdout = "";
    let stderr = "";
    child.stdout?.on("data", (chunk) => (stdout += String(chunk)));
    child.stderr?.on("data", (chunk) => (stderr += String(chunk)));
    child.on("close", (status) => resolve({ status, stdout, stderr }));
  });

const run = (args: string[], input: string | Buffer = "", more: Record<string, string> = {}): Promise<Ended> => {
  const child = start(args, more);
  child.stdin?.on("error", () => undefined);
  child.stdin?.end(input);
  return ended(child);
};

const MINUTE = 60_000;
const NOW = Math.floor(Date.now() / MINUTE) * MINUTE;
const ping = (node: string, minutes_ago: number): string =>
  `ping,url=${node},region=eu average_response_ms=${5 + (minutes_ago % 50)} ${NOW - minutes_ago * MINUTE}000000`;

const countRows = async (like: string): Promise<number> => {
  const { rows } = await sql<{ n: number }>`
    SELECT count(*)::int AS n FROM metrics JOIN nodes USING (node_id) WHERE node_name LIKE ${like}`.execute(
    database.db,
  );
  return rows[0]?.n ?? -1;
};

test("files and pipes, plain and gzip, any format: good lines are in, bad ones are named", async () => {
  await writeFile(path.join(directory, "a.lp"), `${ping("cli-a", 1)}\njunk\n${ping("cli-a", 2)}\n`);
  const first = await run(["a.lp"]);
  expect(first).toMatchObject({ status: 0 });
  expect(first.stdout).toContain("a.lp (influx): 2 accepted, 0 duplicates, 1 rejected");
  expect(first.stdout).toContain("line 2, There are no fields");
  const again = await run(["-", "--json"], gzipSync(`${ping("cli-a", 1)}\n${ping("cli-b", 1)}\n`));
  expect(JSON.parse(again.stdout)).toMatchObject({
    outcome: "done",
    files: [{ file: "standard input", format: "influx", accepted: 1, duplicates: 1, rejected: 0, nodes_created: 1 }],
  });
  const tagged = await run(
    ["-", "--node-tag", "host,url", "--region-tag", "site"],
    "p,host=h,url=u,site=x latency_ms=1",
  );
  expect(tagged.status).toBe(0);
  expect(await countRows("h/u")).toBe(1);
});

test("nodes that are not there, where they do not register themselves; wrong usage; nothing to take", async () => {
  const refused = await run(["-", "--json"], ping("cli-unknown", 1), { FIBER_REGISTER_NODES: "0" });
  expect(refused.status).toBe(1);
  expect(JSON.parse(refused.stdout).files[0]).toMatchObject({ accepted: 0, rejected: 1, nodes_created: 0 });
  expect(await run([])).toMatchObject({ status: 2 });
  expect(await run(["-", "--format", "xml"])).toMatchObject({ status: 2 });
  expect(await run(["no-such-file"])).toMatchObject({ status: 1, stderr: expect.stringContaining("no such file") });
});

test("killed amid a load and started again: every row is there once", async () => {
  const lines = Array.from({ length: 60_000 }, (_, at) => ping(`kill-${at % 50}`, Math.floor(at / 50)));
  const child = start(["-"]);
  const end = ended(child);
  child.stdin?.on("error", () => undefined);
  // Standard input stays open: the load is not over when the process dies.
  child.stdin?.write(`${lines.slice(0, 30_000).join("\n")}\n`);
  await vi.waitFor(async () => expect(await countRows("kill-%")).toBeGreaterThan(4_000), { timeout: 60_000 });
  child.kill("SIGKILL");
  expect((await end).status).toBeNull();
  const stored = await countRows("kill-%");
  expect(stored).toBeLessThan(60_000);

  const { stdout } = await run(["-", "--json"], lines.join("\n"));
  const [file] = JSON.parse(stdout).files;
  expect(file.accepted + file.duplicates).toBe(60_000);
  expect(file.accepted).toBeLessThanOrEqual(60_000 - stored);
  expect(await countRows("kill-%")).toBe(60_000);
  const { rows } = await sql<{ asked: number }>`SELECT count(*)::int AS asked FROM fiber.refresh_requests`.execute(
    database.db,
  );
  expect(rows[0]?.asked).toBe(0);
});

test("a drop folder that two workers share", async () => {
  const folder = path.join(directory, "drop");
  await mkdir(folder);
  const names = Array.from({ length: 6 }, (_, at) => `f${at}.lp`);
  for (const [at, name] of names.entries())
    await writeFile(path.join(folder, name), `${ping(`drop-${at}`, 1)}\n${at === 0 ? "junk\n" : ""}`);
  const workers = [start(["--watch", folder, "--json"]), start(["--watch", folder, "--json"])];
  const ends = workers.map(ended);
  await vi.waitFor(async () => expect(await readdir(path.join(folder, "done"))).toHaveLength(6), { timeout: 60_000 });
  for (const worker of workers) worker.kill("SIGTERM");
  const told = (await Promise.all(ends)).flatMap(({ stdout }) => stdout.trim().split("\n").filter(Boolean));
  expect(told.map((text) => JSON.parse(text).file).toSorted()).toEqual(names);
  expect(await countRows("drop-%")).toBe(6);
  expect(await readFile(path.join(folder, "rejected/f0.lp.reasons.ndjson"), "utf8")).toContain('"line":2');
});
