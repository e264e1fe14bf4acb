import type { Command } from "commander";
import { migrateToLatest } from "#db/migrations/index.ts";
import { applyPolicies } from "#db/policies/index.ts";
import { print, printJson, withDatabase } from "#db/cli/context.ts";
import { checkServer, explainDatabaseError } from "#db/cli/preflight.ts";

/** `fiber db migrate`: applies pending migrations, then policies that were never applied. */
export const addMigrate = (parent: Command): void => {
  parent
    .command("migrate")
    .description("apply pending migrations and policies; does nothing when all are applied")
    .option("--json", "print the result as JSON")
    .action(async ({ json }: { json?: boolean }) => {
      const result = await withDatabase(process.env, async ({ url, embedded, connect }) => {
        if (!embedded) await checkServer(url);
        const db = connect("owner");
        try {
          return { migrations_applied: await migrateToLatest(db), policies_applied: await applyPolicies(db) };
        } catch (error) {
          throw explainDatabaseError(error, embedded ? undefined : url);
        }
      });
      if (json) return printJson(result);
      const { migrations_applied, policies_applied } = result;
      for (const name of migrations_applied) print(`applied migration ${name}`);
      for (const name of policies_applied) print(`applied policy ${name}`);
      if (migrations_applied.length + policies_applied.length === 0)
        print("Nothing to do: the database is up to date.");
    });
};
