import { FiberError, type ErrorKind } from "#lib/errors.ts";

type PgError = Error & { code?: string; detail?: string };

const UNREACHABLE = /^(ECONNREFUSED|ECONNRESET|ENOTFOUND|ETIMEDOUT|EPIPE|EAI_AGAIN|08|57P0[123]|53300|55000)/;

/** lock_not_available: lock_timeout has passed. */
const LOCKED = "55P03";

const kindOf = (code: string, message: string): ErrorKind => {
  if (code === "42501") return "not_permitted";
  if (code === "0A000") return "not_available";
  if (code === "57014" || code === LOCKED) return "query_timeout";
  if (code === "42P01" || code === "42703" || code === "42883" || code === "3F000") return "not_available";
  if (code === "28P01" || code === "28000" || code === "3D000") return "database_unreachable";
  if (
    UNREACHABLE.test(code) ||
    /timeout exceeded when trying to connect|Connection terminated|not queryable|connection error/i.test(message)
  )
    return "database_unreachable";
  if (code === "22021" || code === "22P02" || code === "22P05") return "invalid_input";
  if (code.startsWith("23")) return "conflict";
  return "internal";
};

const SENTENCE: Partial<Record<ErrorKind, string>> = {
  invalid_input: "The database cannot take this as a value.",
  not_permitted: "This database role may not see it.",
  not_available: "This database does not offer it.",
  query_timeout: "The database took too long to answer.",
  database_unreachable: "The database does not answer.",
};

const sentenceOf = (kind: ErrorKind, code: string | undefined): string | undefined =>
  code === LOCKED ? "Another session holds a lock on what is asked for." : SENTENCE[kind];

const remedyOf = (code: string | undefined, message: string): string | undefined => {
  if (code === LOCKED)
    return "It answers again when that session ends: a compression, VACUUM FULL or ALTER. Storage shows under Server which transaction is the longest.";
  if (code === "42P01") return "If this database is new, run: npx fiber db migrate";
  if (code === "42501" && /^permission denied for (schema|table|view)/.test(message))
    return "Its owner can give the rights back: GRANT USAGE ON SCHEMA public, fiber TO fiber_reader; GRANT SELECT ON ALL TABLES IN SCHEMA public, fiber TO fiber_reader;";
  return undefined;
};

/**
 * Any error of the data layer as a FiberError, its cause kept. Errors that are FiberErrors already pass. Where the
 * database is stays out of the text: it goes to whoever asked.
 */
export const classifyDatabaseError = (error: unknown): FiberError => {
  if (error instanceof FiberError) return error;
  const cause = (error instanceof AggregateError ? error.errors[0] : error) as PgError;
  const message = cause?.message ?? String(error);
  const kind = kindOf(cause?.code ?? "", message);
  const text = kind === "database_unreachable" ? `(${cause?.code ?? "connection lost"})` : message;
  const remedy = remedyOf(cause?.code, message);
  return new FiberError(kind, [sentenceOf(kind, cause?.code), text].filter(Boolean).join(" "), {
    cause: error,
    ...(remedy && { remedy }),
  });
};
