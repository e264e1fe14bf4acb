import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Kysely } from "kysely";
import { freePort } from "../../bin/parts/port.mjs";
import type { Database } from "../schema/index.ts";
import type { Statement } from "#lib/model/statement.ts";
import { insertPerson } from "../testing/people.ts";
import { TEST_PASSWORD } from "../testing/credentials.ts";

/** A console under measurement: GET as a viewer, how long it took in ms, and how many statements were executed for it. */
export type BenchConsole = {
  get: (path: string) => Promise<{ wall_ms: number; statement_count: number; bytes: number }>;
  /** What a route's figures rest on, executed anew. */
  statementsOf: (path: string) => Promise<Statement[]>;
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

const statementCountOf = (response: Response): number =>
  Number(/db;dur=[\d.]+;desc="(\d+)/.exec(response.headers.get("server-timing") ?? "")?.[1] ?? 0);

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
  // Unpacked: what gzip costs (decision 0019) is the network's price, and raw SQL does not pay it.
  const ask = async (path: string): Promise<Response> => {
    const response = await fetch(`${address}${path}`, {
      headers: { cookie, "accept-encoding": "identity" },
      redirect: "manual",
    });
    if (response.status !== 200) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
    return response;
  };
  return {
    get: async (path) => {
      const started = performance.now();
      const response = await ask(path);
      const bytes = (await response.arrayBuffer()).byteLength;
      return { wall_ms: performance.now() - started, bytes, statement_count: statementCountOf(response) };
    },
    statementsOf: async (path) => {
      const response = await ask(`${path}${path.includes("?") ? "&" : "?"}sql=1`);
      return ((await response.json()) as { statements: Statement[] }).statements;
    },
    stop: async () => {
      child.kill("SIGTERM");
      await ended;
      await forget();
    },
  };
};
