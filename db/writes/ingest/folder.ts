import { link, mkdir, readdir, rename, stat, unlink, utimes, writeFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { FiberError } from "#lib/errors.ts";
import type { IngestResult } from "#lib/model/ingest.ts";

/** What became of one file of a drop folder. `error`: it could not be read as a whole. */
export type FileOutcome = { file: string; result: IngestResult; error: string | null };

export type FolderOptions = {
  directory: string;
  /** Stores a file. Throws a FiberError `invalid_input` when the file is to blame, anything else when it is not. */
  ingest: (file: string) => Promise<IngestResult>;
  signal: AbortSignal;
  on_file: (outcome: FileOutcome) => void;
  /** Told before a wait, when the file was not to blame: it is put back. */
  on_failure: (error: unknown) => void;
  /** A file is taken when it did not change for so long. */
  settle_ms?: number;
  look_every_ms?: number;
  /** A claim that nobody renewed for so long belongs to a worker that is gone. */
  stale_ms?: number;
};

const WORKING = "working";
const DONE = "done";
const REJECTED = "rejected";
const RETRY_MS = 5_000;
const UNFINISHED = /^\.|\.(tmp|part|partial|filepart|crdownload)$|~$/i;

const isGone = (error: unknown): boolean => (error as { code?: string }).code === "ENOENT";

/** Moves a file without replacing another one: of equal names the later gets a number. */
const moveTo = async (from: string, directory: string, name: string): Promise<string> => {
  const { name: stem, ext } = path.parse(name);
  for (let number = 0; ; number += 1) {
    const to = path.join(directory, number === 0 ? name : `${stem}.${number}${ext}`);
    try {
      await link(from, to);
      await unlink(from);
      return to;
    } catch (error) {
      const { code } = error as { code?: string };
      if (code === "EEXIST") continue;
      if (code === "ENOENT") throw error;
      await rename(from, to);
      return to;
    }
  }
};

type Seen = Map<string, { size: number; changed: number; since: number }>;

/** Files that did not change since `settle_ms`, oldest first. */
const listSettled = async (directory: string, seen: Seen, settle_ms: number): Promise<string[]> => {
  const now = performance.now();
  const present = new Set<string>();
  const settled: { name: string; changed: number }[] = [];
  for (const entry of await readdir(directory, { withFileTypes: true })) {
    if (!entry.isFile() || UNFINISHED.test(entry.name)) continue;
    const facts = await stat(path.join(directory, entry.name)).catch(() => undefined);
    if (!facts) continue;
    present.add(entry.name);
    const before = seen.get(entry.name);
    const { size, mtimeMs: changed } = facts;
    if (before?.size !== size || before.changed !== changed) seen.set(entry.name, { size, changed, since: now });
    else if (now - before.since >= settle_ms) settled.push({ name: entry.name, changed });
  }
  for (const name of seen.keys()) if (!present.has(name)) seen.delete(name);
  return settled.toSorted((a, b) => a.changed - b.changed).map(({ name }) => name);
};

/** Puts back what a worker that is gone had claimed. */
const freeStale = async (directory: string, stale_ms: number): Promise<void> => {
  const working = path.join(directory, WORKING);
  for (const name of await readdir(working)) {
    const facts = await stat(path.join(working, name)).catch(() => undefined);
    if (!facts || Date.now() - facts.mtimeMs < stale_ms) continue;
    await moveTo(path.join(working, name), directory, name).catch(() => undefined);
  }
};

/** Only one of several workers gets true: moving a file happens once. */
const claim = async (directory: string, name: string): Promise<boolean> => {
  const claimed = path.join(directory, WORKING, name);
  try {
    // The claim counts from now on, whenever the file was written.
    await utimes(path.join(directory, name), new Date(), new Date());
    await link(path.join(directory, name), claimed);
    await unlink(path.join(directory, name));
    return true;
  } catch (error) {
    const { code } = error as { code?: string };
    if (code === "EEXIST" || isGone(error)) return false;
    if (code !== "EPERM" && code !== "ENOTSUP") throw error;
    // A file system without links.
    await rename(path.join(directory, name), claimed);
    return true;
  }
};

const renewing = (file: string, every_ms: number): (() => void) => {
  const timer = setInterval(() => void utimes(file, new Date(), new Date()).catch(() => undefined), every_ms);
  return () => clearInterval(timer);
};

const writeReasons = (directory: string, name: string, { result, error }: FileOutcome): Promise<void> => {
  const lines = result.errors.map((one) => JSON.stringify(one));
  const head = JSON.stringify({
    accepted: result.accepted,
    duplicates: result.duplicates,
    rejected: result.rejected,
    error,
  });
  return writeFile(path.join(directory, REJECTED, `${name}.reasons.ndjson`), `${[head, ...lines].join("\n")}\n`);
};

const NOTHING: IngestResult = {
  accepted: 0,
  duplicates: 0,
  rejected: 0,
  errors: [],
  nodes_created: 0,
  region_conflicts: [],
};

const workOn = async (options: FolderOptions, name: string): Promise<void> => {
  const { directory, ingest, on_file, stale_ms = 60_000 } = options;
  const file = path.join(directory, WORKING, name);
  const release = renewing(file, stale_ms / 4);
  const outcome: FileOutcome = { file: name, result: NOTHING, error: null };
  const { size } = await stat(file);
  try {
    outcome.result = await ingest(file);
  } catch (error) {
    if (!(error instanceof FiberError) || error.kind !== "invalid_input") {
      release();
      await moveTo(file, directory, name);
      throw error;
    }
    outcome.error = error.message.replaceAll(file, name);
  }
  release();
  // Whoever writes it was only slow: it is read again as a whole.
  if ((await stat(file)).size !== size) return void (await moveTo(file, directory, name));
  const { accepted, duplicates, rejected } = outcome.result;
  const none = outcome.error !== null || (rejected > 0 && accepted + duplicates === 0);
  const kept = await moveTo(file, path.join(directory, none ? REJECTED : DONE), name);
  if (none || rejected > 0) await writeReasons(directory, path.basename(kept), outcome);
  on_file(outcome);
};

/**
 * Stores every file that comes into a folder until `signal` says stop, then finishes the file at hand. Stored files go
 * to done/, those of which no line could be taken to rejected/; for each with refused lines rejected/ gets a file of
 * reasons. Several workers may share a folder. A file is moved to working/ while it is read; one whose worker died is
 * read again, which changes nothing that is stored.
 */
export const watchFolder = async (options: FolderOptions): Promise<void> => {
  const { directory, signal, settle_ms = 2_000, look_every_ms = 500, stale_ms = 60_000 } = options;
  for (const name of [WORKING, DONE, REJECTED]) await mkdir(path.join(directory, name), { recursive: true });
  const seen: Seen = new Map();
  const pause = (milliseconds: number) => wait(milliseconds, undefined, { signal }).catch(() => undefined);
  while (!signal.aborted) {
    await freeStale(directory, stale_ms);
    for (const name of await listSettled(directory, seen, settle_ms)) {
      if (signal.aborted) return;
      if (!(await claim(directory, name))) continue;
      try {
        await workOn(options, name);
      } catch (error) {
        options.on_failure(error);
        await pause(RETRY_MS);
      }
    }
    await pause(look_every_ms);
  }
};
