import { Worker } from "node:worker_threads";
import { compileEngine, needsCreation, type OpenOptions } from "./cluster.ts";
import { CONTROL, type Kind, type Replies, type Reply, type Request, type Requests } from "./worker-messages.ts";

/** The instance died while this was running. Whatever was not acknowledged is undone; a new instance is being opened. */
export class BackendAborted extends Error {
  override name = "BackendAborted";
}

/** An SQL error or refusal that belongs to one client. */
export class BackendError extends Error {
  override name = "BackendError";
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

/** Takes output of a turn; `written` is to be called once per piece, when it left or never will. */
export type OnOutput = (bytes: Uint8Array, written: () => void) => void;

type Pending = {
  id: number;
  kind: Kind;
  onOutput: OnOutput | undefined;
  resolve: (value: Replies[Kind]) => void;
  reject: (error: Error) => void;
};

const MAX_ABORTS = 5;
const ABORTS_WITHIN_MS = 60_000;
const CLOSE_WITHIN_MS = 10_000;

/**
 * Owns the thread that owns the database. One call at a time (the caller's queue sees to that). When the instance
 * aborts, the thread is ended, which frees its memory, and a new one opens the same data directory.
 */
export class Backend {
  /** Grows whenever the backend lost all prepared statements: with a new instance, or by DISCARD ALL. */
  epoch = 0;
  /** Counts the instances. */
  instance = 0;
  /** Whose unnamed prepared statement the backend holds. */
  unnamedOwner: number | undefined;
  onLog: (line: string) => void = () => {};
  /** The database cannot be opened again; the process has to end. */
  onDead: (message: string) => void = () => {};

  private readonly options: OpenOptions;
  private control = new Int32Array(new SharedArrayBuffer(8));
  private wasm: WebAssembly.Module | undefined;
  private worker: Worker | undefined;
  private pending: Pending | undefined;
  private nextId = 1;
  private opening: Promise<void> | undefined;
  private abortTimes: number[] = [];
  private closing = false;
  private settled: Promise<void> = Promise.resolve();

  constructor(options: OpenOptions) {
    this.options = options;
  }

  /** Opens the database, making it first if there is none. Throws BackendError with a sentence when it cannot. */
  async open(): Promise<void> {
    this.opening = this.openNow().finally(() => (this.opening = undefined));
    await this.opening;
  }

  private async openNow(): Promise<void> {
    this.wasm ??= await compileEngine();
    let options = { ...this.options, wasm: this.wasm };
    if (needsCreation(options)) {
      const maker = this.spawn();
      const { tar } = await this.post("create", { options });
      options = { ...options, tar };
      this.worker = undefined;
      await maker.terminate();
    }
    this.epoch++;
    this.instance++;
    this.unnamedOwner = undefined;
    this.control = new Int32Array(new SharedArrayBuffer(8));
    this.spawn();
    await this.post("open", { options, control: this.control.buffer as SharedArrayBuffer });
  }

  private spawn(): Worker {
    const worker = new Worker(new URL("./engine-worker.ts", import.meta.url), {
      // PostgreSQL's own limit (max_stack_depth) must be met before the engine's, which would end the instance.
      resourceLimits: { stackSizeMb: 32 },
    });
    worker.on("message", (reply: Reply) => this.receive(reply));
    worker.on("error", (error: Error) => this.lost(worker, error.message));
    worker.on("exit", () => this.lost(worker, "the database thread ended"));
    this.worker = worker;
    return worker;
  }

  /** Runs one request. Waits while an instance is being opened. Throws BackendError or BackendAborted. */
  async call<K extends Kind>(kind: K, body: Requests[K], onOutput?: OnOutput): Promise<Replies[K]> {
    if (this.opening) await this.opening;
    if (this.closing && kind !== "close") throw new BackendAborted("the database is shutting down");
    if (kind !== "turn") this.unnamedOwner = undefined;
    return await this.post(kind, body, onOutput);
  }

  /** Throws away what the running turn still puts out. */
  discardOutput(): void {
    Atomics.store(this.control, CONTROL.discard, 1);
    Atomics.notify(this.control, CONTROL.unsent);
  }

  /** Ends the instance in mid-work, as kill -9 would, and opens it again. Only a data directory survives that. */
  get interruptible(): boolean {
    return this.options.data_dir !== undefined;
  }

  interrupt(reason: string): void {
    if (!this.worker || !this.interruptible) return;
    this.lost(this.worker, reason);
    this.abortTimes.pop();
  }

  /** Shuts down cleanly; after ten seconds of an unfinished statement without its consent. Never loses committed work. */
  async close(): Promise<void> {
    this.closing = true;
    const worker = this.worker;
    if (!worker) return;
    const late = new Promise<void>((resolve) => setTimeout(resolve, CLOSE_WITHIN_MS).unref());
    await Promise.race([this.settled, late]);
    if (!this.pending) await Promise.race([this.post("close", {}).catch(() => {}), late]);
    this.worker = undefined;
    await worker.terminate();
  }

  private post<K extends Kind>(kind: K, body: Requests[K], onOutput?: OnOutput): Promise<Replies[K]> {
    if (this.pending) throw new Error(`the database thread is asked for ${kind} during ${this.pending.kind}`);
    const worker = this.worker;
    if (!worker) throw new BackendAborted("the database is not open");
    const id = this.nextId++;
    Atomics.store(this.control, CONTROL.discard, 0);
    const reply = new Promise<Replies[K]>((resolve, reject) => {
      this.pending = { id, kind, onOutput, resolve: resolve as Pending["resolve"], reject };
      worker.postMessage({ kind, id, body } as Request);
    });
    this.settled = reply.then(
      () => {},
      () => {},
    );
    return reply;
  }

  private receive(reply: Reply): void {
    const pending = this.pending;
    if (!pending || pending.id !== reply.id) return;
    if (reply.type === "output") {
      const { control } = this;
      const written = () => {
        Atomics.sub(control, CONTROL.unsent, reply.bytes.length);
        Atomics.notify(control, CONTROL.unsent);
      };
      if (pending.onOutput) pending.onOutput(reply.bytes, written);
      else written();
      return;
    }
    if (reply.type === "aborted") {
      if (this.worker) this.lost(this.worker, reply.message);
      return;
    }
    this.pending = undefined;
    if (reply.type === "done") pending.resolve(reply.value);
    else pending.reject(new BackendError(reply.code, reply.message, reply));
  }

  private lost(worker: Worker, reason: string): void {
    if (this.worker !== worker) return;
    this.worker = undefined;
    const pending = this.pending;
    this.pending = undefined;
    const ended = worker.terminate().then(() => {});
    const opening = pending?.kind === "open" || pending?.kind === "create";
    if (!this.closing && !opening) this.reopen(ended, reason);
    pending?.reject(opening ? new BackendError("58000", reason) : new BackendAborted(reason));
  }

  private reopen(ended: Promise<void>, reason: string): void {
    const now = Date.now();
    this.abortTimes = [...this.abortTimes.filter((time) => now - time < ABORTS_WITHIN_MS), now];
    this.onLog(`the database instance ended: ${reason}`);
    if (this.options.data_dir === undefined) {
      this.onDead(`The database instance in memory ended (${reason}). Nothing of it is kept; start it again.`);
      return;
    }
    if (this.abortTimes.length > MAX_ABORTS) {
      this.onDead(`The database instance ended ${this.abortTimes.length} times within a minute, last: ${reason}.`);
      return;
    }
    this.opening = ended
      .then(() => this.openNow())
      .then(() => this.onLog("the database was opened again; everything acknowledged is there"))
      .catch((error: Error) => this.onDead(`The database cannot be opened again: ${error.message}`))
      .finally(() => (this.opening = undefined));
  }
}
