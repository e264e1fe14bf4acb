import { execFileSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import {
  linkSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  rmdirSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

/** Another process has this data directory. */
export class DirectoryLocked extends Error {
  override name = "DirectoryLocked";
  readonly pid: number;
  constructor(dir: string, pid: number) {
    super(`The data directory ${dir} is in use by process ${pid}. Two processes must not open one directory.`);
    this.pid = pid;
  }
}

type Holder = {
  pid: number;
  /** Tells this process from a later one with the same pid. */
  started: string;
  /** Where pids mean the same: machine, boot and pid namespace. */
  place: string;
  nonce: string;
};

export type DirectoryLock = { release(): void };

const BEAT_MS = 2_000;
/** A holder whose pid means nothing here (other container, other machine) is dead when its lock has not been touched for this long. */
const SILENT_MS = 10_000;

/**
 * Takes `dir`'s lock for this process, or throws DirectoryLocked. A lock of a dead process is taken over, also when
 * its pid has been given to another process since. Takes up to ten seconds when the holder cannot be looked up.
 */
export async function lockDirectory(dir: string): Promise<DirectoryLock> {
  const file = join(dir, "embedded.lock");
  const me: Holder = { pid: process.pid, started: startOf(process.pid) ?? "", place: place(), nonce: randomUUID() };
  for (;;) {
    if (create(file, me)) return hold(file, me);
    const holder = read(file);
    if (holder && (await isAlive(file, holder))) throw new DirectoryLocked(dir, holder.pid);
    await removeStale(file, holder);
  }
}

function hold(file: string, me: Holder): DirectoryLock {
  const beat = setInterval(() => {
    try {
      utimesSync(file, new Date(), new Date());
    } catch {
      // Removed by hand: the process goes on, the next one to come is told by the port.
    }
  }, BEAT_MS).unref();
  return {
    release: () => {
      clearInterval(beat);
      if (read(file)?.nonce === me.nonce) rmSync(file, { force: true });
    },
  };
}

/** Creates the lock with its content in one step, so that nobody ever reads half a lock. False when there is one. */
function create(file: string, me: Holder): boolean {
  const draft = `${file}.${me.nonce}`;
  writeFileSync(draft, JSON.stringify(me), { mode: 0o600 });
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    const code = errorCode(error);
    if (code === "EEXIST") return false;
    if (code !== "EPERM" && code !== "ENOTSUP" && code !== "EOPNOTSUPP" && code !== "ENOSYS") throw error;
    return createWithoutLinks(file, me);
  } finally {
    rmSync(draft, { force: true });
  }
}

function createWithoutLinks(file: string, me: Holder): boolean {
  try {
    writeFileSync(file, JSON.stringify(me), { flag: "wx", mode: 0o600 });
    return true;
  } catch (error) {
    if (errorCode(error) === "EEXIST") return false;
    throw error;
  }
}

function read(file: string): Holder | undefined {
  try {
    const value: unknown = JSON.parse(readFileSync(file, "utf8"));
    if (typeof value !== "object" || value === null) return undefined;
    const { pid, started, place: where, nonce } = value as Record<string, unknown>;
    return typeof pid === "number" &&
      typeof started === "string" &&
      typeof where === "string" &&
      typeof nonce === "string"
      ? { pid, started, place: where, nonce }
      : undefined;
  } catch {
    return undefined;
  }
}

/** Removes a dead holder's lock, one process at a time, and only if it is still the one that was found dead. */
async function removeStale(file: string, dead: Holder | undefined): Promise<void> {
  const guard = `${file}.takeover`;
  try {
    mkdirSync(guard);
  } catch (error) {
    if (errorCode(error) !== "EEXIST") throw error;
    if (ageMs(guard) > SILENT_MS) rmdirSync(guard);
    await delay(50);
    return;
  }
  try {
    const now = read(file);
    // An unreadable lock may be one that is being written where links do not exist; give it a moment.
    if (now?.nonce === dead?.nonce && (dead || ageMs(file) > BEAT_MS)) rmSync(file, { force: true });
  } finally {
    rmdirSync(guard);
  }
  if (!dead) await delay(50);
}

async function isAlive(file: string, holder: Holder): Promise<boolean> {
  if (holder.place === place()) return startOf(holder.pid) === holder.started;
  const before = ageMs(file);
  for (const end = Date.now() + SILENT_MS - before; Date.now() < end; await delay(200)) {
    if (ageMs(file) < before) return true;
  }
  return false;
}

/** When the process began, in a form that only it has; undefined when there is no such process. */
function startOf(pid: number): string | undefined {
  try {
    if (process.platform === "linux") {
      const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
      const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      return fields[0] === "Z" ? undefined : fields[19];
    }
    if (process.platform === "win32") {
      process.kill(pid, 0);
      return "running";
    }
    return execFileSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8" }).trim() || undefined;
  } catch (error) {
    return errorCode(error) === "EPERM" ? "running" : undefined;
  }
}

function place(): string {
  if (process.platform !== "linux") return hostname();
  const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
  return `${boot} ${readlinkSync("/proc/self/ns/pid")}`;
}

function ageMs(path: string): number {
  try {
    return Date.now() - statSync(path).mtimeMs;
  } catch {
    return 0;
  }
}

const errorCode = (error: unknown): string | undefined =>
  error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
