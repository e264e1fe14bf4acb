import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";

const fiber = fileURLToPath(new URL("../../bin/fiber.mjs", import.meta.url));
let directory: string;

beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), "fiber-test-"));
  await writeFile(path.join(directory, "good.csv"), "time,node_name,latency_ms\n2026-01-01T00:00:00Z,a,5\n");
});
afterAll(() => rm(directory, { recursive: true, force: true }));

const run = (...args: string[]) =>
  new Promise<{ status: number; stdout: string; stderr: string }>((resolve) => {
    const env = { ...process.env, DATABASE_URL: "postgresql://ana:hunter22@127.0.0.1:1/fiber" };
    execFile(process.execPath, [fiber, "import", ...args], { env, cwd: directory }, (error, stdout, stderr) => {
      resolve({ status: typeof error?.code === "number" ? error.code : 0, stdout, stderr });
    });
  });

test("wrong usage and files that cannot be opened: status 2, before any database is asked", async () => {
  const cases: [string[], RegExp][] = [
    [[], /missing required argument 'file'/],
    [["absent.csv"], /absent\.csv cannot be read: there is no such file/],
    [["good.csv", "absent.csv"], /absent\.csv cannot be read/],
    [["."], /it is a directory/],
    [["good.csv", "--format", "xml"], /Allowed choices are csv, ndjson/],
    [["good.csv", "--nope"], /unknown option/],
    [["-", "-"], /can be read once/],
  ];
  for (const [args, message] of cases) {
    const { status, stdout, stderr } = await run(...args);
    expect({ args, status, stdout }).toEqual({ args, status: 2, stdout: "" });
    expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(/\n\s+at /);
  }
}, 60_000);

test("a database that does not answer: status 1 and a sentence", async () => {
  const { status, stderr } = await run("good.csv");
  expect(status).toBe(1);
  expect(stderr).toContain("DATABASE_URL points to 127.0.0.1:1/fiber, where nothing answers");
  expect(stderr).not.toContain("hunter22");
}, 30_000);
