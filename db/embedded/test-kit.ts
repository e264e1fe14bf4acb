import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
// The server is tested with the driver itself, not with what the project builds on it.
// oxlint-disable-next-line no-restricted-imports
import pg from "pg";
import { type EmbeddedServer, embeddedUrlAs } from "./index.ts";

/** For the tests of this folder alone: clients of the embedded server with node-postgres itself. */

export type Client = pg.Client;

const open = new Set<pg.Client>();

/** A connected client. `user` and `options` as in a connection string. */
export async function connect(
  server: { url: string },
  { user, ...config }: { user?: string } & pg.ClientConfig = {},
): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: user === undefined ? server.url : embeddedUrlAs(server, user),
    ...config,
  });
  client.on("error", () => {});
  await client.connect();
  open.add(client);
  return client;
}

/** Ends every client that a test opened. */
export async function disconnectAll(): Promise<void> {
  await Promise.all([...open].map((client) => client.end().catch(() => {})));
  open.clear();
}

/** The first column of the first row. */
export async function value(client: pg.Client, sql: string, values?: unknown[]): Promise<unknown> {
  const { rows } = await client.query({ text: sql, values: values ?? [], rowMode: "array" });
  return (rows[0] as unknown[] | undefined)?.[0];
}

/** The SQLSTATE a query fails with, "none" when it succeeds. */
export async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return "none";
  } catch (error) {
    return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : String(error);
  }
}

/** Repeats `check` until it gives something, for what another process does in its own time. */
export async function until<T>(check: () => Promise<T | undefined | false>, within_ms = 60_000): Promise<T> {
  const end = Date.now() + within_ms;
  for (;;) {
    const result = await check().catch(() => undefined);
    if (result !== undefined && result !== false) return result;
    if (Date.now() > end) throw new Error(`nothing within ${within_ms} ms`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** A directory that is gone when `remove` is called. */
export function temporaryDirectory(): { path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), "fiber-embedded-"));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** kill -9, and wait until the process is gone. */
export async function killHard(server: EmbeddedServer): Promise<void> {
  process.kill(server.pid, "SIGKILL");
  await until(async () => {
    try {
      process.kill(server.pid, 0);
      return false;
    } catch {
      return true;
    }
  });
}
