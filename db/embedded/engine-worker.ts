import { parentPort, type MessagePort } from "node:worker_threads";
import { createCluster } from "./cluster.ts";
import { Engine, EngineAborted, EngineError } from "./engine.ts";
import { SERVER_SESSION, SharedSession } from "./shared-session.ts";
import { message } from "./protocol.ts";
import {
  CONTROL,
  type Replies,
  type Reply,
  type Request,
  type Turn,
  type TurnResult,
  UNSENT_LIMIT_BYTES,
} from "./worker-messages.ts";

/** The thread that owns the database. It does one thing at a time; whoever posts to it keeps the order. */

if (!parentPort) throw new Error("engine-worker.ts runs as a worker thread");
const port: MessagePort = parentPort;
let session: SharedSession | undefined;
let control = new Int32Array(new SharedArrayBuffer(8));
let lastRunner = 0;
let unsettled = false;
let temporary = false;

port.on("message", (request: Request) => {
  void answer(request);
});

async function answer(request: Request): Promise<void> {
  let reply: Reply;
  try {
    reply = { id: request.id, type: "done", value: await handle(request) };
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    if (error instanceof EngineError) {
      const { code, detail, hint } = error;
      reply = { id: request.id, type: "failed", code, message: text, detail, hint };
    } else if (error instanceof EngineAborted || !["create", "open"].includes(request.kind)) {
      reply = { id: request.id, type: "aborted", message: text };
    } else {
      reply = { id: request.id, type: "failed", code: codeOf(error), message: text };
    }
  }
  port.postMessage(reply);
}

async function handle(request: Request): Promise<Replies[Request["kind"]]> {
  if (request.kind === "create") return { tar: await createCluster(request.body.options) };
  if (request.kind === "open") {
    control = new Int32Array(request.body.control);
    session = new SharedSession(await Engine.open(request.body.options));
    return {};
  }
  if (!session) throw new EngineAborted("the database is not open");
  if (request.kind !== "turn") lastRunner = 0;
  switch (request.kind) {
    case "turn":
      return runTurn(session, request.id, request.body);
    case "check":
      return session.check(request.body.user, request.body.settings);
    case "query":
      session.adopt(SERVER_SESSION);
      return session.engine.query(request.body.sql);
    case "forget":
      return forget(session, request.body.names);
    case "dump":
      session.adopt(SERVER_SESSION);
      return await session.engine.dump();
    case "close":
      await session.engine.close();
      return {};
  }
}

function runTurn(shared: SharedSession, id: number, turn: Turn): TurnResult {
  const { engine } = shared;
  if (!turn.continued) {
    shared.adopt(turn.session);
    unsettled = false;
    temporary = false;
    if (turn.readsSequences && lastRunner !== turn.session.id) engine.query("DISCARD SEQUENCES");
    lastRunner = turn.session.id;
  }
  const output = new Output(id);
  const emit = (bytes: Uint8Array) => output.add(bytes);
  const prelude = turn.prelude && engine.run(turn.prelude, { emit, hideParse: true });
  const refusal = turn.refusal && Buffer.from(turn.refusal);
  const result = engine.run(turn.bytes, refusal ? { emit, refusal } : { emit });
  temporary ||= turn.temporary;
  unsettled ||= turn.settings || result.tags.some((tag) => tag === "SET" || tag === "RESET" || tag === "DISCARD ALL");
  let captured: TurnResult["captured"];
  let unnamedLost = false;
  if (result.status === "I") {
    if (temporary) engine.query("DISCARD TEMP");
    if (unsettled) captured = shared.capture(turn.names);
    if (captured) shared.rename({ ...turn.session, version: turn.session.version + 1, changes: captured.changes });
    unnamedLost = temporary || unsettled;
    unsettled = false;
  }
  output.flush();
  const preludeFailed = prelude !== undefined && prelude.parsed < countMessages(turn.prelude);
  return { status: result.status, tags: result.tags, parsed: result.parsed, preludeFailed, captured, unnamedLost };
}

function countMessages(bytes: Uint8Array | undefined): number {
  if (!bytes) return 0;
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  let count = 0;
  for (let at = 0; at < view.length; at += view.readInt32BE(at + 1) + 1) count++;
  return count;
}

/** Frees statements of a connection that went away. */
function forget(shared: SharedSession, names: string[]): Record<never, never> {
  const closes = names.map((name) => message("C", Buffer.from("S"), name));
  shared.engine.run(Buffer.concat([...closes, message("S")]), { emit: () => {} });
  return {};
}

/** Sends output in pieces of some size, and waits while the front cannot get rid of it. */
class Output {
  private readonly id: number;
  private pieces: Uint8Array[] = [];
  private size = 0;

  constructor(id: number) {
    this.id = id;
  }

  add(bytes: Uint8Array): void {
    this.pieces.push(bytes.slice());
    this.size += bytes.length;
    if (this.size > 128 * 1024) this.flush();
  }

  flush(): void {
    if (this.size === 0) return;
    const bytes = new Uint8Array(this.size);
    let at = 0;
    for (const piece of this.pieces) {
      bytes.set(piece, at);
      at += piece.length;
    }
    this.pieces = [];
    this.size = 0;
    if (Atomics.load(control, CONTROL.discard) === 1) return;
    Atomics.add(control, CONTROL.unsent, bytes.length);
    const reply: Reply = { id: this.id, type: "output", bytes };
    port.postMessage(reply, [bytes.buffer]);
    for (;;) {
      const unsent = Atomics.load(control, CONTROL.unsent);
      if (unsent <= UNSENT_LIMIT_BYTES || Atomics.load(control, CONTROL.discard) === 1) return;
      Atomics.wait(control, CONTROL.unsent, unsent, 1000);
    }
  }
}

function codeOf(error: unknown): string {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return typeof code === "string" ? code : "XX000";
}
