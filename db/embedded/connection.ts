import { randomInt } from "node:crypto";
import type { Socket } from "node:net";
import { type Backend, BackendAborted, BackendError } from "./backend.ts";
import { ClientSocket } from "./client-socket.ts";
import { Inbox } from "./inbox.ts";
import { backendKey, errorResponse, type Framer, ProtocolError, readyForQuery } from "./protocol.ts";
import { SERVER_SESSION, type SessionSpec, type SessionView } from "./shared-session.ts";
import type { Startup } from "./startup.ts";
import { Statements } from "./statements.ts";
import { type Turns, WaitEnded } from "./turns.ts";
import { endsWithReady, prepareUnit, type PreparedUnit, rollback, type Unit } from "./unit.ts";
import type { TurnResult } from "./worker-messages.ts";

export type ConnectionContext = {
  backend: Backend;
  turns: Turns;
  /** A connection that holds the backend without using it is ended once others have waited this long. */
  idle_limit_ms: number;
};

/** Ending a statement means ending the instance and opening it again, so it is not done for less. */
const LEAST_TIMEOUT_MS = 5_000;
const TIMEOUT_TEXT = "canceling statement due to statement timeout";

/** One signed-in client: runs its units in its turn and keeps its session while others use the backend. */
export class Connection {
  readonly id: number;
  readonly secret = randomInt(1, 2 ** 31 - 1);
  private readonly client: ClientSocket;
  private readonly inbox: Inbox;
  private readonly context: ConnectionContext;
  private readonly statements: Statements;
  private session: SessionSpec = SERVER_SESSION;
  private names = new Set<string>();
  private statementTimeoutMs = 0;

  private working = true;
  private inTurn = false;
  /** Of the last ReadyForQuery. */
  private status = "I";
  /** Messages ran whose Sync has not come yet. */
  private pipelineOpen = false;
  /** After an error of our own in a pipeline: everything up to Sync is skipped, as PostgreSQL does. */
  private skipping = false;
  private idleTimer: NodeJS.Timeout | undefined;

  constructor(id: number, socket: Socket, framer: Framer, context: ConnectionContext) {
    this.id = id;
    this.context = context;
    this.statements = new Statements(id);
    this.inbox = new Inbox(framer);
    this.client = new ClientSocket(socket, () => this.left());
    this.client.onData((piece) => this.received(piece));
  }

  /** Checks the role and the start-up parameters, then serves the client until it leaves. */
  async start({ user, settings }: Startup): Promise<void> {
    const { turns, backend } = this.context;
    try {
      await turns.take(this);
      const { oid, defaults, ...view } = await backend.call("check", { user, settings });
      this.session = { id: this.id, version: 0, user, oid, defaults };
      this.tell(view);
      this.client.write(Buffer.concat([backendKey(this.id, this.secret), readyForQuery("I")]));
    } catch (error) {
      const code = error instanceof BackendError || error instanceof WaitEnded ? error.code : "57P03";
      this.end(code, error instanceof Error ? error.message : String(error));
    } finally {
      this.working = false;
      turns.give(this);
    }
    await this.work();
  }

  /** Ends the connection with a FATAL error. */
  end(code: string, text: string): void {
    if (this.client.closed) return;
    this.client.end({ code, text });
    this.left();
  }

  /** The client wants its waiting statement cancelled. One that runs already cannot be. */
  cancel(): void {
    this.context.turns.giveUp(this, new WaitEnded("57014", "canceling statement due to user request"));
  }

  private received(piece: Buffer): void {
    if (this.client.closed) return;
    this.inbox.push(piece);
    void this.work();
  }

  private async work(): Promise<void> {
    if (this.working) return;
    this.working = true;
    try {
      for (let unit = this.nextUnit(); unit; unit = this.nextUnit()) {
        if (unit === "end") {
          this.client.end();
          this.left();
        } else {
          await this.runUnit(unit);
          await this.client.drained();
        }
      }
    } catch (error) {
      this.failed(error);
    }
    this.working = false;
    if (this.client.closed) await this.cleanUp();
  }

  private nextUnit(): Unit | "end" | undefined {
    if (this.client.closed) return undefined;
    this.inbox.gather();
    const unit = this.inbox.next();
    this.client.hold(this.inbox.isFull);
    return unit;
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
      return this.refuse(unit, error.code, error.message);
    }
    clearInterval(this.idleTimer);
    if (this.client.closed) return;
    const prepared = prepareUnit(unit, {
      connectionId: this.id,
      statements: this.statements,
      backend,
      inTransaction: this.status !== "I",
    });
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
      if (!timedOut || !(error instanceof BackendAborted)) throw error;
      turns.give(this);
      if (!continued && endsWithReady(unit)) this.refuse(unit, "57014", TIMEOUT_TEXT);
      else this.end("57014", TIMEOUT_TEXT);
      return undefined;
    } finally {
      clearTimeout(timer);
      this.inTurn = false;
    }
  }

  /** Takes note of what the turn did, gives the backend on if no transaction is open, and tells the client it is ready. */
  private settle(prepared: PreparedUnit, result: TurnResult, epoch: number): void {
    const { backend, turns } = this.context;
    const parsed = this.statements.settle(prepared, result, epoch);
    if (parsed.includes("")) backend.unnamedOwner = this.id;
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
    if (this.status === "I" && !this.pipelineOpen) turns.give(this);
    else this.watchIdle();
    if (result.status !== undefined) this.ready();
  }

  private ready(): void {
    this.skipping = false;
    this.client.write(readyForQuery(this.status));
  }

  /** Answers a unit that does not reach the backend with an error, leaving the connection as PostgreSQL would. */
  private refuse(unit: Unit, code: string, text: string): void {
    this.client.write(errorResponse({ code, message: text }));
    if (endsWithReady(unit)) this.ready();
    else this.skipping = true;
  }

  private failed(error: unknown): void {
    const text = error instanceof Error ? error.message : String(error);
    if (error instanceof BackendAborted) {
      this.pipelineOpen = false;
      this.context.turns.give(this);
      this.end("57P02", `the database instance ended during this statement (${text}); it is opened again`);
    } else if (error instanceof ProtocolError || error instanceof BackendError) this.end(error.code, text);
    else this.end("XX000", text);
  }

  private send(bytes: Uint8Array, written: () => void): void {
    if (!this.client.closed) return this.client.send(bytes, written);
    written();
    this.context.backend.discardOutput();
  }

  private tell(view: SessionView): void {
    this.statementTimeoutMs = view.statement_timeout_ms;
    this.client.report(view.reported);
  }

  /** An open transaction holds the backend; nobody may hold it for ever without using it. */
  private watchIdle(): void {
    clearInterval(this.idleTimer);
    if (this.client.closed) return;
    const since = performance.now();
    const { turns, idle_limit_ms } = this.context;
    const look = () => {
      const idleMs = performance.now() - since;
      if (this.inTurn || Math.min(idleMs, turns.longestWaitMs) < idle_limit_ms) return;
      this.end("25P03", "terminating connection due to idle-in-transaction timeout: others wait for the database");
    };
    this.idleTimer = setInterval(look, Math.min(500, idle_limit_ms)).unref();
  }

  private left(): void {
    this.client.close();
    clearInterval(this.idleTimer);
    this.inbox.clear();
    this.context.turns.giveUp(this, new WaitEnded("57P01", "the client is gone"));
    if (this.inTurn) this.context.backend.discardOutput();
    if (!this.working) void this.cleanUp();
  }

  /** Rolls back what the client left open and frees its prepared statements. */
  private async cleanUp(): Promise<void> {
    const { turns, backend } = this.context;
    const holding = turns.isHeldBy(this);
    if (!holding && this.statements.heldIn(backend.epoch).length === 0) return;
    this.working = true;
    try {
      if (!holding) await turns.take(this);
      else {
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
