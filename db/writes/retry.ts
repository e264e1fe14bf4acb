import { setTimeout as pause } from "node:timers/promises";
import { classifyDatabaseError } from "#db/errors.ts";

/**
 * Errors after which the same transaction may succeed: deadlock, serialization, a lock not had, a chunk dropped by
 * retention under our feet, a node deleted since it was looked up.
 */
const PASSING = new Set(["40P01", "40001", "55P03", "42P01", "23503"]);
const ATTEMPTS = 5;
const AWAY_PAUSE_MS = 1_000;

/** How long a database that does not answer is waited for. */
export type Patience = {
  milliseconds: number;
  /** Called when the wait begins, and when it is over because the database is back. */
  on_away?: () => void;
  on_back?: () => void;
  /** Ends the wait: what is written then fails. */
  signal?: AbortSignal;
};

/** SQLSTATE of an error of the driver. */
export const codeOf = (error: unknown): string | undefined =>
  error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;

/** Decides whether an error is worth another attempt, and waits until then; false: it is not. */
const createWait = (patience: Patience | undefined) => {
  let attempts = 1;
  let away_since: number | undefined;
  const passing = async (): Promise<boolean> => {
    if (attempts === ATTEMPTS) return false;
    await pause(attempts * 20 * (1 + Math.random()));
    attempts += 1;
    return true;
  };
  const away = async ({ milliseconds, signal, on_away }: Patience): Promise<boolean> => {
    if (away_since === undefined) on_away?.();
    away_since ??= performance.now();
    if (signal?.aborted || performance.now() - away_since >= milliseconds) return false;
    await pause(AWAY_PAUSE_MS, undefined, signal && { signal }).catch(() => undefined);
    return true;
  };
  return {
    before: async (error: unknown): Promise<boolean> => {
      if (PASSING.has(codeOf(error) ?? "")) return passing();
      return patience && classifyDatabaseError(error).kind === "database_unreachable" ? away(patience) : false;
    },
    done: () => {
      if (away_since !== undefined) patience?.on_back?.();
    },
  };
};

/**
 * Runs `work`, and again after an error that passes by itself, up to five times in all, and with `patience` as long as
 * the database is away; then the last error is thrown. What a lost connection had sent to COMMIT may be stored.
 */
export const withRetry = async <T>(
  work: () => Promise<T>,
  before_retry: () => void,
  patience?: Patience,
): Promise<T> => {
  const wait = createWait(patience);
  for (;;) {
    try {
      const result = await work();
      wait.done();
      return result;
    } catch (error) {
      if (!(await wait.before(error))) throw error;
      before_retry();
    }
  }
};
