import { Kysely, PostgresAdapter, PostgresDialect, type Transaction } from "kysely";
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
  /** A connection that nobody uses is closed after this; 10 s unless given, 0: never. */
  idle_ms?: number;
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

/** Less than the time limit of any read: who waits for another's lock is to be told so, not that the query is slow. */
const READER_LOCK_TIMEOUT_MS = 10_000;

/**
 * Reads are short, and several of a page run at once: to start workers or to compile a plan takes longer than what either
 * gains (docs/decisions/0019-speed.md).
 */
const READER_SETTINGS = [
  "default_transaction_read_only=on",
  "max_parallel_workers_per_gather=0",
  "jit=off",
  `lock_timeout=${READER_LOCK_TIMEOUT_MS}`,
];

const startupOptions = ({ access, statement_timeout_ms = 0 }: DatabaseOptions): string =>
  [
    "TimeZone=UTC",
    "DateStyle=ISO",
    "search_path=public",
    `statement_timeout=${statement_timeout_ms}`,
    ...(access === "owner" ? [] : [`role=fiber_${access}`]),
    ...(access === "reader" ? READER_SETTINGS : []),
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
  const db = new Kysely<Database>(options.access === "reader" ? { dialect, log: noteStatement } : { dialect });
  if (pool instanceof pg.Pool) pools.set(db, pool);
  return db;
};

/** The pools of databases that are written to. */
const pools = new WeakMap<Kysely<Database>, pg.Pool>();

type CopyConnection = pg.Connection & { sendCopyFromChunk: (chunk: Buffer) => void; endCopyFrom: () => void };

type CopySettings = { statement: string; data: Buffer; done: () => void; failed: (error: Error) => void };

/** COPY … FROM STDIN of data at hand, as the driver wants a query of another kind: the server's messages are calls. */
class CopyIn implements pg.Submittable {
  readonly #settings: CopySettings;
  constructor(settings: CopySettings) {
    this.#settings = settings;
  }
  submit(connection: pg.Connection): void {
    connection.query(this.#settings.statement);
  }
  handleCopyInResponse(connection: CopyConnection): void {
    connection.sendCopyFromChunk(this.#settings.data);
    connection.endCopyFrom();
  }
  handleCommandComplete(): void {}
  handleError(error: Error): void {
    this.#settings.failed(error);
  }
  handleReadyForQuery(): void {
    this.#settings.done();
  }
}

/** Runs a COPY … FROM STDIN statement with all its data; a server that refuses it makes it throw. */
export type Copy = (statement: string, data: Buffer) => Promise<void>;

/** A transaction in which COPY, for which Kysely has no words, can run. `db` is one of createDatabase, not a replica. */
export const transactionWithCopy = async <T>(
  db: Kysely<Database>,
  work: (transaction: Transaction<Database>, copy: Copy) => Promise<T>,
): Promise<T> => {
  const pool = pools.get(db);
  if (!pool) throw new Error("transactionWithCopy wants a database of createDatabase");
  const client = await pool.connect();
  let broken = false;
  const lent = { query: client.query.bind(client), release: (discard?: boolean) => void (broken ||= discard === true) };
  const bound = new Kysely<Database>({
    dialect: new Dialect({ pool: { connect: async () => lent as pg.PoolClient, end: async () => undefined } as never }),
  });
  const copy: Copy = (statement, data) =>
    new Promise((done, failed) => void client.query(new CopyIn({ statement, data, done, failed })));
  try {
    return await bound.transaction().execute((transaction) => work(transaction, copy));
  } finally {
    client.release(broken);
  }
};

/** The pool alone, for what Kysely cannot say (several statements at once, statements that refuse a transaction). */
export const createPool = (options: DatabaseOptions): pg.Pool => {
  const pool = new pg.Pool({
    connectionString: options.url,
    max: options.max ?? 10,
    application_name: options.application_name ?? "fiber-db",
    options: startupOptions(options),
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: options.idle_ms ?? 10_000,
    keepAlive: true,
    types,
  });
  // Without listeners the loss of a connection ends the process: one that is idle is told by the pool, one that is
  // lent out, between two queries, by itself. Whoever holds it learns it from the next query; the pool opens another.
  pool.on("error", () => undefined);
  pool.on("connect", (client) => client.on("error", () => undefined));
  return pool;
};
