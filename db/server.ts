import "server-only";
import type { Kysely } from "kysely";
import { FiberError } from "#lib/errors.ts";
import { createDatabase } from "./client.ts";
import type { Database } from "./schema/index.ts";

const STATEMENT_TIMEOUT_MS = 15_000;
/**
 * A new session knows no table yet: its first look at 10,000 chunks takes two to five times the processor of its second.
 * Pages that are open ask every 10 to 60 s.
 */
const IDLE_MS = 300_000;

// Kept on globalThis so that a hot reload does not open another pool.
const shared = globalThis as { fiber_reader?: Kysely<Database>; fiber_primary_reader?: Kysely<Database> };

/** Whether reads are configured to go to a replica. */
export const replicaExpected = (): boolean => Boolean(process.env.DATABASE_REPLICA_URL);

const open = (replica_url: string | undefined): Kysely<Database> => {
  const url = process.env.DATABASE_URL;
  if (!url)
    throw new FiberError("database_unreachable", "DATABASE_URL is not set.", { remedy: "Start with npm start." });
  return createDatabase({
    url,
    replica_url,
    access: "reader",
    application_name: "fiber-db console",
    statement_timeout_ms: STATEMENT_TIMEOUT_MS,
    idle_ms: IDLE_MS,
  });
};

/** The pages' only door to the database: one pool that signs in as the role that can only read, on the replica if there is one. */
export const reader = (): Kysely<Database> =>
  (shared.fiber_reader ??= open(process.env.DATABASE_REPLICA_URL || undefined));

/** The same door to the primary, for what a replica does not show: who is at work there. Without a replica it is reader(). */
export const primaryReader = (): Kysely<Database> =>
  replicaExpected() ? (shared.fiber_primary_reader ??= open(undefined)) : reader();
