import { type Kysely, sql } from "kysely";
import { type MigrationInfo, Migrator } from "kysely/migration";
import type { Database } from "../schema/index.ts";
import * as access from "./20261122t1200-access.ts";
import * as archiveLedger from "./20261129t2031-archive-ledger.ts";
import * as aggregates from "./20261122t1020-aggregates.ts";
import * as datasetsAndJobErrors from "./20261122t1030-datasets-and-job-errors.ts";
import * as extensionAndRoles from "./20261122t1000-extension-and-roles.ts";
import * as ingestActivity from "./20261125t1615-ingest-activity.ts";
import * as findings from "./20261125t1640-findings.ts";
import * as lateRefreshes from "./20261122t1300-late-refreshes.ts";
import * as nodesAndMetrics from "./20261122t1010-nodes-and-metrics.ts";
import * as policies from "./20261122t1040-policies.ts";
import * as runsWithoutStart from "./20261129t2030-runs-without-start.ts";
import * as samplingPlan from "./20261125t1647-sampling-plan.ts";
import * as samplingByCatalog from "./20261129t2025-sampling-by-catalog.ts";
import * as samplingByOid from "./20261129t2032-sampling-by-oid.ts";
import * as serverActivity from "./20261125t2025-server-activity.ts";
import * as storageForecasts from "./20261125t1646-storage-forecasts.ts";
import * as storageSamples from "./20261125t1645-storage-samples.ts";

/** Every migration by the name of its file, in the order of the names. A test holds this list against the folder. */
export const migrations = {
  "20261122t1000-extension-and-roles": extensionAndRoles,
  "20261122t1010-nodes-and-metrics": nodesAndMetrics,
  "20261122t1020-aggregates": aggregates,
  "20261122t1030-datasets-and-job-errors": datasetsAndJobErrors,
  "20261122t1040-policies": policies,
  "20261122t1200-access": access,
  "20261122t1300-late-refreshes": lateRefreshes,
  "20261125t1615-ingest-activity": ingestActivity,
  "20261125t1640-findings": findings,
  "20261125t1645-storage-samples": storageSamples,
  "20261125t1646-storage-forecasts": storageForecasts,
  "20261125t1647-sampling-plan": samplingPlan,
  "20261125t2025-server-activity": serverActivity,
  "20261129t2025-sampling-by-catalog": samplingByCatalog,
  "20261129t2030-runs-without-start": runsWithoutStart,
  "20261129t2031-archive-ledger": archiveLedger,
  "20261129t2032-sampling-by-oid": samplingByOid,
};

const createMigrator = (db: Kysely<Database>): Migrator =>
  new Migrator({
    db,
    provider: { getMigrations: async () => migrations },
    migrationTableSchema: "fiber",
    migrationTableName: "migrations",
    migrationLockTableName: "migrations_lock",
    // Branches that grow side by side: one with an older time may arrive after a younger one was applied.
    allowUnorderedMigrations: true,
  });

/**
 * Applies what is pending, all of it or nothing, and returns the names applied. Safe to run from several processes
 * at once: one works, the others wait. `db` must sign in as the owner.
 */
export const migrateToLatest = (db: Kysely<Database>): Promise<string[]> =>
  db.transaction().execute(async (transaction) => {
    await sql`SELECT pg_advisory_xact_lock(hashtext('fiber.migrations'))`.execute(transaction);
    const { error, results = [] } = await createMigrator(transaction).migrateToLatest();
    if (error) throw error;
    return results.filter((result) => result.status === "Success").map((result) => result.migrationName);
  });

/** Every known migration, with the time it was applied or undefined. */
export const listMigrations = (db: Kysely<Database>): Promise<readonly MigrationInfo[]> =>
  createMigrator(db).getMigrations();
