/** PostgreSQL wire protocol 3: the few messages a front must build and the headers it must read. */

export const SSL_REQUEST = 80877103;
export const GSS_REQUEST = 80877104;
export const CANCEL_REQUEST = 80877102;
export const PROTOCOL_3_0 = 196608;

/** The largest single message taken from a client. The engine's memory is 32-bit; twice this fits safely. */
export const MAX_MESSAGE_BYTES = 256 * 1024 * 1024;
const MAX_STARTUP_BYTES = 10_000;

/** Message types a client may send after start-up. */
const FRONTEND_TYPES = new Set([..."QPBDECSHXFdcf"].map((letter) => letter.charCodeAt(0)));

export type Message = { type: string; bytes: Buffer };

/** What a client did wrong on the wire; it ends the connection with this SQLSTATE. */
export class ProtocolError extends Error {
  override name = "ProtocolError";
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** Collects bytes and hands out whole messages. Copies a byte at most twice however small the pieces arrive. */
export class Framer {
  private pieces: Buffer[] = [];
  private size = 0;

  push(piece: Buffer): void {
    this.pieces.push(piece);
    this.size += piece.length;
  }

  /** Bytes that wait for the rest of their message. */
  get buffered(): number {
    return this.size;
  }

  /** The next start-up packet (no type byte), undefined while incomplete. */
  nextStartup(): Buffer | undefined {
    const head = this.peek(4);
    if (!head) return undefined;
    const length = head.readInt32BE(0);
    if (length < 8 || length > MAX_STARTUP_BYTES) throw new ProtocolError("08P01", "invalid length of startup packet");
    return this.take(length);
  }

  /** The next message with its type byte, undefined while incomplete. Refuses unknown types and absurd lengths. */
  next(extraTypes = ""): Message | undefined {
    const head = this.peek(5);
    if (!head) return undefined;
    const code = head[0] ?? 0;
    const type = String.fromCharCode(code);
    if (!FRONTEND_TYPES.has(code) && !extraTypes.includes(type)) {
      throw new ProtocolError("08P01", `invalid frontend message type ${code}`);
    }
    const length = head.readInt32BE(1);
    if (length < 4) throw new ProtocolError("08P01", "invalid message length");
    if (length > MAX_MESSAGE_BYTES) {
      throw new ProtocolError("54000", `a message of ${length} bytes is larger than ${MAX_MESSAGE_BYTES} bytes`);
    }
    const bytes = this.take(length + 1);
    return bytes && { type, bytes };
  }

  private peek(count: number): Buffer | undefined {
    if (this.size < count) return undefined;
    const first = this.pieces[0];
    if (first && first.length >= count) return first;
    this.pieces = [Buffer.concat(this.pieces)];
    return this.pieces[0];
  }

  private take(count: number): Buffer | undefined {
    if (this.size < count) return undefined;
    let first = this.pieces[0] ?? Buffer.alloc(0);
    if (first.length < count) first = Buffer.concat(this.pieces);
    else if (this.pieces.length > 1 && first.length === count) {
      this.pieces.shift();
      this.size -= count;
      return first;
    } else if (this.pieces.length > 1) {
      this.pieces[0] = first.subarray(count);
      this.size -= count;
      return first.subarray(0, count);
    }
    this.pieces = first.length > count ? [first.subarray(count)] : [];
    this.size -= count;
    return first.subarray(0, count);
  }
}

/** One message: type letter, length, body. */
export function message(type: string, ...parts: (Buffer | string)[]): Buffer {
  const body = parts.map((part) => (typeof part === "string" ? Buffer.from(`${part}\0`) : part));
  const size = body.reduce((sum, part) => sum + part.length, 0);
  const head = Buffer.alloc(5);
  head.write(type, 0, "latin1");
  head.writeInt32BE(size + 4, 1);
  return Buffer.concat([head, ...body]);
}

export function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}

export type ErrorFields = {
  severity?: "ERROR" | "FATAL" | "WARNING";
  code: string;
  message: string;
  detail?: string;
  hint?: string;
};

/** An ErrorResponse with the fields clients look at. */
export function errorResponse(fields: ErrorFields): Buffer {
  const severity = fields.severity ?? "ERROR";
  const parts = [`S${severity}`, `V${severity}`, `C${fields.code}`, `M${fields.message}`];
  if (fields.detail) parts.push(`D${fields.detail}`);
  if (fields.hint) parts.push(`H${fields.hint}`);
  return message("E", ...parts, Buffer.from([0]));
}

export const fatal = (code: string, text: string): Buffer => errorResponse({ severity: "FATAL", code, message: text });
export const readyForQuery = (status: string): Buffer => message("Z", Buffer.from(status, "latin1"));
export const parameterStatus = (name: string, value: string): Buffer => message("S", name, value);
export const authenticationCleartext = (): Buffer => message("R", int32(3));
export const authenticationOk = (): Buffer => message("R", int32(0));
export const backendKey = (id: number, secret: number): Buffer => message("K", int32(id), int32(secret));
/** Tells a client that asked for a newer minor version that 3.0 is spoken, and which `_pq_.` options are unknown. */
export const negotiateVersion = (unknown: string[]): Buffer =>
  message("v", int32(PROTOCOL_3_0), int32(unknown.length), ...unknown);
export const query = (sql: string): Buffer => message("Q", sql);
export const sync = (): Buffer => message("S");

/** The NUL-terminated string at `offset` and where the next field starts. */
export function readString(bytes: Uint8Array, offset: number): { value: string; next: number } {
  const end = bytes.indexOf(0, offset);
  if (end < 0) throw new ProtocolError("08P01", "invalid string in message");
  return { value: Buffer.from(bytes.buffer, bytes.byteOffset + offset, end - offset).toString("utf8"), next: end + 1 };
}

/** The fields of an ErrorResponse or NoticeResponse body, by their letter. */
export function readFields(body: Uint8Array): Record<string, string> {
  const fields: Record<string, string> = {};
  for (let at = 0; at < body.length && body[at] !== 0;) {
    const letter = String.fromCharCode(body[at] ?? 0);
    const { value, next } = readString(body, at + 1);
    fields[letter] = value;
    at = next;
  }
  return fields;
}

/** The text columns of a DataRow body; binary results are never asked for by our own queries. */
export function readRow(body: Uint8Array): (string | null)[] {
  const view = Buffer.from(body.buffer, body.byteOffset, body.length);
  const row: (string | null)[] = [];
  let at = 2;
  for (let column = 0; column < view.readInt16BE(0); column++) {
    const length = view.readInt32BE(at);
    at += 4;
    row.push(length < 0 ? null : view.toString("utf8", at, at + Math.max(length, 0)));
    at += Math.max(length, 0);
  }
  return row;
}
