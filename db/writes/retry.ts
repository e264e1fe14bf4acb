/**
 * Errors after which the same transaction may succeed: deadlock, serialization, a lock not had, a chunk dropped by
 * retention under our feet, a node deleted since it was looked up.
 */
const PASSING = new Set(["40P01", "40001", "55P03", "42P01", "23503"]);
const ATTEMPTS = 5;

/** SQLSTATE of an error of the driver. */
export const codeOf = (error: unknown): string | undefined =>
  error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Runs `work`, and again after an error that passes by itself, up to five times in all; then the last error is thrown. */
export const withRetry = async <T>(work: () => Promise<T>, before_retry: () => void): Promise<T> => {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (attempt === ATTEMPTS || !PASSING.has(codeOf(error) ?? "")) throw error;
      before_retry();
      await pause(attempt * 20 * (1 + Math.random()));
    }
  }
};
