import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { FiberError } from "#lib/errors.ts";

/** A file or pipe that is read once, decompressed when it is gzip. */
export type Input = {
  /** As it was named. */
  name: string;
  /** Bytes of the file; undefined: a pipe. */
  bytes: number | undefined;
  chunks: AsyncIterable<Uint8Array>;
  /** Bytes taken so far, before decompression. */
  bytesRead: () => number;
};

const CHUNK_BYTES = 256 * 1024;
const REASONS: Record<string, string> = {
  ENOENT: "there is no such file",
  EACCES: "it may not be read",
  EISDIR: "it is a directory",
  Z_BUF_ERROR: "its gzip stream ends too early, the file is cut off",
  Z_DATA_ERROR: "its gzip stream is damaged",
};

const unreadable = (name: string, error: unknown): FiberError => {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const reason = REASONS[code] ?? (error instanceof Error ? error.message : String(error));
  return new FiberError("invalid_input", `${name} cannot be read: ${reason}.`, { cause: error });
};

/** The bytes of a stream, decompressed when they begin as gzip does. */
const content = async function* (parts: AsyncGenerator<Buffer>, name: string): AsyncGenerator<Uint8Array> {
  const first = await parts.next();
  if (first.done) return;
  let head = first.value;
  while (head.length < 2) {
    const next = await parts.next();
    if (next.done) break;
    head = Buffer.concat([head, next.value]);
  }
  if ((head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff))
    throw new FiberError("invalid_input", `${name} cannot be read: it is UTF-16 text; save it as UTF-8.`);
  const all = async function* (): AsyncGenerator<Buffer> {
    yield head;
    yield* parts;
  };
  if (head[0] !== 0x1f || head[1] !== 0x8b) return yield* all();
  const compressed = Readable.from(all(), { objectMode: false });
  const unzip = createGunzip({ chunkSize: CHUNK_BYTES });
  compressed.on("error", (error) => unzip.destroy(error));
  compressed.pipe(unzip);
  yield* unzip as AsyncIterable<Uint8Array>;
};

/** Opens a file, or standard input (`-`). Throws `invalid_input` when it cannot be read, also while it is. */
export const openInput = async (name: string): Promise<Input> => {
  const shown = name === "-" ? "standard input" : name;
  let read = 0;
  try {
    const facts = name === "-" ? undefined : await stat(name);
    if (facts?.isDirectory()) throw Object.assign(new Error("directory"), { code: "EISDIR" });
    const chunks = async function* (): AsyncGenerator<Uint8Array> {
      const source = name === "-" ? process.stdin : createReadStream(name, { highWaterMark: CHUNK_BYTES });
      const counted = async function* (): AsyncGenerator<Buffer> {
        for await (const part of source as AsyncIterable<Buffer>) {
          read += part.length;
          yield part;
        }
      };
      try {
        yield* content(counted(), shown);
      } catch (error) {
        throw error instanceof FiberError ? error : unreadable(shown, error);
      } finally {
        source.destroy();
      }
    };
    return { name: shown, bytes: facts?.isFile() ? facts.size : undefined, chunks: chunks(), bytesRead: () => read };
  } catch (error) {
    throw unreadable(shown, error);
  }
};
