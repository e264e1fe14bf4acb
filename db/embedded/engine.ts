import { type OpenOptions, openCluster, type PgliteInstance } from "./cluster.ts";
import { copyString, giveStack, type WasmModule } from "./wasm.ts";
import { OutputReader, type OutputResult } from "./output.ts";
import { message, query as queryMessage, readFields, readRow, sync } from "./protocol.ts";

export type RunOptions = { hideParse?: boolean; refusal?: Buffer; emit: (bytes: Uint8Array) => void };

/** The WebAssembly instance is gone; nothing but a new one helps. */
export class EngineAborted extends Error {
  override name = "EngineAborted";
}

/** An SQL error of one of our own statements. */
export class EngineError extends Error {
  override name = "EngineError";
  readonly code: string;
  readonly detail: string | undefined;
  readonly hint: string | undefined;
  constructor(code: string, text: string, more: { detail?: string | undefined; hint?: string | undefined } = {}) {
    super(text);
    this.code = code;
    this.detail = more.detail;
    this.hint = more.hint;
  }
}

const CONTEXT_SUPERUSER = 5;
/** For settings a running server takes from its configuration file only. */
export const CONTEXT_CONFIGURATION = 2;
const SOURCE_FILE = 3;
const SOURCE_CLIENT = 9;
const SOURCE_OVERRIDE = 10;
const COPY_FAIL = message("f", "refused");

/** One open TimescaleDB in WebAssembly: bytes in, bytes out. Not aware of connections. */
export class Engine {
  private readonly pglite: PgliteInstance;
  private readonly wasm: WasmModule;
  private input: Uint8Array = new Uint8Array(0);
  private offset = 0;
  private reader: OutputReader | undefined;
  private starved = 0;
  private readonly stackTop: number;

  private constructor(pglite: PgliteInstance) {
    this.pglite = pglite;
    this.wasm = pglite.Module as WasmModule;
    this.stackTop = giveStack(this.wasm);
    const read = this.wasm.addFunction((pointer, room) => this.give(pointer, room), "iii");
    const write = this.wasm.addFunction((pointer, length) => {
      this.reader?.push(this.wasm.HEAPU8.subarray(pointer, pointer + length));
      return length;
    }, "iii");
    this.wasm._set_read_write_cbs(read, write);
  }

  /**
   * The only way to a usable instance: opens or creates the cluster and loads TimescaleDB before anything else runs.
   * Without that LOAD the planner hooks are absent and counts over compressed chunks are silently wrong.
   */
  static async open(options: OpenOptions): Promise<Engine> {
    const engine = new Engine(await openCluster(options));
    engine.readSystemSettings();
    engine.query("LOAD 'timescaledb'");
    return engine;
  }

  /** What ALTER SYSTEM wrote comes into force at a start, as on any server: the package itself reads no configuration. */
  private readSystemSettings(): void {
    const settings = this.query(
      "SELECT name, setting FROM pg_file_settings WHERE sourcefile LIKE '%/postgresql.auto.conf' ORDER BY seqno",
    );
    this.inTransaction(() => {
      for (const [name, value] of settings) this.setOption(name ?? "", value ?? "", SOURCE_FILE, CONTEXT_CONFIGURATION);
    });
  }

  /** Runs one client's messages. Throws EngineAborted when the instance did not survive them. */
  run(bytes: Uint8Array, options: RunOptions): OutputResult {
    const result = this.feed(bytes, options);
    // In COPY mode the backend swallows the Sync that follows, and then waits for one.
    if (result.copyRefused && result.status === undefined && bytes[bytes.length - 5] === 0x53) {
      result.status = this.feed(sync(), options).status;
    }
    if (result.fatal !== undefined) throw new EngineAborted(result.fatal);
    return result;
  }

  /** Runs our own SQL by the simple protocol and gives all rows as text. Throws EngineError. */
  query(sql: string): (string | null)[][] {
    const rows: (string | null)[][] = [];
    const pieces: Uint8Array[] = [];
    const result = this.run(queryMessage(sql), { emit: (bytes) => pieces.push(bytes.slice()) });
    const output = Buffer.concat(pieces);
    let failure: EngineError | undefined;
    for (let at = 0; at < output.length;) {
      const length = output.readInt32BE(at + 1);
      const body = output.subarray(at + 5, at + 1 + length);
      if (output[at] === 0x44) rows.push(readRow(body));
      if (output[at] === 0x45) {
        const fields = readFields(body);
        failure ??= new EngineError(fields.C ?? "XX000", fields.M ?? "unknown error", {
          detail: fields.D,
          hint: fields.H,
        });
      }
      at += 1 + length;
    }
    if (failure) {
      if (result.status !== "I") this.run(queryMessage("ROLLBACK"), { emit: () => {} });
      throw failure;
    }
    return rows;
  }

  /**
   * Sets what a setting is reset to, as start-up parameters of a real connection do, and the setting itself.
   * Values must have been accepted by set_config before. Only outside of transactions.
   */
  setDefaults(settings: Iterable<[string, string]>, context = CONTEXT_SUPERUSER): void {
    this.inTransaction(() => {
      for (const [name, value] of settings) this.setOption(name, value, SOURCE_CLIENT, context);
    });
  }

  /** Makes `name` the authenticated user, as if it had signed in: RESET and DISCARD lead back to it, no further. */
  signIn(name: string, oid: number, address: number | undefined): void {
    this.inTransaction(() => {
      if (address !== undefined) this.wasm.HEAP32[address] = BOOTSTRAP_SUPERUSER;
      this.setOption("session_authorization", name, SOURCE_OVERRIDE);
      if (address !== undefined) this.wasm.HEAP32[address] = oid;
    });
  }

  /**
   * Finds the word of memory that holds the authenticated user's oid, beside the session's user, and proves it:
   * with another role in it PostgreSQL itself must refuse to become a superuser. Undefined when it cannot be proved.
   */
  findAuthenticatedUser(): number | undefined {
    const near = this.wasm._InterruptPending >> 2;
    const read = () => this.wasm.HEAP32.slice(near - 0x10000, near + 0x10000);
    const before = read();
    this.query("SET SESSION AUTHORIZATION pg_monitor");
    const during = read();
    this.query("RESET SESSION AUTHORIZATION");
    for (let at = 2; at < before.length - 3; at++) {
      const users = [at - 2, at - 1, at].every((i) => before[i] === BOOTSTRAP_SUPERUSER && during[i] === PG_MONITOR);
      if (!users) continue;
      for (let next = at + 1; next <= at + 4; next++) {
        const address = near - 0x10000 + next;
        if (before[next] === BOOTSTRAP_SUPERUSER && this.provesAuthenticated(address)) return address;
      }
    }
    return undefined;
  }

  private provesAuthenticated(address: number): boolean {
    this.wasm.HEAP32[address] = PG_MONITOR;
    try {
      this.query("BEGIN; SET LOCAL SESSION AUTHORIZATION pg_read_all_data; ROLLBACK");
      return false;
    } catch (error) {
      return error instanceof EngineError && error.code === "42501";
    } finally {
      this.wasm.HEAP32[address] = BOOTSTRAP_SUPERUSER;
    }
  }

  get userId(): number {
    return this.wasm._GetUserId();
  }

  /** The data directory as an uncompressed tar file. */
  async dump(): Promise<Uint8Array<ArrayBuffer>> {
    this.query("CHECKPOINT");
    return new Uint8Array(await (await this.pglite.dumpDataDir("none")).arrayBuffer());
  }

  async close(): Promise<void> {
    this.reader = undefined;
    this.input = new Uint8Array(0);
    await this.pglite.close();
  }

  private feed(bytes: Uint8Array, options: RunOptions): OutputResult {
    const reader = new OutputReader(options.emit, options);
    this.reader = reader;
    this.input = bytes;
    this.offset = 0;
    this.starved = 0;
    this.wasm.___stack_pointer.value = this.stackTop;
    try {
      this.wasm._interactive_one(bytes.length, bytes[0] ?? 0);
    } catch (error) {
      throw new EngineAborted(reader.result.fatal ?? describe(error), { cause: error });
    } finally {
      this.reader = undefined;
      this.input = new Uint8Array(0);
    }
    return reader.result;
  }

  /** Input for the backend. It asks for more than there is only inside COPY FROM STDIN: that is answered with CopyFail. */
  private give(pointer: number, room: number): number {
    let length = Math.min(room, this.input.length - this.offset);
    if (length > 0) {
      this.wasm.HEAPU8.set(this.input.subarray(this.offset, this.offset + length), pointer);
    } else if (this.reader?.result.copyRefused && this.starved++ < 1000) {
      length = COPY_FAIL.length;
      this.wasm.HEAPU8.set(COPY_FAIL, pointer);
      return length;
    }
    this.offset += length;
    return length;
  }

  private setOption(name: string, value: string, source: number, context = CONTEXT_SUPERUSER): void {
    const pointers = [copyString(this.wasm, name), copyString(this.wasm, value)];
    this.wasm._SetConfigOption(pointers[0] ?? 0, pointers[1] ?? 0, context, source);
    for (const pointer of pointers) this.wasm._free(pointer);
  }

  private inTransaction(work: () => void): void {
    try {
      this.wasm._StartTransactionCommand();
      work();
      this.wasm._CommitTransactionCommand();
    } catch (error) {
      // An SQL error in here has no frame to return to; it arrives as a bare throw.
      this.wasm.___stack_pointer.value = this.stackTop;
      try {
        this.wasm._FlushErrorState();
        this.wasm._AbortCurrentTransaction();
      } catch (second) {
        throw new EngineAborted(describe(second), { cause: error });
      }
      throw new EngineError("55000", "a setting of the session could not be applied");
    }
  }
}

const BOOTSTRAP_SUPERUSER = 10;
const PG_MONITOR = 3373;

const describe = (error: unknown): string =>
  error instanceof Error ? `${error.name}: ${error.message}` : String(error);
