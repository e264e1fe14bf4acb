import { mkdir, stat } from "node:fs/promises";
import path from "node:path";

/**
 * Makes a directory and those above it. Node's own recursive mkdir never returns below one that takes none, as /proc.
 * Rejects with the system's error; its code is ENOTDIR where a file stands in the way.
 */
export const makeDirectory = async (directory) => {
  const there = await stat(directory).catch((error) => error);
  if (there.code === undefined && !there.isDirectory()) throw Object.assign(new Error(directory), { code: "ENOTDIR" });
  if (there.code === undefined) return;
  if (there.code !== "ENOENT") throw there;
  await makeDirectory(path.dirname(directory));
  await mkdir(directory, { mode: 0o700 }).catch((error) => {
    if (error.code !== "EEXIST") throw error;
  });
};
