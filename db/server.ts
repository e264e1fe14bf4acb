import "server-only";
import type { Kysely } from "kysely";
import { FiberError } from "#lib/errors.ts";
import { createDatabase } from "./client.ts";
import type { Database } from "./schema/index.ts";

const STATEMENT_TIMEOUT_MS = 15_000;
/** Pages that are open ask every 10 to 60 s, and a new session knows no table yet. */
const IDLE_MS = 300_000;

// Kept on globalThis so that a hot reload does not open another pool.
const shared = globalThis as {
  fiber_reader?: Kysely<Database>;
  fiber_catalog_reader?: Kysely<Database>;
  fiber_primary_reader?: Kysely<Database>;
};

/**
 * What is read from the catalog is processor time of the server, and each session first learns every table it looks at:
 * ten sessions learn ten times as much and are ready later than three, which queue. They stay, since the first look at
 * 10,000 chunks takes two to five times the processor of the second (docs/decisions/0021-storage-at-many-chunks.md).
 */
const CATALOG = { max: 3, idle_ms: 0 };

/** Whether reads are configured to go to a replica. */
export const replicaExpected = (): boolean => Boolean(process.env.DATABASE_REPLICA_URL);

type Sessions = { max?: number; idle_ms: number };

const open = (replica_url: string | undefined, sessions: Sessions = { idle_ms: IDLE_MS }): Kysely<Database> => {
  const url = process.env.DATABASE_URL;
  if (!url)
    throw new FiberError("database_unreachable", "DATABASE_URL is not set.", { remedy: "Start with npm start." });
  return createDatabase({
    url,
    replica_url,
    access: "reader",
    application_name: "fiber-db console",
    statement_timeout_ms: STATEMENT_TIMEOUT_MS,
    ...sessions,
  });
};

const openReplica = (sessions?: Sessions) => open(process.env.DATABASE_REPLICA_URL || undefined, sessions);

/** The pages' only door to measurements: one pool that signs in as the role that can only read, on the replica if there is one. */
export const reader = (): Kysely<Database> => (shared.fiber_reader ??= openReplica());

/** The door to how the database is laid out and stored: the same role and server, in few sessions of its own. */
export const catalogReader = (): Kysely<Database> => (shared.fiber_catalog_reader ??= openReplica(CATALOG));

/** catalogReader() of the primary, for what a replica does not show: who is at work there. */
export const primaryReader = (): Kysely<Database> =>
  replicaExpected() ? (shared.fiber_primary_reader ??= open(undefined, CATALOG)) : catalogReader();
