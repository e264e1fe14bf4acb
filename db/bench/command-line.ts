import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const fiber = fileURLToPath(new URL("../../bin/fiber.mjs", import.meta.url));

/** A folder that is gone afterwards. */
export const withFolder = async <T>(work: (folder: string) => Promise<T>): Promise<T> => {
  const folder = await mkdtemp(path.join(tmpdir(), "fiber-bench-"));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

type Summary = { files: { accepted: number }[]; seconds: number; peak_memory_bytes: number };

/**
 * `fiber ingest` of a file, in a process of its own, and what it says of itself: rows a second from the first byte
 * read to the last COMMIT, the start of the process aside, and the most memory it had.
 */
export const runCommandLine = async (
  file: string,
  text: string,
  environment: Record<string, string>,
): Promise<{ rate: number; peak_mb: number }> => {
  await writeFile(file, text);
  const { DATABASE_URL: _address, ...inherited } = process.env;
  const { stdout } = await promisify(execFile)(process.execPath, [fiber, "ingest", file, "--json"], {
    env: { ...inherited, ...environment },
  });
  const { files, seconds, peak_memory_bytes } = JSON.parse(stdout) as Summary;
  const accepted = files[0]?.accepted ?? 0;
  const lines = text.split("\n").length - 2;
  if (accepted !== lines) throw new Error(`${accepted} of ${lines} rows are in`);
  return { rate: accepted / seconds, peak_mb: peak_memory_bytes / 1e6 };
};
