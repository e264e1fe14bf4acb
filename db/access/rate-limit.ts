import { createHash } from "node:crypto";
import { type Kysely, sql } from "kysely";
import { FiberError } from "#lib/errors.ts";
import type { Database } from "../schema/index.ts";

export type RateRule = { max: number; window_seconds: number };

/** Names of limits may hold addresses of people: the table keeps only their hash. */
const keyOf = (name: string): string => createHash("sha256").update(name).digest("base64url");

/**
 * Counts `by` against a limit and returns the count of the window that is running and when it ends. The window starts
 * with the first use. One statement, so it is right over any number of instances.
 */
export const countUse = async (
  db: Kysely<Database>,
  name: string,
  { window_seconds }: RateRule,
  by = 1,
): Promise<{ count: number; seconds_left: number }> => {
  const { rows } = await sql<{ count: number; seconds_left: number }>`
    INSERT INTO fiber.rate_limits AS r (key, count, window_ends_at)
    VALUES (${keyOf(name)}, ${by}, clock_timestamp() + make_interval(secs => ${window_seconds}))
    ON CONFLICT (key) DO UPDATE SET
      count = CASE WHEN r.window_ends_at <= clock_timestamp() THEN excluded.count ELSE r.count + excluded.count END,
      window_ends_at = CASE WHEN r.window_ends_at <= clock_timestamp() THEN excluded.window_ends_at ELSE r.window_ends_at END
    RETURNING count, ceil(extract(epoch FROM window_ends_at - clock_timestamp()))::int AS seconds_left`.execute(db);
  return rows[0] ?? { count: by, seconds_left: window_seconds };
};

/** What stands on a limit now, without counting. */
export const readUse = async (db: Kysely<Database>, name: string): Promise<{ count: number; seconds_left: number }> => {
  const { rows } = await sql<{ count: number; seconds_left: number }>`
    SELECT count, ceil(extract(epoch FROM window_ends_at - clock_timestamp()))::int AS seconds_left
    FROM fiber.rate_limits WHERE key = ${keyOf(name)} AND window_ends_at > clock_timestamp()`.execute(db);
  return rows[0] ?? { count: 0, seconds_left: 0 };
};

export const clearUse = async (db: Kysely<Database>, name: string): Promise<void> => {
  await db.deleteFrom("fiber.rate_limits").where("key", "=", keyOf(name)).execute();
};

/** Removes counters whose window is over. */
export const sweepUses = async (db: Kysely<Database>): Promise<void> => {
  await sql`DELETE FROM fiber.rate_limits WHERE window_ends_at < clock_timestamp() - INTERVAL '1 hour'`.execute(db);
};

const inWords = (seconds: number): string =>
  seconds > 90 ? `${Math.ceil(seconds / 60)} min` : `${Math.max(1, seconds)} s`;

/** `first`: the limit was passed just now; it is the error's cause, for whoever notes it once. */
export const tooManyRequests = (what: string, seconds: number, first = false): FiberError =>
  new FiberError("too_many_requests", `Too many ${what}. Try again in ${inWords(seconds)}.`, {
    retry_after_seconds: Math.max(1, seconds),
    cause: first ? "first" : undefined,
  });

/** Counts one use and throws `too_many_requests` when the limit is passed. `what` completes "Too many …". */
export const consumeLimit = async (db: Kysely<Database>, name: string, rule: RateRule, what: string): Promise<void> => {
  const { count, seconds_left } = await countUse(db, name, rule);
  if (count > rule.max) throw tooManyRequests(what, seconds_left);
};
