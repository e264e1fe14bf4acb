import { randomBytes } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** What a data directory holds beside the cluster. */

/** What a running server says of itself. */
export type ServerNote = { pid: number; port: number; started_at: string };

const noteFile = (dir: string): string => join(dir, "embedded.json");
const secretFile = (dir: string): string => join(dir, "embedded.secret");

export const newPassword = (): string => randomBytes(24).toString("base64url");

/** The data directory's password; made on the first call, readable by its owner alone. */
export function ensurePassword(dir: string): string {
  const known = readPassword(dir);
  if (known) return known;
  const password = newPassword();
  writeWhole(secretFile(dir), `${password}\n`);
  return password;
}

export function readPassword(dir: string): string | undefined {
  return readText(secretFile(dir))?.trim() || undefined;
}

export function writeNote(dir: string, note: ServerNote): void {
  writeWhole(noteFile(dir), `${JSON.stringify(note)}\n`);
}

export function readNote(dir: string): ServerNote | undefined {
  try {
    const note: unknown = JSON.parse(readText(noteFile(dir)) ?? "null");
    if (typeof note !== "object" || note === null) return undefined;
    const { pid, port, started_at } = note as Record<string, unknown>;
    return typeof pid === "number" && typeof port === "number" && typeof started_at === "string"
      ? { pid, port, started_at }
      : undefined;
  } catch {
    return undefined;
  }
}

export function removeNote(dir: string): void {
  if (readNote(dir)?.pid === process.pid) rmSync(noteFile(dir), { force: true });
}

/** Makes the directory and checks that it can be ours. Throws a sentence when it holds something else. */
export function prepareDirectory(dir: string): void {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  if (existsSync(join(dir, "PG_VERSION"))) {
    throw new Error(
      `The data directory ${dir} is a PostgreSQL cluster of another server. Name an empty directory, or set DATABASE_URL to use that server.`,
    );
  }
  const version = readText(join(dir, "pgdata", "PG_VERSION"))?.trim();
  if (version !== undefined && version !== "17") {
    throw new Error(
      `The data in ${dir} is of PostgreSQL ${version}; the embedded database is PostgreSQL 17 and cannot open it.`,
    );
  }
  if (existsSync(join(dir, "pgdata")) && version === undefined) {
    throw new Error(
      `The directory ${join(dir, "pgdata")} exists but is no database. Move it away, or name another data directory.`,
    );
  }
}

function writeWhole(file: string, text: string): void {
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, text, { mode: 0o600 });
  chmodSync(draft, 0o600);
  renameSync(draft, file);
}

function readText(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}
