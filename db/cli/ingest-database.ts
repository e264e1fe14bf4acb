import { type Kysely, sql } from "kysely";
import { migrateToLatest } from "#db/migrations/index.ts";
import { applyPolicies } from "#db/policies/index.ts";
import type { Database } from "#db/schema/index.ts";
import { FiberError } from "#lib/errors.ts";
import type { CommandDatabase } from "./context.ts";

/** The embedded database of a new data directory is laid out here; a server's owner does that on purpose. */
export const prepareDatabase = async (db: Kysely<Database>, { embedded }: CommandDatabase): Promise<void> => {
  if (embedded) {
    await migrateToLatest(db);
    await applyPolicies(db);
    return;
  }
  const { rows } = await sql<{ ready: boolean }>`
    SELECT to_regclass('fiber.datasets') IS NOT NULL AND to_regclass('fiber.ingest_counts') IS NOT NULL AS ready`.execute(
    db,
  );
  if (!rows[0]?.ready) {
    const remedy = "Run: fiber db migrate";
    throw new FiberError("not_available", "This database is not laid out for measurements yet.", { remedy });
  }
};

/** Ctrl-C stops after what is being written; a second one at once. */
export const stopOnInterrupt = (): { signal: AbortSignal; release: () => void } => {
  const controller = new AbortController();
  const onInterrupt = (): void => {
    if (controller.signal.aborted) process.exit(1);
    controller.abort();
    process.stderr.write("\nStopping after the rows that are being written. Press Ctrl-C again to stop at once.\n");
  };
  process.on("SIGINT", onInterrupt);
  process.on("SIGTERM", onInterrupt);
  const release = (): void => {
    process.off("SIGINT", onInterrupt);
    process.off("SIGTERM", onInterrupt);
  };
  return { signal: controller.signal, release };
};
