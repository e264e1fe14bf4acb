import { Kysely, PostgresAdapter, PostgresDialect } from "kysely";
import pg from "pg";
import { preferReplica } from "./replica.ts";
import type { Database } from "./schema/index.ts";
import { noteStatement } from "./statements.ts";

/** `reader` and `writer` are database roles with the least rights; `owner` is whoever the address signs in as. */
export type Access = "owner" | "writer" | "reader";

export type DatabaseOptions = {
  /** A postgresql:// address. */
  url: string;
  /** Connections come from here while it answers, and from `url` when it does not. */
  replica_url?: string | undefined;
  access: Access;
  /** Largest number of connections. */
  max?: number;
  application_name?: string;
  /** A statement that takes longer is cancelled. 0: never. */
  statement_timeout_ms?: number;
};

const OID = { int8: 20, numeric: 1700, timestamp: 1114, timestamptz: 1184, int8_array: 1016, timestamptz_array: 1185 };

/** PostgreSQL's text of a UTC timestamptz as ISO 8601; `infinity` and `-infinity` stay as they are. */
export const isoFromTimestamptz = (text: string): string =>
  text.endsWith("+00") ? `${text.slice(0, 10)}T${text.slice(11, -3)}Z` : text;

const parseArray = (text: string): (string | null)[] =>
  text === "{}"
    ? []
    : text
        .slice(1, -1)
        .split(",")
        .map((item) => (item === "NULL" ? null : item.replaceAll('"', "")));

const parsers: Record<number, (text: string) => unknown> = {
  [OID.int8]: Number,
  [OID.numeric]: Number,
  [OID.timestamptz]: isoFromTimestamptz,
  [OID.timestamp]: (text) => `${text.slice(0, 10)}T${text.slice(11)}`,
  [OID.int8_array]: (text) => parseArray(text).map((item) => (item === null ? null : Number(item))),
  [OID.timestamptz_array]: (text) => parseArray(text).map((item) => (item === null ? null : isoFromTimestamptz(item))),
};

const types = {
  getTypeParser: (oid: number, format?: "text" | "binary") =>
    (format !== "binary" && parsers[oid]) || pg.types.getTypeParser(oid, format as "text"),
} as pg.CustomTypesConfig;

const startupOptions = ({ access, statement_timeout_ms = 0 }: DatabaseOptions): string =>
  [
    "TimeZone=UTC",
    "DateStyle=ISO",
    "search_path=public",
    `statement_timeout=${statement_timeout_ms}`,
    ...(access === "owner" ? [] : [`role=fiber_${access}`]),
    ...(access === "reader" ? ["default_transaction_read_only=on"] : []),
  ]
    .map((setting) => `-c ${setting}`)
    .join(" ");

/** Migrations hold a lock of their transaction instead (db/migrations/index.ts): the embedded server has no session's. */
class LocklessAdapter extends PostgresAdapter {
  override async acquireMigrationLock(): Promise<void> {}
  override async releaseMigrationLock(): Promise<void> {}
}

class Dialect extends PostgresDialect {
  override createAdapter(): PostgresAdapter {
    return new LocklessAdapter();
  }
}

/**
 * A pool behind Kysely. Times come as ISO 8601 UTC strings, bigint and numeric as numbers.
 * A lost connection is replaced at the next query; the query that met the loss fails.
 */
export const createDatabase = (options: DatabaseOptions): Kysely<Database> => {
  const { replica_url, ...primary } = options;
  const pool = replica_url
    ? preferReplica(createPool({ ...primary, url: replica_url }), createPool(primary))
    : createPool(primary);
  const dialect = new Dialect({ pool });
  return new Kysely<Database>(options.access === "reader" ? { dialect, log: noteStatement } : { dialect });
};

/** The pool alone, for what Kysely cannot say (several statements at once, statements that refuse a transaction). */
export const createPool = (options: DatabaseOptions): pg.Pool => {
  const pool = new pg.Pool({
    connectionString: options.url,
    max: options.max ?? 10,
    application_name: options.application_name ?? "fiber-db",
    options: startupOptions(options),
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
    types,
  });
  // Without a listener the loss of an idle connection ends the process; the pool opens another one by itself.
  pool.on("error", () => undefined);
  return pool;
};
