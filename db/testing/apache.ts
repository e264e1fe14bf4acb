import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Kysely, sql } from "kysely";
import { createDatabase } from "#db/client.ts";
import { snapshotEmbedded, startEmbedded } from "#db/embedded/index.ts";
import { applyPolicies } from "#db/policies/index.ts";
import type { Database } from "#db/schema/index.ts";
import { startEmbeddedForTest } from "./snapshot.ts";
import type { TestDatabase } from "./test-database.ts";

const open = (url: string): Kysely<Database> =>
  createDatabase({ url, access: "owner", max: 4, application_name: "fiber-db test" });

/**
 * A database of the Community edition, with its policies and with what `fill` puts in, that has gone over to the Apache
 * edition. Embedded whatever TEST_DATABASE_URL says: the license is the whole server's and takes a start of it.
 */
export const createApacheDatabase = async (fill: (db: Kysely<Database>) => Promise<void>): Promise<TestDatabase> => {
  const directory = await mkdtemp(join(tmpdir(), "fiber-apache-"));
  const snapshot = join(directory, "apache.tar");
  const before = await startEmbeddedForTest("migrated");
  try {
    const db = open(before.url);
    try {
      await applyPolicies(db);
      await fill(db);
      await sql`ALTER SYSTEM SET timescaledb.license = 'apache'`.execute(db);
    } finally {
      await db.destroy();
    }
    await snapshotEmbedded(before, snapshot);
    const server = await startEmbedded({ jobs: false, snapshot });
    const own = open(server.url);
    const drop = async (): Promise<void> => {
      await own.destroy();
      await server.stop();
    };
    return { url: server.url, db: own, drop };
  } finally {
    await before.stop();
    await rm(directory, { recursive: true, force: true });
  }
};
