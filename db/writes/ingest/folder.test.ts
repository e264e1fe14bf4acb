import { mkdtemp, readdir, readFile, rename, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { FiberError } from "#lib/errors.ts";
import type { IngestResult } from "#lib/model/ingest.ts";
import { type FolderOptions, watchFolder } from "./folder.ts";

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), "fiber-folder-"));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const drop = async (name: string, text: string): Promise<void> => {
  await writeFile(path.join(directory, `.${name}`), text);
  await rename(path.join(directory, `.${name}`), path.join(directory, name));
};
const list = async (folder: string): Promise<string[]> => (await readdir(path.join(directory, folder))).toSorted();

const result = (accepted: number, rejected = 0): IngestResult => ({
  accepted,
  duplicates: 0,
  rejected,
  errors: rejected > 0 ? [{ line: 1, field: "time", message: "time is empty." }] : [],
  nodes_created: 0,
  region_conflicts: [],
});

/** Watches until `count` files are through. */
const watchUntil = async (count: number, ingest: FolderOptions["ingest"], more: Partial<FolderOptions> = {}) => {
  const controller = new AbortController();
  const files: string[] = [];
  await watchFolder({
    directory,
    signal: controller.signal,
    ingest,
    settle_ms: 30,
    look_every_ms: 10,
    on_file: ({ file }) => {
      files.push(file);
      if (files.length >= count) controller.abort();
    },
    on_failure: (error) => {
      throw error;
    },
    ...more,
  });
  return files;
};

test("good files go to done, those of which nothing is right to rejected, each with its reasons", async () => {
  await drop("good.csv", "good");
  await drop("half.csv", "half");
  await drop("bad.csv", "bad");
  await drop("broken.csv", "broken");
  await drop("upload.part", "not yet");
  await watchUntil(4, async (file) => {
    const text = await readFile(file, "utf8");
    if (text === "broken") throw new FiberError("invalid_input", `${file} cannot be read.`);
    return { good: result(1), half: result(1, 1), bad: result(0, 1) }[text] ?? result(0);
  });
  expect(await list("done")).toEqual(["good.csv", "half.csv"]);
  expect(await list("rejected")).toEqual([
    "bad.csv",
    "bad.csv.reasons.ndjson",
    "broken.csv",
    "broken.csv.reasons.ndjson",
    "half.csv.reasons.ndjson",
  ]);
  expect(await list("working")).toEqual([]);
  expect(await list(".")).toContain("upload.part");
  expect(await readFile(path.join(directory, "rejected/half.csv.reasons.ndjson"), "utf8")).toBe(
    '{"accepted":1,"duplicates":0,"rejected":1,"error":null}\n{"line":1,"field":"time","message":"time is empty."}\n',
  );
});

test("two workers on one folder take each file once", async () => {
  const names = Array.from({ length: 40 }, (_, at) => `f${String(at).padStart(2, "0")}`);
  for (const name of names) await drop(name, name);
  const controller = new AbortController();
  const taken: string[] = [];
  const work = () =>
    watchFolder({
      directory,
      signal: controller.signal,
      settle_ms: 20,
      look_every_ms: 5,
      ingest: async (file) => {
        taken.push(path.basename(file));
        return result(1);
      },
      on_file: () => taken.length >= names.length && controller.abort(),
      on_failure: (error) => {
        throw error;
      },
    });
  await Promise.all([work(), work()]);
  expect(taken.toSorted()).toEqual(names);
  expect(await list("done")).toEqual(names);
});

test("a file that grows while it is read is read again; one that failed is put back; one of a dead worker too", async () => {
  await drop("slow.csv", "1");
  let reads = 0;
  const seen: string[] = [];
  await watchUntil(1, async (file) => {
    reads += 1;
    seen.push(await readFile(file, "utf8"));
    if (reads === 1) await writeFile(file, "1\n2");
    return result(1);
  });
  expect(seen).toEqual(["1", "1\n2"]);

  await writeFile(path.join(directory, "working/left.csv"), "left");
  const long_ago = new Date(Date.now() - 120_000);
  await utimes(path.join(directory, "working/left.csv"), long_ago, long_ago);
  expect(await watchUntil(1, async () => result(1))).toEqual(["left.csv"]);

  await drop("later.csv", "x");
  const controller = new AbortController();
  await watchFolder({
    directory,
    signal: controller.signal,
    settle_ms: 10,
    look_every_ms: 5,
    ingest: () => Promise.reject(new Error("the database is away")),
    on_file: () => undefined,
    on_failure: () => controller.abort(),
  });
  expect(await list(".")).toContain("later.csv");
  expect(await list("working")).toEqual([]);
});

test("a second file of the same name is kept beside the first", async () => {
  await drop("a.csv", "1");
  await watchUntil(1, async () => result(1));
  await drop("a.csv", "2");
  await watchUntil(1, async () => result(1));
  expect(await list("done")).toEqual(["a.1.csv", "a.csv"]);
});
