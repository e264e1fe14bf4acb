import { type ChildProcess, spawn } from "node:child_process";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { readNote, readPassword } from "./files.ts";
import type { ParentMessage, ServerMessage } from "./ipc.ts";
import { answersTo } from "./probe.ts";

/** A running embedded TimescaleDB that this process started. It ends with this process, however that ends. */
export type EmbeddedServer = { url: string; port: number; pid: number; stop(): Promise<void> };

export type EmbeddedOptions = {
  /** Absent: in memory, gone with the process. */
  data_dir?: string;
  /** A file of snapshotEmbedded to start a database in memory from. */
  snapshot?: string;
  /** Run the jobs that are due (default true). */
  jobs?: boolean;
  /** 0 or absent: any free one. */
  port?: number;
  /** Lines the server writes: restarts, failed jobs. */
  on_log?: (line: string) => void;
};

const children = new WeakMap<EmbeddedServer, ChildProcess>();
const STOP_WITHIN_MS = 15_000;

/**
 * Starts the server and waits until it can be connected to (about 3 s the first time, 1 s later).
 * Throws an Error whose message is one sentence for people: directory in use, disk full, package absent …
 */
export async function startEmbedded(options: EmbeddedOptions = {}): Promise<EmbeddedServer> {
  const args = [join(import.meta.dirname, "main.ts"), "--port", String(options.port ?? 0)];
  if (options.data_dir !== undefined) args.push("--data-dir", resolve(options.data_dir));
  if (options.snapshot !== undefined) args.push("--snapshot", resolve(options.snapshot));
  if (options.jobs === false) args.push("--no-jobs");
  // A group of its own: what a terminal or `timeout` sends to the whole group reaches the parent, which ends its
  // parts in order; the database is the last of them.
  const child = spawn(process.execPath, args, { stdio: ["ignore", "ignore", "pipe", "ipc"], detached: true });
  const lastLines: string[] = [];
  if (child.stderr) {
    createInterface({ input: child.stderr }).on("line", (line) => {
      lastLines.push(line);
      if (lastLines.length > 20) lastLines.shift();
      options.on_log?.(line);
    });
  }
  const { port, password } = await readiness(child, lastLines);
  const server: EmbeddedServer = {
    url: urlOf(port, password),
    port,
    pid: child.pid ?? 0,
    stop: () => stopChild(child),
  };
  children.set(server, child);
  // A parent that is done need not wait for its database: the server ends when the channel closes.
  child.unref();
  child.channel?.unref();
  if (child.stderr && "unref" in child.stderr && typeof child.stderr.unref === "function") child.stderr.unref();
  return server;
}

/** The live server of a data directory, whoever started it; undefined when none answers with that directory's password. */
export async function findEmbedded(data_dir: string): Promise<{ url: string; port: number; pid: number } | undefined> {
  const note = readNote(data_dir);
  const password = readPassword(data_dir);
  if (!note || !password || !(await answersTo(note.port, password))) return undefined;
  return { url: urlOf(note.port, password), port: note.port, pid: note.pid };
}

/**
 * The address of a data directory's server on `port`, signed in as `user` (default: the superuser `postgres`).
 * Throws when the directory has never had a server.
 */
export function embeddedUrl(data_dir: string, port: number, user = "postgres"): string {
  const password = readPassword(data_dir);
  if (!password) throw new Error(`There is no embedded database in ${data_dir}: its password file is missing.`);
  return urlOf(port, password, user);
}

/** The same server's address for another role. */
export function embeddedUrlAs(server: { url: string }, user: string): string {
  const url = new URL(server.url);
  url.username = encodeURIComponent(user);
  return url.href;
}

/**
 * Writes the whole database of a server that this process started into `file`, whole or not at all; `startEmbedded`
 * with that snapshot has it in memory in about a second. Waits for open transactions to end.
 */
export async function snapshotEmbedded(server: EmbeddedServer, file: string): Promise<void> {
  const child = children.get(server);
  if (!child?.connected) throw new Error("Only a running server that this process started can be copied.");
  const target = resolve(file);
  const answer = await new Promise<Extract<ServerMessage, { type: "snapshot" }>>((done, failed) => {
    const onExit = () => failed(new Error("The embedded database ended while it was copied."));
    const onMessage = (message: ServerMessage) => {
      if (message.type !== "snapshot" || message.file !== target) return;
      child.off("message", onMessage);
      child.off("exit", onExit);
      done(message);
    };
    child.on("message", onMessage);
    child.once("exit", onExit);
    const request: ParentMessage = { type: "snapshot", file: target };
    child.channel?.ref();
    child.send(request);
  }).finally(() => child.channel?.unref());
  if (answer.failed !== undefined) throw new Error(`The embedded database could not be copied: ${answer.failed}`);
}

function readiness(child: ChildProcess, lastLines: string[]): Promise<{ port: number; password: string }> {
  return new Promise((ready, failed) => {
    let told: string | undefined;
    child.on("message", (message: ServerMessage) => {
      if (message.type === "ready") ready(message);
      if (message.type === "failed") told = message.message;
    });
    child.once("error", (error) => failed(error));
    child.once("close", (code, signal) => {
      failed(
        new Error(
          told ?? `The embedded database did not start (${signal ?? `exit ${code}`}). ${lastLines.join(" ")}`.trim(),
        ),
      );
    });
  });
}

/**
 * SIGTERM, and SIGKILL once it says that it closed its files, or after fifteen seconds: committed work survives both.
 * What a closed one still does is to give half a gigabyte back piece by piece, for seconds.
 */
async function stopChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise<void>((done) => child.once("exit", () => done()));
  child.on("message", (message: ServerMessage) => {
    if (message.type === "closed") child.kill("SIGKILL");
  });
  child.ref();
  child.kill("SIGTERM");
  const timer = setTimeout(() => child.kill("SIGKILL"), STOP_WITHIN_MS);
  await gone;
  clearTimeout(timer);
}

const urlOf = (port: number, password: string, user = "postgres"): string =>
  `postgresql://${encodeURIComponent(user)}:${encodeURIComponent(password)}@127.0.0.1:${port}/postgres`;
