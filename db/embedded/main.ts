import { accessSync } from "node:fs";
import { rename, writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { Backend } from "./backend.ts";
import { ensurePassword, newPassword, prepareDirectory, removeNote, writeNote } from "./files.ts";
import { Front } from "./front.ts";
import { type DirectoryLock, lockDirectory } from "./lock.ts";
import type { ParentMessage, ServerMessage } from "./ipc.ts";
import { explain, explainOpening } from "./explain.ts";
import { JobScheduler } from "./scheduler.ts";
import { Turns } from "./turns.ts";

/** The embedded database as a process of its own. See docs/decisions/0002-embedded-database.md. */

type Options = {
  data_dir: string | undefined;
  port: number;
  jobs: boolean;
  snapshot: string | undefined;
  idle_limit_ms: number;
  max_connections: number;
};

let directoryLock: DirectoryLock | undefined;
let stopping: Promise<void> | undefined;
const say = (line: string): void => void process.stderr.write(`${line}\n`);
const tell = (message: ServerMessage): void => void (process.connected && process.send?.(message));

function readOptions(): Options {
  const { values } = parseArgs({
    options: {
      "data-dir": { type: "string" },
      port: { type: "string", default: "0" },
      "no-jobs": { type: "boolean", default: false },
      snapshot: { type: "string" },
      "idle-seconds": { type: "string", default: "60" },
      "max-connections": { type: "string", default: "100" },
    },
  });
  const number = (name: "port" | "idle-seconds" | "max-connections"): number => {
    const value = Number(values[name]);
    if (!Number.isFinite(value) || value < 0) throw new Error(`--${name} takes a number, not ${values[name]}.`);
    return value;
  };
  const dir = values["data-dir"];
  if (dir !== undefined && values.snapshot !== undefined)
    throw new Error("--snapshot starts a database in memory; it does not go with --data-dir.");
  return {
    data_dir: dir === undefined ? undefined : resolve(dir),
    port: number("port"),
    jobs: !values["no-jobs"],
    snapshot: values.snapshot === undefined ? undefined : resolve(values.snapshot),
    idle_limit_ms: number("idle-seconds") * 1000,
    max_connections: number("max-connections"),
  };
}

async function start(): Promise<void> {
  const options = readOptions();
  const { data_dir, snapshot } = options;
  if (data_dir !== undefined) {
    prepareDirectory(data_dir);
    directoryLock = await lockDirectory(data_dir);
  }
  if (snapshot !== undefined) accessSync(snapshot);
  const password = data_dir === undefined ? newPassword() : ensurePassword(data_dir);
  const backend = new Backend({ data_dir, snapshot });
  const turns = new Turns();
  backend.onLog = say;
  backend.onDead = fail;
  const front = new Front({
    backend,
    turns,
    password,
    idle_limit_ms: options.idle_limit_ms,
    max_connections: options.max_connections,
  });
  const scheduler = new JobScheduler({ backend, turns, on_log: say, jobs: options.jobs });

  const stop = (): Promise<void> =>
    (stopping ??= (async () => {
      scheduler.stop();
      await front.close();
      // What is in memory only is not worth a shutdown checkpoint.
      if (data_dir !== undefined) await backend.close();
      if (data_dir !== undefined) removeNote(data_dir);
      directoryLock?.release();
      const closed: ServerMessage = { type: "closed" };
      if (!process.connected || !process.send) process.exit(0);
      process.send(closed, () => process.exit(0));
    })());
  process.on("SIGTERM", () => void stop());
  process.on("SIGINT", () => void (process.connected || stop()));
  process.on("disconnect", () => void stop());
  // The parent may be gone already.
  if (process.send && !process.connected) return stop();
  process.on("message", (message: ParentMessage) => {
    if (message.type === "snapshot") void snapshotTo(message.file, backend, turns);
  });

  // First the port, so that a taken one is known at once; who connects early waits.
  const port = await front.listen(options.port);
  await backend.open().catch((error: unknown) => {
    throw new Error(explainOpening(error, data_dir ?? snapshot), { cause: error });
  });
  if (data_dir !== undefined) writeNote(data_dir, { pid: process.pid, port, started_at: new Date().toISOString() });
  scheduler.start();
  tell({ type: "ready", port, password });
  if (!process.connected) say(`embedded TimescaleDB listens on 127.0.0.1:${port}`);
}

async function snapshotTo(file: string, backend: Backend, turns: Turns): Promise<void> {
  const who = {};
  try {
    await turns.take(who);
    const tar = await backend.call("dump", {});
    const draft = `${file}.${process.pid}`;
    await writeFile(draft, tar);
    await rename(draft, file);
    tell({ type: "snapshot", file });
  } catch (error) {
    tell({ type: "snapshot", file, failed: explain(error) });
  } finally {
    turns.give(who);
  }
}

/** One sentence, to the parent and to the log, and a non-zero exit. */
function fail(message: string): void {
  say(message);
  directoryLock?.release();
  if (!process.connected || !process.send) process.exit(1);
  const failed: ServerMessage = { type: "failed", message };
  process.send(failed, () => process.exit(1));
}

start().catch((error: unknown) => fail(explain(error)));
