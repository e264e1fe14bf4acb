import { fileURLToPath } from "node:url";
import path from "node:path";
import type { Command } from "commander";
import type { Kysely } from "kysely";
import { type Access, createDatabase } from "#db/client.ts";
import type { Database } from "#db/schema/index.ts";
import { type Environment, readEnvironment, type Variables } from "#lib/env.ts";
import { FiberError } from "#lib/errors.ts";
import { explainDatabaseError } from "./preflight.ts";

/** The project's folder; a relative FIBER_DATA_DIR counts from here, whatever folder a command is called from. */
export const project_dir = fileURLToPath(new URL("../..", import.meta.url));

/** A command adds itself to its group, or to the program. */
export type AddCommand = (parent: Command) => void;

/** What a command works on. */
export type CommandDatabase = {
  url: string;
  /** True for the embedded database of FIBER_DATA_DIR. */
  embedded: boolean;
  /** Absolute. */
  data_dir: string;
  environment: Environment;
  /** A pool that signs in with the given access. Closed by withDatabase(). */
  connect: (access: Access, max?: number) => Kysely<Database>;
};

const openEmbedded = async (data_dir: string): Promise<{ url: string; stop: () => Promise<void> }> => {
  const { findEmbedded, startEmbedded } = await import("#db/embedded/index.ts");
  const running = await findEmbedded(data_dir);
  if (running) return { url: running.url, stop: async () => undefined };
  const started = await startEmbedded({ data_dir, jobs: false }).catch((error: Error) => {
    throw new FiberError("database_unreachable", error.message, { cause: error });
  });
  return { url: started.url, stop: () => started.stop() };
};

/**
 * Runs `work` on the database that the environment names: DATABASE_URL, or else the embedded one of FIBER_DATA_DIR,
 * which is started for the duration (its jobs stand still) unless it runs already. Connections are closed at the end.
 * Errors of the connection come out as a FiberError whose message is a sentence.
 */
export const withDatabase = async <T>(env: Variables, work: (database: CommandDatabase) => Promise<T>): Promise<T> => {
  const environment = readEnvironment(env, "command");
  const data_dir = path.resolve(project_dir, environment.data_dir);
  const embedded = environment.database_url === undefined;
  const server =
    environment.database_url === undefined
      ? await openEmbedded(data_dir)
      : { url: environment.database_url, stop: async () => undefined };
  const open: Kysely<Database>[] = [];
  const connect = (access: Access, max = 4): Kysely<Database> => {
    const db = createDatabase({ url: server.url, access, max, application_name: "fiber command" });
    open.push(db);
    return db;
  };
  try {
    return await work({ url: server.url, embedded, data_dir, environment, connect });
  } catch (error) {
    throw error instanceof FiberError ? error : explainDatabaseError(error, embedded ? undefined : server.url);
  } finally {
    await Promise.allSettled(open.map((db) => db.destroy()));
    await server.stop();
  }
};

/** A result for machines: one JSON document on standard output. */
export const printJson = (value: unknown): void => {
  process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
};

/** A line for people on standard output. */
export const print = (line = ""): void => {
  process.stdout.write(`${line}\n`);
};

/** Rows under a header, columns padded; numbers to the right. */
export const printTable = (header: string[], rows: (string | number)[][]): void => {
  const cells = [header, ...rows.map((row) => row.map(String))];
  const widths = header.map((_, column) => Math.max(...cells.map((row) => (row[column] ?? "").length)));
  const right = header.map((_, column) => rows.length > 0 && rows.every((row) => typeof row[column] === "number"));
  for (const row of cells) {
    const line = row.map((cell, column) =>
      right[column] ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0),
    );
    print(line.join("  ").trimEnd());
  }
};
