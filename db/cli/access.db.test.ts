import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "#db/testing/index.ts";

const fiber = fileURLToPath(new URL("../../bin/fiber.mjs", import.meta.url));
let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const run = (args: string[], input = "") =>
  new Promise<{ status: number; stdout: string; stderr: string }>((resolve) => {
    const env = { ...process.env, DATABASE_URL: database.url };
    const child = execFile(process.execPath, [fiber, ...args], { env }, (error, stdout, stderr) => {
      resolve({ status: typeof error?.code === "number" ? error.code : 0, stdout, stderr });
    });
    child.stdin?.end(input);
  });

test("people: create, list, set-role, disable; the last administrator stays", async () => {
  const made = await run(["user", "create", "ana@fiber.test", "--role", "admin", "--json"]);
  expect(made).toMatchObject({ status: 0, stderr: "" });
  expect(JSON.parse(made.stdout)).toMatchObject({
    email: "ana@fiber.test",
    role: "admin",
    password: expect.any(String),
  });
  const given = await run(
    ["user", "create", "--email", "bo@fiber.test", "--password-stdin", "--json"],
    "violet tractor 91\n",
  );
  expect(JSON.parse(given.stdout)).not.toHaveProperty("password");
  expect(await run(["user", "set-role", "bo@fiber.test", "operator"])).toMatchObject({ status: 0 });
  expect(await run(["user", "set-role", "ana@fiber.test", "viewer"])).toMatchObject({
    status: 1,
    stderr: expect.stringContaining("last administrator"),
  });
  expect(await run(["user", "disable", "bo@fiber.test"])).toMatchObject({ status: 0 });
  const { stdout } = await run(["user", "list", "--json"]);
  expect(JSON.parse(stdout)).toMatchObject([
    { email: "ana@fiber.test", role: "admin", status: "active", methods: ["password"] },
    { email: "bo@fiber.test", role: "operator", status: "disabled" },
  ]);
});

test("tokens: create prints the token, list does not, revoke ends it", async () => {
  const made = await run(["token", "create", "--name", "probe", "--scope", "ingest,read", "--days", "30", "--json"]);
  const { token, scopes } = JSON.parse(made.stdout) as { token: string; scopes: string[] };
  expect(token).toMatch(/^fbr_/);
  expect(scopes).toEqual(["ingest", "read"]);
  const list = await run(["token", "list"]);
  expect(list.stdout).toContain("probe");
  expect(list.stdout).not.toContain(token);
  expect(await run(["token", "revoke", "probe"])).toMatchObject({ status: 0 });
  expect(JSON.parse((await run(["token", "list", "--json"])).stdout)).toMatchObject([{ status: "revoked" }]);
});

test.each([
  [["user", "create"], 2],
  [["user", "create", "x@y.z", "--role", "king"], 2],
  [["user", "set-role", "ana@fiber.test", "king"], 2],
  [["token", "create", "--name", "x"], 2],
  [["token", "create", "--name", "x", "--scope", "everything"], 2],
  [["user", "create", "not an address"], 1],
  [["user", "create", "c@fiber.test", "--password", "password1"], 1],
  [["user", "disable", "nobody@fiber.test"], 1],
  [["token", "revoke", "nothing"], 1],
])("%j ends with %i and a sentence", async (args, status) => {
  const result = await run(args);
  expect(result).toMatchObject({ status, stdout: "" });
  expect(result.stderr).not.toMatch(/\n\s+at /);
  expect(result.stderr).not.toBe("");
});
