import { mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeDirectory } from "../../bin/parts/directory.mjs";

let base: string;
beforeAll(async () => {
  base = await mkdtemp(path.join(tmpdir(), "fiber directory "));
});
afterAll(() => rm(base, { recursive: true }));

test("it makes a directory and those above it, for its owner alone, and bears that it is there", async () => {
  const directory = path.join(base, "a", "ü b");
  await makeDirectory(directory);
  await makeDirectory(directory);
  expect((await stat(directory)).mode & 0o777).toBe(0o700);
});

test("a file in the way is an error", async () => {
  const file = path.join(base, "file");
  await writeFile(file, "");
  await expect(makeDirectory(file)).rejects.toMatchObject({ code: "ENOTDIR" });
  await expect(makeDirectory(path.join(file, "below"))).rejects.toMatchObject({ code: "ENOTDIR" });
});

test.runIf(process.platform === "linux")("a place that takes no directory is an error, and soon", async () => {
  await expect(makeDirectory("/proc/nope/below")).rejects.toMatchObject({ code: "ENOENT" });
});
