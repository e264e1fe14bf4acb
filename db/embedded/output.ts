import { errorResponse, readFields } from "./protocol.ts";

/** The token a refused query is replaced with: PostgreSQL rejects it by itself, transaction state and all. */
export const REFUSED_TOKEN = "fiber_refused_statement";

export type OutputResult = {
  /** Of ReadyForQuery, undefined when the input ended without Sync. */
  status: string | undefined;
  tags: string[];
  /** ParseComplete messages seen. */
  parsed: number;
  copyRefused: boolean;
  /** A FATAL or PANIC came out: the session is over even if nothing was thrown. */
  fatal: string | undefined;
};

const WHOLE = new Set([..."CEGAZ"].map((letter) => letter.charCodeAt(0)));

/**
 * Reads what the backend writes, message by message, and passes on what the client should see: no ReadyForQuery
 * (the front sends it), no notifications (nobody can listen), no CopyInResponse (COPY FROM STDIN is refused),
 * and ParseComplete only when it was the client's own Parse.
 */
export class OutputReader {
  readonly result: OutputResult = { status: undefined, tags: [], parsed: 0, copyRefused: false, fatal: undefined };
  private readonly emit: (bytes: Uint8Array) => void;
  private readonly hideParse: boolean;
  private readonly refusal: Buffer | undefined;
  private head = new Uint8Array(5);
  private headSize = 0;
  private type = 0;
  private left = 0;
  private body: Uint8Array[] | undefined;

  constructor(emit: (bytes: Uint8Array) => void, options: { hideParse?: boolean; refusal?: Buffer } = {}) {
    this.emit = emit;
    this.hideParse = options.hideParse ?? false;
    this.refusal = options.refusal;
  }

  /** Takes the next piece of output. `bytes` is only valid during the call; emitted pieces may point into it. */
  push(bytes: Uint8Array): void {
    let at = 0;
    let passFrom = 0;
    const passUntil = (end: number) => {
      if (end > passFrom) this.emit(bytes.subarray(passFrom, end));
    };
    while (at < bytes.length) {
      if (this.headSize < 5) {
        const start = at;
        const split = this.headSize > 0;
        while (this.headSize < 5 && at < bytes.length) this.head[this.headSize++] = bytes[at++] ?? 0;
        if (this.headSize < 5) {
          passUntil(start);
          return;
        }
        this.begin();
        if (this.body) {
          passUntil(start);
          passFrom = at;
        } else if (split) {
          this.emit(this.head.slice());
          passFrom = at;
        } else if (at === bytes.length && this.left > 0) {
          passUntil(at);
          return;
        }
      }
      const size = Math.min(this.left, bytes.length - at);
      if (this.body) {
        this.body.push(bytes.slice(at, at + size));
        passFrom = at + size;
      }
      at += size;
      this.left -= size;
      if (this.left === 0) this.finish();
    }
    passUntil(at);
  }

  private begin(): void {
    const [type = 0, a = 0, b = 0, c = 0, d = 0] = this.head;
    this.type = type;
    this.left = ((a << 24) | (b << 16) | (c << 8) | d) - 4;
    const parse = type === 0x31;
    if (parse) this.result.parsed++;
    this.body = WHOLE.has(type) || (parse && this.hideParse) ? [] : undefined;
  }

  private finish(): void {
    this.headSize = 0;
    if (!this.body) return;
    const body = Buffer.concat(this.body);
    this.body = undefined;
    const type = String.fromCharCode(this.type);
    if (type === "Z") this.result.status = String.fromCharCode(body[0] ?? 0);
    else if (type === "G") this.result.copyRefused = true;
    else if (type === "C") {
      this.result.tags.push(body.toString("latin1", 0, body.length - 1));
      this.emit(Buffer.concat([this.head, body]));
    } else if (type === "E") this.emit(this.error(body));
  }

  private error(body: Buffer): Buffer {
    const fields = readFields(body);
    if (fields.V === "FATAL" || fields.V === "PANIC") this.result.fatal = fields.M ?? "no message";
    if (this.refusal && fields.M?.includes(REFUSED_TOKEN)) return this.refusal;
    if (this.result.copyRefused && fields.C === "57014") {
      return errorResponse({
        code: "0A000",
        message: "COPY FROM STDIN is not available in the embedded database",
        hint: "Insert with INSERT … SELECT FROM unnest(…), or set DATABASE_URL to a TimescaleDB server.",
      });
    }
    return Buffer.concat([this.head, body]);
  }
}
