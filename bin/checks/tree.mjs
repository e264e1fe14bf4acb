// The files that the checks look at: everything that is the project's own.
import { readFile, readdir } from "node:fs/promises";
import path from "node:path";

const SKIPPED = new Set(["node_modules", ".next", ".fiber", ".git", "test-results", "playwright-report", "coverage"]);

/** Paths below `root`, with forward slashes, of files that `wanted` accepts. */
export const listFiles = async (root, wanted, folder = "") => {
  const found = [];
  for (const entry of await readdir(path.join(root, folder), { withFileTypes: true })) {
    const name = folder === "" ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) {
      if (!SKIPPED.has(entry.name)) found.push(...(await listFiles(root, wanted, name)));
    } else if (wanted(name)) {
      found.push(name);
    }
  }
  return found.sort();
};

export const read = (root, file) => readFile(path.join(root, file), "utf8");
