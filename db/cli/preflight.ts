import { type Kysely, sql } from "kysely";
import { createDatabase } from "#db/client.ts";
import { classifyDatabaseError } from "#db/errors.ts";
import type { Database } from "#db/schema/index.ts";
import { FiberError } from "#lib/errors.ts";

export const POSTGRES_MIN = 15;
export const TIMESCALEDB_MIN = "2.19";

const GRANT_ROLES = "As an administrator: GRANT fiber_reader, fiber_writer TO the role that DATABASE_URL signs in as.";

type DriverError = Error & { code?: string; hint?: string };

/** Host, port and database of an address, without user and password. */
export const addressWithoutPassword = (url: string): string => {
  const { host, pathname, searchParams } = new URL(url);
  return `${searchParams.get("host") ?? host}${pathname}`;
};

const firstError = (error: unknown): DriverError =>
  (error instanceof AggregateError ? error.errors[0] : error) as DriverError;

const SENTENCE: [RegExp, (where: string, error: DriverError) => [message: string, remedy: string]][] = [
  [
    /^(28P01|28000)$/,
    (where, error) => [`DATABASE_URL is refused by ${where}: ${error.message}.`, "Check its user and password."],
  ],
  [/^3D000$/, (where) => [`DATABASE_URL names a database that is not there: ${where}.`, "Create it, or name another."]],
  [
    /^(ECONNREFUSED|ENOENT|EHOSTUNREACH|ENETUNREACH|ECONNRESET|ETIMEDOUT)$/,
    (where, error) => [
      `DATABASE_URL points to ${where}, where nothing answers (${error.code}).`,
      "Check host and port, and that the server runs.",
    ],
  ],
  [
    /^(ENOTFOUND|EAI_AGAIN)$/,
    (where) => [`DATABASE_URL points to ${where}, a host that is not known.`, "Check the host name."],
  ],
  [/^57P03$/, (where) => [`The database at ${where} is still starting up.`, "Try again in a moment."]],
  [
    /^53300$/,
    (where) => [`The database at ${where} takes no more connections.`, "Free some, or raise max_connections."],
  ],
];

const TIMED_OUT = /timeout exceeded when trying to connect|Connection terminated due to connection timeout/i;

/** What an error of the database means to whoever set DATABASE_URL, as a sentence. `url` undefined: embedded. */
export const explainDatabaseError = (error: unknown, url: string | undefined): FiberError => {
  const cause = firstError(error);
  const code = cause.code ?? "";
  if (code === "ENOSPC" || code === "53100") {
    return new FiberError("internal", "The disk is full: the database cannot write.", { cause: error });
  }
  if (code === "42501") {
    const message = `The database does not permit it: ${cause.message}.`.replace(/\.\.$/, ".");
    const remedy = /role "fiber_/.test(cause.message) ? GRANT_ROLES : cause.hint;
    return new FiberError("not_permitted", message, { cause: error, remedy });
  }
  const where = url === undefined ? "the embedded database" : addressWithoutPassword(url);
  const found = SENTENCE.find(([pattern]) => pattern.test(code));
  if (found) {
    const [message, remedy] = found[1](where, cause);
    return new FiberError("database_unreachable", message, { cause: error, remedy });
  }
  if (TIMED_OUT.test(cause.message)) {
    const message = `DATABASE_URL points to ${where}, which does not answer within 10 seconds.`;
    return new FiberError("database_unreachable", message, { cause: error, remedy: "Check host, port and firewall." });
  }
  const told = classifyDatabaseError(error);
  return told.kind === "internal" ? new FiberError("internal", cause.message, { cause: error }) : told;
};

type Facts = {
  postgres_version: string;
  version_num: number;
  standby: boolean;
  may_create: boolean;
  user_name: string;
  database_name: string;
  timescaledb_installed: string | null;
  timescaledb_available: string | null;
  preloaded: boolean;
  license: string | null;
};

const readFacts = async (db: Kysely<Database>): Promise<Facts> => {
  const { rows } = await sql<Facts>`
    SELECT current_setting('server_version') AS postgres_version,
           current_setting('server_version_num')::int AS version_num,
           pg_is_in_recovery() AS standby,
           has_database_privilege(current_database(), 'CREATE') AND has_schema_privilege('public', 'CREATE') AS may_create,
           current_user::text AS user_name, current_database()::text AS database_name,
           (SELECT extversion FROM pg_extension WHERE extname = 'timescaledb') AS timescaledb_installed,
           (SELECT default_version FROM pg_available_extensions WHERE name = 'timescaledb') AS timescaledb_available,
           current_setting('timescaledb.disable_load', true) IS NOT NULL AS preloaded,
           current_setting('timescaledb.license', true) AS license`.execute(db);
  if (!rows[0]) throw new FiberError("internal", "The database does not say which it is.");
  return rows[0];
};

const olderThan = (version: string, least: string): boolean => {
  const [a = 0, b = 0] = version.split(".").map((part) => Number.parseInt(part, 10));
  const [c = 0, d = 0] = least.split(".").map(Number);
  return a < c || (a === c && b < d);
};

/** The first reason why this server cannot serve Fiber-DB, or undefined. */
const findObstacle = (facts: Facts): FiberError | undefined => {
  const { timescaledb_installed, timescaledb_available, user_name, database_name } = facts;
  const unfit = (message: string, remedy: string) => new FiberError("not_available", message, { remedy });
  if (facts.version_num < POSTGRES_MIN * 10_000) {
    return unfit(
      `DATABASE_URL leads to PostgreSQL ${facts.postgres_version}, which is too old.`,
      `Use ${POSTGRES_MIN} or later.`,
    );
  }
  if (facts.standby) {
    return unfit(
      "DATABASE_URL leads to a replica, which takes no writes.",
      "Name the primary; a replica goes into DATABASE_REPLICA_URL.",
    );
  }
  const timescaledb = timescaledb_installed ?? timescaledb_available;
  if (timescaledb === null) {
    return unfit(
      "DATABASE_URL leads to a PostgreSQL without TimescaleDB.",
      "Install TimescaleDB (Community edition) on that server.",
    );
  }
  if (olderThan(timescaledb, TIMESCALEDB_MIN)) {
    return unfit(
      `DATABASE_URL leads to TimescaleDB ${timescaledb}, which is too old.`,
      `Use ${TIMESCALEDB_MIN} or later.`,
    );
  }
  if (facts.license === "apache") {
    return unfit(
      "DATABASE_URL leads to the Apache edition of TimescaleDB, which has no compression, continuous aggregates or policies.",
      "Install the Community edition, or set timescaledb.license = 'timescale' where it is installed.",
    );
  }
  if (!facts.may_create) {
    return new FiberError(
      "not_permitted",
      `DATABASE_URL signs in as ${user_name}, who may not create tables in database ${database_name}.`,
      {
        remedy: `As an administrator: GRANT CREATE ON DATABASE ${database_name} TO ${user_name}; GRANT CREATE ON SCHEMA public TO ${user_name};`,
      },
    );
  }
  return undefined;
};

/**
 * Resolves when the server behind `url` can be migrated. Otherwise throws a FiberError: unreachable, refused, not
 * PostgreSQL 15, without TimescaleDB 2.19 of the Community edition, a replica, or not permitted to create.
 */
export const checkServer = async (url: string): Promise<void> => {
  const db = createDatabase({ url, access: "owner", max: 1, application_name: "fiber-db start" });
  try {
    const obstacle = findObstacle(await readFacts(db));
    if (obstacle) throw obstacle;
  } catch (error) {
    throw error instanceof FiberError ? error : explainDatabaseError(error, url);
  } finally {
    await db.destroy();
  }
};
