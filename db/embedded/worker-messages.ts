import type { OpenOptions } from "./cluster.ts";
import type { SessionChanges, SessionSpec, SessionView } from "./shared-session.ts";

/** One turn of a connection at the backend. */
export type Turn = {
  session: SessionSpec;
  /** Parse messages of the connection's statements that the backend does not hold at present. */
  prelude: Uint8Array | undefined;
  bytes: Uint8Array;
  /** ErrorResponse in place of the error of a refused query. */
  refusal: Uint8Array | undefined;
  temporary: boolean;
  readsSequences: boolean;
  settings: boolean;
  /** Names of custom settings the connection may have set. */
  names: string[];
  /** An explicit transaction or an unfinished pipeline is open: the session is already this one. */
  continued: boolean;
};

export type TurnResult = {
  status: string | undefined;
  tags: string[];
  /** How many of the turn's Parse messages succeeded. */
  parsed: number;
  preludeFailed: boolean;
  /** Present when the session changed and no transaction is open. */
  captured: (SessionView & { changes: SessionChanges | undefined }) | undefined;
  /** Our own statements ran: the unnamed prepared statement is gone. */
  unnamedLost: boolean;
};

export type CheckResult = SessionView & { oid: number; defaults: [string, string][] };

export type Requests = {
  create: { options: OpenOptions };
  open: { options: OpenOptions; control: SharedArrayBuffer };
  turn: Turn;
  check: { user: string; settings: [string, string][] };
  query: { sql: string };
  forget: { names: string[] };
  dump: Record<never, never>;
  close: Record<never, never>;
};

export type Replies = {
  create: { tar: Uint8Array<ArrayBuffer> | undefined };
  open: Record<never, never>;
  turn: TurnResult;
  check: CheckResult;
  query: (string | null)[][];
  forget: Record<never, never>;
  dump: Uint8Array<ArrayBuffer>;
  close: Record<never, never>;
};

export type Kind = keyof Requests;
export type Request = { [K in Kind]: { kind: K; id: number; body: Requests[K] } }[Kind];
export type Reply =
  | { id: number; type: "output"; bytes: Uint8Array }
  | { id: number; type: "done"; value: Replies[Kind] }
  | {
      id: number;
      type: "failed";
      code: string;
      message: string;
      detail?: string | undefined;
      hint?: string | undefined;
    }
  | { id: number; type: "aborted"; message: string };

/** Words of the shared control memory. */
export const CONTROL = {
  /** Bytes of output not yet written to a socket. */
  unsent: 0,
  /** 1: the reader of the running turn is gone, throw its output away. */
  discard: 1,
} as const;

/** The worker waits once this much output is unsent. */
export const UNSENT_LIMIT_BYTES = 32 * 1024 * 1024;
