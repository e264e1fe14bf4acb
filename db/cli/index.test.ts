import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";

const fiber = fileURLToPath(new URL("../../bin/fiber.mjs", import.meta.url));

/** Runs the command line as a person would, against a database that cannot answer. */
const run = (...args: string[]) =>
  new Promise<{ status: number; stdout: string; stderr: string }>((resolve) => {
    const env = { ...process.env, DATABASE_URL: "postgresql://ana:hunter22@127.0.0.1:1/fiber" };
    execFile(process.execPath, [fiber, ...args], { env }, (error, stdout, stderr) => {
      resolve({ status: typeof error?.code === "number" ? error.code : 0, stdout, stderr });
    });
  });

describe("exit status", () => {
  test("0 for help, on every level", async () => {
    for (const args of [["--help"], ["db", "migrate", "--help"]]) {
      const { status, stdout, stderr } = await run(...args);
      expect({ args, status, stderr }).toEqual({ args, status: 0, stderr: "" });
      expect(stdout).toContain("Usage: fiber");
    }
  });

  test("2 for wrong usage, told on standard error without a stack", async () => {
    for (const args of [[], ["db", "nope"], ["db", "status", "--nope"], ["capacity", "--chunk", "400d"]]) {
      const { status, stdout, stderr } = await run(...args);
      expect({ args, status, stdout }).toEqual({ args, status: 2, stdout: "" });
      expect(stderr).not.toBe("");
      expect(stderr).not.toMatch(/\n\s+at /);
    }
  });

  test("1 for a failure, as a sentence; --json stays JSON", async () => {
    const { status, stdout, stderr } = await run("db", "status", "--json");
    expect(status).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ reachable: false });
    expect(stderr).toContain("DATABASE_URL points to 127.0.0.1:1/fiber, where nothing answers");
    expect(stdout + stderr).not.toContain("hunter22");
    expect(stderr).not.toMatch(/\n\s+at /);
  });
}, 60_000);
