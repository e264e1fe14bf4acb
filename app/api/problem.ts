import { z } from "zod";
import { type ApiNeed, requireApi } from "#app/guard.ts";
import { log } from "#app/log.ts";
import { classifyDatabaseError } from "#db/errors.ts";
import { type FiberError, httpStatus, invalidInput } from "#lib/errors.ts";

const TITLE: Record<FiberError["kind"], string> = {
  invalid_input: "The request is not right",
  not_found: "Not found",
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

/**
 * A route that answers JSON: what the handler returns, or what it throws as a problem document. Nobody gets to the
 * handler without the right: a token with the scope, or a person whose role has it; `read` unless said otherwise.
 */
export const jsonRoute =
  <Context>(handler: (request: Request, context: Context) => Promise<unknown>, needed: ApiNeed = { scope: "read" }) =>
  async (request: Request, context: Context): Promise<Response> => {
    try {
      await requireApi(request, needed, context);
      return Response.json(await handler(request, context), { headers: { "Cache-Control": "no-store" } });
    } catch (error) {
      return problemResponse(error);
    }
  };
