import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Kysely } from "kysely";
import { freePort } from "../../bin/parts/port.mjs";
import type { Database } from "../schema/index.ts";
import { insertPerson } from "../testing/people.ts";
import { TEST_PASSWORD } from "../testing/credentials.ts";

/** A console under measurement: GET as a viewer, and how long it and its statements took, in ms. */
export type BenchConsole = {
  get: (path: string) => Promise<{ wall_ms: number; sql_ms: number; statement_count: number; bytes: number }>;
  stop: () => Promise<void>;
};

const SCRIPT = fileURLToPath(new URL("../../bin/parts/bench-console.mjs", import.meta.url));
const EMAIL = "bench@fiber.test";

const signIn = async (address: string): Promise<string> => {
  const response = await fetch(`${address}/api/auth/sign-in/email`, {
    method: "POST",
    headers: { "content-type": "application/json", origin: address },
    body: JSON.stringify({ email: EMAIL, password: TEST_PASSWORD }),
  });
  if (!response.ok) throw new Error(`Signing in for the benchmark failed: ${response.status} ${await response.text()}`);
  return response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(";")[0])
    .join("; ");
};

const timingOf = (response: Response): { sql_ms: number; statement_count: number } => {
  const [, sql_ms, statement_count] =
    /db;dur=([\d.]+);desc="(\d+)/.exec(response.headers.get("server-timing") ?? "") ?? [];
  return { sql_ms: Number(sql_ms ?? 0), statement_count: Number(statement_count ?? 0) };
};

/** Builds and starts the console as `npm start` does, before the database of `url`, with a person to sign in as. */
export const startBenchConsole = async (db: Kysely<Database>, url: string): Promise<BenchConsole> => {
  const forget = () => db.deleteFrom("fiber.users").where("email", "=", EMAIL).execute();
  await forget();
  await insertPerson(db, EMAIL, "viewer");
  const child = fork(SCRIPT, {
    env: { ...process.env, DATABASE_URL: url, PORT: String(await freePort()), FIBER_CHANNEL: "idle" },
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const address = await new Promise<string>((resolve, reject) => {
    child.once("message", (message: { address: string }) => resolve(message.address));
    child.once("exit", (code) => reject(new Error(`The console of the benchmark ended with status ${code}.`)));
  });
  const cookie = await signIn(address);
  return {
    get: async (path) => {
      const started = performance.now();
      const response = await fetch(`${address}${path}`, { headers: { cookie }, redirect: "manual" });
      const { length } = await response.text();
      const wall_ms = performance.now() - started;
      if (response.status !== 200) throw new Error(`${path} answered ${response.status}.`);
      return { wall_ms, bytes: length, ...timingOf(response) };
    },
    stop: async () => {
      child.kill("SIGTERM");
      await ended;
      await forget();
    },
  };
};
