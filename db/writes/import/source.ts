import { createHash } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { mkdtemp, open, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { FiberError } from "#lib/errors.ts";

/** A file that can be read twice. */
export type Source = {
  /** As it was named: shown, and the default title. */
  name: string;
  path: string;
  /** Size as stored, compressed or not. */
  bytes: number;
  gzip: boolean;
};

const GZIP = [0x1f, 0x8b];
const UTF16 = [
  [0xff, 0xfe],
  [0xfe, 0xff],
];

const startsWith = (head: Uint8Array, magic: readonly number[]): boolean =>
  magic.every((byte, at) => head[at] === byte);

const unreadable = (name: string, error: unknown): FiberError => {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const reasons: Record<string, string> = {
    ENOENT: "there is no such file",
    EACCES: "it may not be read",
    EISDIR: "it is a directory",
    Z_BUF_ERROR: "its gzip stream ends too early, the file is cut off",
    Z_DATA_ERROR: "its gzip stream is damaged",
    ENOSPC: "the disk is full",
  };
  const reason = reasons[code] ?? (error instanceof Error ? error.message : String(error));
  return new FiberError("invalid_input", `${name} cannot be read: ${reason}.`, { cause: error });
};

/** A regular file as it is; a pipe or standard input (`-`) copied to a temporary file first, so that it reads twice. */
const settle = async (name: string): Promise<{ file: string; remove: () => Promise<void> }> => {
  if (name !== "-" && !(await stat(name)).isFIFO()) return { file: name, remove: async () => undefined };
  const directory = await mkdtemp(path.join(tmpdir(), "fiber-import-"));
  const remove = () => rm(directory, { recursive: true, force: true });
  const file = path.join(directory, "input");
  try {
    await pipeline(name === "-" ? process.stdin : createReadStream(name), createWriteStream(file, { mode: 0o600 }));
  } catch (error) {
    await remove();
    throw error;
  }
  return { file, remove };
};

const readHead = async (file: string): Promise<Uint8Array> => {
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(2), 0, 2, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
};

/** Opens an input by name; `close` removes what was made for it. Throws `invalid_input` when it cannot be read. */
export const openSource = async (name: string): Promise<{ source: Source; close: () => Promise<void> }> => {
  try {
    const { file, remove } = await settle(name);
    const facts = await stat(file);
    if (facts.isDirectory()) throw Object.assign(new Error("directory"), { code: "EISDIR" });
    const head = await readHead(file);
    if (UTF16.some((mark) => startsWith(head, mark))) throw new Error("it is UTF-16 text; save it as UTF-8");
    const source = {
      name: name === "-" ? "standard input" : name,
      path: file,
      bytes: facts.size,
      gzip: startsWith(head, GZIP),
    };
    return { source, close: remove };
  } catch (error) {
    throw unreadable(name, error);
  }
};

export type Reading = {
  /** Content, decompressed. */
  chunks: AsyncIterable<Uint8Array>;
  /** Bytes of the file taken so far. */
  bytesRead: () => number;
  /** SHA-256 of the content given out so far, in hexadecimal; call it once, at the end. */
  digest: () => string;
};

/** Reads a source from its start, a portion at a time. Errors of the file come out as `invalid_input`. */
export const readSource = (source: Source): Reading => {
  const file = createReadStream(source.path, { highWaterMark: 256 * 1024 });
  const hash = createHash("sha256");
  const content: Readable = source.gzip ? file.pipe(createGunzip({ chunkSize: 256 * 1024 })) : file;
  if (source.gzip) file.on("error", (error) => content.destroy(error));
  const read = async function* (): AsyncGenerator<Uint8Array> {
    try {
      for await (const chunk of content as AsyncIterable<Buffer>) {
        hash.update(chunk);
        yield chunk;
      }
    } catch (error) {
      throw error instanceof FiberError ? error : unreadable(source.name, error);
    } finally {
      file.destroy();
      content.destroy();
    }
  };
  return { chunks: read(), bytesRead: () => file.bytesRead, digest: () => hash.digest("hex") };
};
