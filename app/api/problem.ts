import { z } from "zod";
import { type ApiNeed, requireApi } from "#app/guard.ts";
import { log } from "#app/log.ts";
import { classifyDatabaseError } from "#db/errors.ts";
import { recordStatements } from "#db/statements.ts";
import { type FiberError, httpStatus, invalidInput } from "#lib/errors.ts";
import type { Statement } from "#lib/model/statement.ts";
import { createSharedReads, SHARE_MS, SHARE_SLOW_MS, type SharedRead } from "#lib/shared-reads.ts";
import { readWithRight } from "./read-ahead.ts";

const TITLE: Record<FiberError["kind"], string> = {
  invalid_input: "The request is not right",
  not_found: "Not found",
  method_not_allowed: "Method not allowed",
  not_signed_in: "Not signed in",
  not_permitted: "Not permitted",
  too_large: "Too large",
  too_many_requests: "Too many requests",
  not_available: "Not available",
  database_unreachable: "The database does not answer",
  query_timeout: "The database took too long",
  conflict: "Conflict",
  internal: "The console failed to answer",
};

const errorOf = (error: unknown): FiberError => {
  if (error instanceof z.ZodError) {
    const issue = error.issues[0];
    return invalidInput(issue?.path.join(".") || "request", issue?.message ?? "The request is not right.");
  }
  return classifyDatabaseError(error);
};

/** Any error as application/problem+json (RFC 9457). An internal one keeps its text to the server's log. */
export const problemResponse = (error: unknown): Response => {
  const { kind, message, field, line, remedy, cause, retry_after_seconds } = errorOf(error);
  if (kind === "internal") log.error(cause ?? error);
  const detail = kind === "internal" ? "The server's log has the reason." : message;
  const body = { type: "about:blank", title: TITLE[kind], status: httpStatus(kind), detail, kind, field, line, remedy };
  return Response.json(body, {
    status: body.status,
    headers: {
      "Content-Type": "application/problem+json",
      "Cache-Control": "no-store",
      ...(kind === "database_unreachable" ? { "Retry-After": "5" } : {}),
      ...(retry_after_seconds === undefined ? {} : { "Retry-After": String(retry_after_seconds) }),
      ...(kind === "not_signed_in" ? { "WWW-Authenticate": 'Bearer realm="Fiber-DB"' } : {}),
    },
  });
};

/** Whether the statements behind the answer are wanted too: `sql=1`, which the handler need not know. */
const takeSql = (request: Request): { request: Request; with_sql: boolean } => {
  const url = new URL(request.url);
  const wanted = url.searchParams.getAll("sql");
  if (wanted.length === 0) return { request, with_sql: false };
  if (wanted.length > 1 || wanted[0] !== "1") throw invalidInput("sql", "sql must be 1, or be left out.");
  url.searchParams.delete("sql");
  return { request: new Request(url, { headers: request.headers, signal: request.signal }), with_sql: true };
};

/** An answer as it is sent, and what it was read with. */
type Answer = { json: string; statements: Statement[] };

/** Kept on globalThis so that every route's bundle has the same. */
const shared = globalThis as { fiber_shared_reads?: Map<number, ReturnType<typeof createSharedReads<Answer>>> };

const sharedReads = (share_ms: number) => {
  const by_window = (shared.fiber_shared_reads ??= new Map());
  const reads = by_window.get(share_ms) ?? createSharedReads<Answer>({ share_ms, entries_max: 256 });
  by_window.set(share_ms, reads);
  return reads;
};

const keyOf = (request: Request): string => {
  const { pathname, searchParams } = new URL(request.url);
  searchParams.sort();
  return `${pathname}?${searchParams.toString()}`;
};

const timing = (statements: Statement[], started_ms: number): string => {
  const db_ms = statements.reduce((sum, { duration_ms }) => sum + duration_ms, 0);
  const total_ms = performance.now() - started_ms;
  return `db;dur=${db_ms.toFixed(1)};desc="${statements.length} statements", total;dur=${total_ms.toFixed(1)}`;
};

const answered = ({ json, statements }: Answer, started_ms: number, age_ms: number | null): Response =>
  new Response(json, {
    headers: {
      "Content-Type": "application/json",
      "Cache-Control": "no-store",
      "Server-Timing": timing(age_ms === null ? statements : [], started_ms),
      ...(age_ms === null ? {} : { Age: String(Math.floor(age_ms / 1000)) }),
    },
  });

/**
 * A route that answers JSON: what the handler returns, or what it throws as a problem document. Nobody learns what the
 * handler says without the right: a token with the scope, or a person whose role has it; `read` unless said otherwise.
 * Server-Timing tells the sum of the reader's statements and the whole, in ms. To a GET that takes the scope `read`,
 * `sql=1` adds these `statements` to the answer. A route that is `shared` answers equal questions of a few seconds with
 * one reading, to whoever has the right; its `as_of` is when that began, and Age tells how long ago.
 */
export const jsonRoute =
  <Context>(handler: (request: Request, context: Context) => Promise<unknown>, needed: ApiNeed = { scope: "read" }) =>
  async (given: Request, context: Context): Promise<Response> => {
    const started_ms = performance.now();
    const share = "scope" in needed ? needed.shared : undefined;
    const read = async (): Promise<SharedRead<Answer>> => {
      const tells_sql = given.method === "GET" && "scope" in needed && needed.scope === "read";
      const { request, with_sql } = tells_sql ? takeSql(given) : { request: given, with_sql: false };
      const ask = async (): Promise<Answer> => {
        const { result, statements } = await recordStatements(() => handler(request, context));
        return { json: JSON.stringify(with_sql ? { ...(result as object), statements } : result), statements };
      };
      if (with_sql || share === undefined) return { answer: await ask(), age_ms: null };
      return sharedReads(share === "slow" ? SHARE_SLOW_MS : SHARE_MS)(keyOf(request), ask);
    };
    try {
      const right = requireApi(given, needed, context);
      const { answer, age_ms } = await (share === undefined ? right.then(read) : readWithRight(given, right, read));
      return answered(answer, started_ms, age_ms);
    } catch (error) {
      return problemResponse(error);
    }
  };
