import { Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { FiberError, invalidInput } from "#lib/errors.ts";

/** Of one body, decompressed. */
export const BODY_MAX_BYTES = 256 * 1024 * 1024;
/** A body that stands still for so long is given up. */
const IDLE_MS = 30_000;

const gone = (): FiberError => invalidInput("body", "The body ended before it was whole.");
const stalled = (): FiberError => invalidInput("body", `The body stood still for ${IDLE_MS / 1000} s.`);
const tooLarge = (): FiberError =>
  new FiberError("too_large", `The body may have at most ${BODY_MAX_BYTES} bytes. Rows that came before are stored.`, {
    remedy: "Send it in several parts: what is stored already is counted as duplicate.",
  });

/** The parts of a body as they arrive; waits for no part longer than IDLE_MS. */
const readParts = async function* (body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = body.getReader();
  let timer: NodeJS.Timeout | undefined;
  try {
    for (;;) {
      const idle = new Promise<never>((_, reject) => {
        timer = setTimeout(() => reject(stalled()), IDLE_MS);
      });
      const { value, done } = await Promise.race([reader.read(), idle]);
      clearTimeout(timer);
      if (done) return;
      yield value;
    }
  } catch (error) {
    throw error instanceof FiberError ? error : gone();
  } finally {
    clearTimeout(timer);
    void reader.cancel().catch(() => undefined);
  }
};

const gunzip = async function* (parts: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const source = Readable.from(parts, { objectMode: false });
  const unzip = createGunzip({ chunkSize: 64 * 1024 });
  let failed: unknown;
  source.on("error", (error) => {
    failed = error;
    unzip.destroy(error);
  });
  source.pipe(unzip);
  try {
    yield* unzip as AsyncIterable<Uint8Array>;
  } catch {
    throw failed instanceof FiberError ? failed : invalidInput("body", "The body is no whole gzip stream.");
  } finally {
    source.destroy();
    unzip.destroy();
  }
};

const bounded = async function* (parts: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let size = 0;
  for await (const part of parts) {
    size += part.byteLength;
    if (size > BODY_MAX_BYTES) throw tooLarge();
    yield part;
  }
};

/**
 * The content of a request's body in portions, decompressed, taken only as fast as it is used. Throws `invalid_input`
 * for a body that is cut off, stands still or is no gzip, `too_large` as soon as it is.
 */
export const readContent = (request: Request): AsyncIterable<Uint8Array> => {
  const encoding = request.headers.get("content-encoding")?.trim().toLowerCase() ?? "identity";
  if (encoding !== "gzip" && encoding !== "x-gzip" && encoding !== "identity")
    throw invalidInput("Content-Encoding", "Content-Encoding must be gzip, or absent.");
  if (Number(request.headers.get("content-length") ?? 0) > BODY_MAX_BYTES) throw tooLarge();
  const parts = request.body ? readParts(request.body) : Readable.from([]);
  return bounded(encoding === "identity" ? parts : gunzip(parts));
};
