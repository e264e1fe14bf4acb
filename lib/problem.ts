import { FiberError } from "./errors.ts";
import type { ErrorKind } from "./errors.ts";

/** An error as it crosses from server to browser, in a page or as application/problem+json: plain data, no stack. */
export type Problem = { kind: ErrorKind; message: string; remedy: string | undefined };

/** What a page may show of an error. An unforeseen one keeps its text to the log and is told as internal. */
export function toProblem(error: unknown): Problem {
  if (error instanceof FiberError) return { kind: error.kind, message: error.message, remedy: error.remedy };
  return { kind: "internal", message: "The console failed to answer.", remedy: "The server's log has the reason." };
}

const KIND_OF_STATUS: Record<number, ErrorKind> = {
  400: "invalid_input",
  401: "not_signed_in",
  403: "not_permitted",
  404: "not_found",
  405: "method_not_allowed",
  409: "conflict",
  413: "too_large",
  429: "too_many_requests",
  501: "not_available",
  503: "database_unreachable",
  504: "query_timeout",
};

const KINDS: readonly ErrorKind[] = [...new Set(Object.values(KIND_OF_STATUS)), "internal"];

const text = (value: unknown): string | undefined => (typeof value === "string" && value !== "" ? value : undefined);

/** The error that a response with application/problem+json (RFC 9457) tells of; falls back on the status alone. */
export function fromProblemJson(status: number, body: unknown): FiberError {
  const fields: Record<string, unknown> = typeof body === "object" && body !== null ? { ...body } : {};
  const kind = KINDS.find((known) => known === fields.kind) ?? KIND_OF_STATUS[status] ?? "internal";
  const message = text(fields.detail) ?? text(fields.title) ?? `The server answered with status ${status}.`;
  const remedy = text(fields.remedy);
  return new FiberError(kind, message, remedy === undefined ? {} : { remedy });
}

/** Who has failed to answer, as the subject of a sentence: "The database has not answered since 13:02." */
export function failedSince(kind: ErrorKind, clock: string): string {
  if (kind === "database_unreachable") return `The database has not answered since ${clock}.`;
  if (kind === "query_timeout") return `The query has taken longer than allowed since ${clock}.`;
  if (kind === "not_permitted") return `This has not been permitted any more since ${clock}.`;
  return `The console's server has not answered since ${clock}.`;
}
