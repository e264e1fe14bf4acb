import { randomBytes } from "node:crypto";
import { type Kysely, sql } from "kysely";
import { createDatabase } from "#db/client.ts";
import { migrateToLatest } from "#db/migrations/index.ts";
import { applyPolicies } from "#db/policies/index.ts";
import type { Database } from "#db/schema/index.ts";
import { scheduleJobs } from "./jobs.ts";

/** A database of one's own. `db` signs in as the owner; other access by createDatabase({ url, access }). */
export type TestDatabase = {
  url: string;
  db: Kysely<Database>;
  /** Closes `db` and removes the database. Call it in afterAll. */
  drop: () => Promise<void>;
};

export type TestDatabaseOptions = {
  /** `migrated` (default) or `empty`: no extension, no table. */
  schema?: "migrated" | "empty";
  /** Puts the declared policies in force, unscheduled: they run when a test calls runPolicies(). */
  policies?: boolean;
};

const openOwner = (url: string): Kysely<Database> =>
  createDatabase({ url, access: "owner", max: 4, application_name: "fiber-db test" });

/** Statements that refuse a transaction, each on its own, on the server that TEST_DATABASE_URL names. */
const administer = async (server_url: string, statement: string): Promise<void> => {
  const db = createDatabase({ url: server_url, access: "owner", max: 1, application_name: "fiber-db test" });
  try {
    await sql.raw(statement).execute(db);
  } finally {
    await db.destroy();
  }
};

const createOnServer = async (server_url: string) => {
  const name = `fiber_test_${randomBytes(6).toString("hex")}`;
  await administer(server_url, `CREATE DATABASE ${name}`);
  const url = new URL(server_url);
  url.pathname = `/${name}`;
  return { url: url.href, stop: () => administer(server_url, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`) };
};

/** Loaded on demand: with TEST_DATABASE_URL the embedded server is never touched. */
const createEmbedded = async (schema: "migrated" | "empty") => {
  const { startEmbeddedForTest } = await import("./snapshot.ts");
  return startEmbeddedForTest(schema);
};

/** A server's scheduler would run a policy the moment it is added. Stopping it takes a superuser; others race it. */
const stopScheduler = async (db: Kysely<Database>): Promise<void> => {
  try {
    await sql`SELECT _timescaledb_functions.stop_background_workers()`.execute(db);
  } catch (error) {
    if ((error as { code?: string }).code !== "42501") throw error;
  }
};

const applyUnscheduled = async (db: Kysely<Database>): Promise<void> => {
  await applyPolicies(db);
  const { rows } = await sql<{ job_id: number }>`SELECT job_id FROM timescaledb_information.jobs
    WHERE proc_schema = 'fiber' OR (proc_name LIKE 'policy\\_%' AND hypertable_name IS NOT NULL)`.execute(db);
  await scheduleJobs(
    db,
    rows.map(({ job_id }) => job_id),
    { scheduled: false },
  );
};

/**
 * A fresh database for one test file: on the server of TEST_DATABASE_URL, or else an embedded one in memory that
 * starts from a migrated snapshot. Nothing runs in it by itself: no job, no policy.
 */
export const createTestDatabase = async (options: TestDatabaseOptions = {}): Promise<TestDatabase> => {
  const { schema = "migrated", policies = false } = options;
  const server_url = process.env.TEST_DATABASE_URL;
  const server = server_url ? await createOnServer(server_url) : await createEmbedded(schema);
  const db = openOwner(server.url);
  const drop = async (): Promise<void> => {
    await db.destroy();
    await server.stop();
  };
  try {
    if (schema === "migrated") await migrateToLatest(db);
    if (server_url && schema === "migrated") await stopScheduler(db);
    if (policies) await applyUnscheduled(db);
  } catch (error) {
    await drop();
    throw error;
  }
  return { url: server.url, db, drop };
};
