import { randomInt } from "node:crypto";
import type { Socket } from "node:net";
import { type Backend, BackendAborted, BackendError } from "./backend.ts";
import { backendKey, errorResponse, fatal, Framer, parameterStatus, ProtocolError, readyForQuery } from "./protocol.ts";
import { SERVER_SESSION, type SessionSpec, type SessionView } from "./shared-session.ts";
import type { Startup } from "./startup.ts";
import { Statements } from "./statements.ts";
import { type Turns, WaitEnded } from "./turns.ts";
import { endsWithReady, prepareUnit, type PreparedUnit, rollback, type Unit } from "./unit.ts";
import { type TurnResult, UNSENT_LIMIT_BYTES } from "./worker-messages.ts";

export type ConnectionContext = {
  backend: Backend;
  turns: Turns;
  /** A connection that holds the backend without using it is ended once others have waited this long. */
  idle_limit_ms: number;
};

/** Collected input beyond which a client is not read from, and messages without Sync are run as they are. */
const INPUT_LIMIT_BYTES = 8 * 1024 * 1024;
const STALLED_READER_MS = 30_000;
/** Ending a statement means ending the instance and opening it again, so it is not done for less. */
const LEAST_TIMEOUT_MS = 5_000;

/** One signed-in client: collects its messages into units, runs them in its turn, and keeps its session. */
export class Connection {
  readonly id: number;
  readonly secret = randomInt(1, 2 ** 31 - 1);
  private readonly socket: Socket;
  private readonly context: ConnectionContext;
  private readonly framer: Framer;
  private readonly statements: Statements;
  private session: SessionSpec = SERVER_SESSION;
  private reported = new Map<string, string>();
  private names = new Set<string>();
  private statementTimeoutMs = 0;

  private collecting: Unit = { messages: [], bytes: 0 };
  private units: (Unit | "end")[] = [];
  private unitBytes = 0;
  private working = false;
  private inTurn = false;
  private closed = false;
  /** Of the last ReadyForQuery. */
  private status = "I";
  /** Messages ran whose Sync has not come yet. */
  private pipelineOpen = false;
  /** After an error of our own in a pipeline: everything up to Sync is skipped, as PostgreSQL does. */
  private skipping = false;
  private idleSince = 0;
  private idleTimer: NodeJS.Timeout | undefined;

  constructor(id: number, socket: Socket, framer: Framer, context: ConnectionContext) {
    this.id = id;
    this.socket = socket;
    this.framer = framer;
    this.context = context;
    this.statements = new Statements(id);
  }

  /** Checks the role and the start-up parameters, then serves the client until it leaves. */
  async start(startup: Startup): Promise<void> {
    const { turns, backend } = this.context;
    this.socket.once("close", () => this.left());
    this.working = true;
    try {
      await turns.take(this);
      const { oid, defaults, ...view } = await backend.call("check", {
        user: startup.user,
        settings: startup.settings,
      });
      this.session = { id: this.id, version: 0, user: startup.user, oid, defaults };
      this.tell(view);
      this.socket.write(Buffer.concat([backendKey(this.id, this.secret), readyForQuery("I")]));
    } catch (error) {
      const code = error instanceof BackendError || error instanceof WaitEnded ? error.code : "57P03";
      this.end(code, error instanceof Error ? error.message : String(error));
    } finally {
      this.working = false;
      turns.give(this);
    }
    if (this.closed) return;
    this.socket.on("data", (piece) => {
      this.framer.push(piece as Buffer);
      this.read();
    });
    this.read();
  }

  /** Ends the connection with a FATAL error. */
  end(code: string, text: string): void {
    if (this.closed) return;
    this.socket.end(fatal(code, text));
    this.socket.destroySoon();
    this.left();
  }

  /** The client wants its waiting statement cancelled. One that runs already cannot be. */
  cancel(): void {
    this.context.turns.giveUp(this, new WaitEnded("57014", "canceling statement due to user request"));
  }

  private read(): void {
    try {
      for (let next = this.framer.next(); next && !this.closed; next = this.framer.next()) {
        const { type, bytes } = next;
        if (type === "X") this.units.push("end");
        else if (!"dcf".includes(type)) {
          this.collecting.messages.push(next);
          this.collecting.bytes += bytes.length;
          if ("SQFH".includes(type) || this.collecting.bytes > INPUT_LIMIT_BYTES) this.collected();
        }
      }
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      this.end(error.code, error.message);
    }
    if (this.unitBytes > INPUT_LIMIT_BYTES) this.socket.pause();
    void this.work();
  }

  private collected(): void {
    this.units.push(this.collecting);
    this.unitBytes += this.collecting.bytes;
    this.collecting = { messages: [], bytes: 0 };
  }

  private async work(): Promise<void> {
    if (this.working) return;
    this.working = true;
    for (let unit = this.units.shift(); unit && !this.closed; unit = this.units.shift()) {
      if (unit === "end") {
        this.socket.end();
        this.left();
        break;
      }
      await this.runUnit(unit).catch((error: unknown) => this.failed(error));
      this.unitBytes -= unit.bytes;
      if (this.unitBytes <= INPUT_LIMIT_BYTES && this.socket.isPaused()) this.socket.resume();
      if (this.socket.writableLength > UNSENT_LIMIT_BYTES) await this.drained();
    }
    this.working = false;
    if (this.closed) await this.cleanUp();
  }

  private async runUnit(unit: Unit): Promise<void> {
    const { turns, backend } = this.context;
    if (this.skipping) {
      if (unit.messages.at(-1)?.type === "S") this.ready();
      return;
    }
    const continued = turns.isHeldBy(this);
    if (!continued && unit.messages.every(({ type }) => type === "H")) return;
    try {
      await turns.take(this, { timeout_ms: this.statementTimeoutMs });
    } catch (error) {
      if (!(error instanceof WaitEnded)) throw error;
      this.refuse(unit, error.code, error.message);
      return;
    }
    clearInterval(this.idleTimer);
    if (this.closed) return;
    const inTransaction = this.status !== "I";
    const prepared = prepareUnit(unit, { connectionId: this.id, statements: this.statements, backend, inTransaction });
    for (const name of prepared.names) this.names.add(name);
    const epoch = backend.epoch;
    const result = await this.runTurn(unit, prepared, continued);
    if (result) this.settle(prepared, result, epoch);
  }

  private async runTurn(unit: Unit, prepared: PreparedUnit, continued: boolean): Promise<TurnResult | undefined> {
    const { turns, backend } = this.context;
    let timedOut = false;
    const interrupt = () => {
      timedOut = true;
      backend.interrupt("a statement ran longer than its statement_timeout");
    };
    const limit = backend.interruptible ? this.statementTimeoutMs : 0;
    const timer = limit > 0 ? setTimeout(interrupt, Math.max(limit, LEAST_TIMEOUT_MS)) : undefined;
    this.inTurn = true;
    try {
      const turn = {
        session: this.session,
        prelude: prepared.prelude.length > 0 ? Buffer.concat(prepared.prelude) : undefined,
        bytes: prepared.bytes,
        refusal: prepared.refusal,
        ...prepared.flags,
        names: [...this.names],
        continued,
      };
      return await backend.call("turn", turn, (bytes, written) => this.send(bytes, written));
    } catch (error) {
      if (timedOut && error instanceof BackendAborted) {
        turns.give(this);
        const text = "canceling statement due to statement timeout";
        if (!continued && endsWithReady(unit)) this.refuse(unit, "57014", text);
        else this.end("57014", text);
        return undefined;
      }
      throw error;
    } finally {
      clearTimeout(timer);
      this.inTurn = false;
    }
  }

  /** Takes note of what the turn did, gives the backend on if no transaction is open, and tells the client it is ready. */
  private settle(prepared: PreparedUnit, result: TurnResult, epoch: number): void {
    const { backend } = this.context;
    for (const name of prepared.closes) this.statements.delete(name);
    if (!result.preludeFailed) {
      for (const name of prepared.revived) {
        const known = this.statements.get(name);
        if (known) this.statements.set(name, { ...known, epoch });
      }
    }
    const parsed = prepared.parses.slice(0, result.parsed);
    for (const { name, bytes, reading } of parsed) this.statements.set(name, { bytes, reading, epoch });
    if ([...prepared.revived, ...parsed.map(({ name }) => name)].includes("")) backend.unnamedOwner = this.id;
    if (prepared.runsQuery) this.statements.delete("");
    if (prepared.runsQuery || result.unnamedLost) backend.unnamedOwner = undefined;
    if (result.tags.includes("DEALLOCATE ALL") || result.tags.includes("DISCARD ALL")) {
      this.statements.clear();
      backend.epoch++;
    }
    if (result.captured) {
      this.session = { ...this.session, version: this.session.version + 1, changes: result.captured.changes };
      this.tell(result.captured);
    }
    this.pipelineOpen = result.status === undefined;
    if (result.status !== undefined) this.status = result.status;
    if (this.status === "I" && !this.pipelineOpen) this.context.turns.give(this);
    else this.watchIdle();
    if (result.status !== undefined) this.ready();
  }

  private ready(): void {
    this.skipping = false;
    if (!this.closed) this.socket.write(readyForQuery(this.status));
  }

  /** Answers a unit that does not reach the backend with an error, leaving the connection as PostgreSQL would. */
  private refuse(unit: Unit, code: string, text: string): void {
    if (this.closed) return;
    this.socket.write(errorResponse({ code, message: text }));
    if (endsWithReady(unit)) this.ready();
    else this.skipping = true;
  }

  private failed(error: unknown): void {
    const text = error instanceof Error ? error.message : String(error);
    if (error instanceof BackendAborted) {
      this.pipelineOpen = false;
      this.status = "I";
      this.context.turns.give(this);
      this.end("57P02", `the database instance ended during this statement (${text}); it is opened again`);
    } else if (error instanceof ProtocolError || error instanceof BackendError) this.end(error.code, text);
    else this.end("XX000", text);
  }

  private send(bytes: Uint8Array, written: () => void): void {
    if (this.closed) {
      written();
      this.context.backend.discardOutput();
      return;
    }
    this.socket.write(bytes, () => {
      this.stallTimer?.refresh();
      written();
    });
    if (this.socket.writableLength < UNSENT_LIMIT_BYTES / 2 || this.stallTimer) return;
    this.stallTimer = setTimeout(() => this.stalled(), STALLED_READER_MS).unref();
  }
  private stallTimer: NodeJS.Timeout | undefined;

  private stalled(): void {
    this.stallTimer = undefined;
    if (this.inTurn && this.socket.writableLength >= UNSENT_LIMIT_BYTES / 2) this.socket.destroy();
  }

  private drained(): Promise<void> {
    return new Promise((resolve) => {
      this.socket.once("drain", resolve);
      this.socket.once("close", () => resolve());
    });
  }

  private tell(view: SessionView): void {
    this.statementTimeoutMs = view.statement_timeout_ms;
    const news = view.reported.filter(([name, value]) => this.reported.get(name) !== value);
    this.reported = new Map(view.reported);
    if (!this.closed) this.socket.write(Buffer.concat(news.map(([name, value]) => parameterStatus(name, value))));
  }

  private watchIdle(): void {
    clearInterval(this.idleTimer);
    if (this.closed) return;
    this.idleSince = performance.now();
    const { turns, idle_limit_ms } = this.context;
    this.idleTimer = setInterval(
      () => {
        const idleMs = performance.now() - this.idleSince;
        if (this.inTurn || Math.min(idleMs, turns.longestWaitMs) < idle_limit_ms) return;
        this.end("25P03", "terminating connection due to idle-in-transaction timeout: others wait for the database");
      },
      Math.min(500, idle_limit_ms),
    ).unref();
  }

  private left(): void {
    if (this.closed) return;
    this.closed = true;
    clearInterval(this.idleTimer);
    clearTimeout(this.stallTimer);
    this.units = [];
    this.context.turns.giveUp(this, new WaitEnded("57P01", "the client is gone"));
    if (this.inTurn) this.context.backend.discardOutput();
    if (!this.working) void this.cleanUp();
  }

  /** Rolls back what the client left open and frees its prepared statements. */
  private async cleanUp(): Promise<void> {
    const { turns, backend } = this.context;
    const holding = turns.isHeldBy(this);
    if (!holding && this.statements.heldIn(backend.epoch).length === 0) return;
    try {
      if (!holding) await turns.take(this);
      if (holding) {
        const turn = {
          prelude: undefined,
          refusal: undefined,
          temporary: true,
          readsSequences: false,
          settings: false,
        };
        const bytes = rollback(this.pipelineOpen);
        await backend.call("turn", { ...turn, session: this.session, bytes, names: [], continued: true });
      }
      const names = this.statements.heldIn(backend.epoch);
      this.statements.clear();
      if (names.length > 0) await backend.call("forget", { names });
    } catch {
      // The instance ended meanwhile: with it went everything that was to be cleaned up.
    } finally {
      turns.give(this);
    }
  }
}
