import { AsyncLocalStorage } from "node:async_hooks";
import type { LogEvent } from "kysely";
import type { Statement, StatementParameter } from "#lib/model/statement.ts";
import { tidySql } from "#lib/sql-text.ts";

type Recording = { statements: Statement[] };

/** Kept on globalThis: whichever bundle opened a pool, its statements go to the recording that is going on. */
const shared = globalThis as { fiber_recording?: AsyncLocalStorage<Recording> };
const recording = (shared.fiber_recording ??= new AsyncLocalStorage<Recording>());

const shown = (value: unknown): StatementParameter => {
  if (value === null || value === undefined) return null;
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map(shown);
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return value;
  return typeof value === "bigint" ? String(value) : JSON.stringify(value);
};

/** The reader's log of Kysely: a statement goes to the recording in whose course it was executed, if there is one. */
export const noteStatement = ({ level, query, queryDurationMillis }: LogEvent): void => {
  recording.getStore()?.statements.push({
    sql: tidySql(query.sql),
    parameters: query.parameters.map(shown),
    duration_ms: Math.round(queryDurationMillis * 1000) / 1000,
    failed: level === "error",
  });
};

/** Tells the recording that is going on, if one is, of statements that were executed in the course of another. */
export const adoptStatements = (statements: readonly Statement[]): void => {
  recording.getStore()?.statements.push(...statements);
};

/**
 * Runs `ask` and tells which statements the reader executed for it, in the order in which they ended. Statements of
 * other doors (sessions, tokens, writes) are never among them. What `ask` throws is thrown.
 */
export const recordStatements = async <T>(ask: () => Promise<T>): Promise<{ result: T; statements: Statement[] }> => {
  const own: Recording = { statements: [] };
  const result = await recording.run(own, ask);
  return { result, statements: own.statements };
};
