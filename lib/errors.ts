/** Why something could not be answered. Each kind is shown differently; none of them means zero. */
export type ErrorKind =
  | "invalid_input"
  | "not_found"
  | "method_not_allowed"
  | "not_signed_in"
  | "not_permitted"
  | "too_large"
  | "too_many_requests"
  | "not_available"
  | "database_unreachable"
  | "query_timeout"
  | "conflict"
  | "internal";

type Details = { cause?: unknown; field?: string; line?: number; remedy?: string; retry_after_seconds?: number };

/** The closed set of errors that cross a layer. `message` is a sentence for people; `cause` keeps the original. */
export class FiberError extends Error {
  override name = "FiberError";
  readonly kind: ErrorKind;
  readonly field: string | undefined;
  readonly line: number | undefined;
  /** What the reader can do about it, one sentence. */
  readonly remedy: string | undefined;
  /** When asking again may succeed. */
  readonly retry_after_seconds: number | undefined;

  constructor(kind: ErrorKind, message: string, details: Details = {}) {
    super(message, { cause: details.cause });
    this.kind = kind;
    this.field = details.field;
    this.line = details.line;
    this.remedy = details.remedy;
    this.retry_after_seconds = details.retry_after_seconds;
  }
}

/** A client's mistake in one field. */
export const invalidInput = (field: string, message: string) => new FiberError("invalid_input", message, { field });

export const notFound = (message: string) => new FiberError("not_found", message);

const HTTP_STATUS: Record<ErrorKind, number> = {
  invalid_input: 400,
  not_found: 404,
  method_not_allowed: 405,
  not_signed_in: 401,
  not_permitted: 403,
  too_large: 413,
  too_many_requests: 429,
  not_available: 501,
  database_unreachable: 503,
  query_timeout: 504,
  conflict: 409,
  internal: 500,
};

/** The HTTP status of an error kind. */
export const httpStatus = (kind: ErrorKind): number => HTTP_STATUS[kind];
