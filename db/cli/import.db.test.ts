import { spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "#db/testing/index.ts";

const fiber = fileURLToPath(new URL("../../bin/fiber.mjs", import.meta.url));
let database: TestDatabase;
let directory: string;

beforeAll(async () => {
  database = await createTestDatabase({ policies: true });
  directory = await mkdtemp(path.join(tmpdir(), "fiber-test-"));
});
afterAll(async () => {
  await database.drop();
  await rm(directory, { recursive: true, force: true });
});

const run = (args: string[], { input = "", url = database.url } = {}) =>
  new Promise<{ status: number | null; stdout: string; stderr: string }>((resolve) => {
    const env = { ...process.env, DATABASE_URL: url };
    const child = spawn(process.execPath, [fiber, "import", ...args], { env, cwd: directory });
    let stdout = "";
    let stderr = "";
    child.stdout.on("data", (chunk) => (stdout += String(chunk)));
    child.stderr.on("data", (chunk) => (stderr += String(chunk)));
    child.on("close", (status) => resolve({ status, stdout, stderr }));
    child.stdin.end(input);
  });

const DAY = 86_400_000;
const line = (days_ago: number, minute: number, rest: string): string =>
  `${new Date(Math.floor(Date.now() / DAY) * DAY - days_ago * DAY + minute * 60_000).toISOString()},${rest}`;
const HEADER = "time,node_name,region,latency_ms";

test("good lines are in, bad ones are named, and importing again changes nothing", async () => {
  const lines = [HEADER, line(5, 0, "a,eu,5"), line(5, 1, "a,eu,bad"), line(5, 2, "a,us,6"), line(5, 3, "b,eu,")];
  await writeFile(path.join(directory, "mixed.csv"), lines.join("\r\n"));
  const first = await run(["mixed.csv", "--title", "A trial", "--credit", "someone"]);
  expect(first).toMatchObject({ status: 0, stderr: "" });
  expect(first.stdout).toContain('dataset "A trial"');
  expect(first.stdout).toContain("4 rows read, 3 accepted, 0 duplicates, 1 without reply, 1 rejected");
  expect(first.stdout).toContain('line 3, latency_ms is "bad"; it must be a number above 0');
  expect(first.stdout).toContain('a is a node of region "eu"; 1 row said "us"');

  const { status, stdout } = await run(["mixed.csv", "--json"]);
  expect(status).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({
    rows_read: 4,
    accepted: 0,
    duplicates: 3,
    rejected: 1,
    nodes_created: 0,
    outcome: "done",
  });
});

test("standard input is read twice as well: moved to now", async () => {
  const input = [HEADER, line(500, 0, "piped,,5"), line(500, 4, "piped,,6")].join("\n");
  const { status, stdout } = await run(["-", "--shift-to-now", "--json"], { input });
  expect(status).toBe(0);
  const summary = JSON.parse(stdout) as { last_time: string; accepted: number };
  expect(summary.accepted).toBe(2);
  expect(Date.now() - Date.parse(summary.last_time)).toBeLessThan(60_000);
});

test("rows older than the retention are told on standard error first, and written when nobody can be asked", async () => {
  const input = [HEADER, line(400, 0, "old,,5"), line(400, 1, "old,,5")].join("\n");
  const { status, stdout, stderr } = await run(["-"], { input });
  expect(status).toBe(0);
  expect(stderr).toMatch(/2 rows from .* are older than the retention of 90 days/);
  expect(stderr).toContain("aggregates stay");
  expect(stdout).toContain("2 accepted");
});

test("nothing to import: status 1", async () => {
  expect(await run(["-"], { input: `${HEADER}\nyesterday,a,,5\n` })).toMatchObject({ status: 1 });
  const { status, stderr } = await run(["-"], { input: "a,b\n1,2\n" });
  expect({ status, stderr }).toEqual({ status: 1, stderr: expect.stringContaining('unknown column "a"') });
});

test("a database that is not laid out is told what to do", async () => {
  await sql`ALTER TABLE fiber.datasets RENAME TO datasets_away`.execute(database.db);
  const { status, stderr } = await run(["-"], { input: `${HEADER}\n${line(1, 0, "a,,5")}\n` });
  await sql`ALTER TABLE fiber.datasets_away RENAME TO datasets`.execute(database.db);
  expect(status).toBe(1);
  expect(stderr).toContain("fiber db migrate");
});
