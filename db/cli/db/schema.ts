import type { Command } from "commander";
import { dumpSchema } from "#db/schema/dump.ts";
import { print, printJson, withDatabase } from "#db/cli/context.ts";

/** `fiber db schema`: the schema of this database in the form of the generated dump that `verify` compares. */
export const addSchema = (parent: Command): void => {
  parent
    .command("schema")
    .description("print the schema of this database: tables, aggregates, functions, rights")
    .option("--json", "print it as JSON")
    .action(async ({ json }: { json?: boolean }) => {
      const text = await withDatabase(process.env, ({ connect }) => dumpSchema(connect("owner")));
      if (json) printJson({ schema: text });
      else print(text.trimEnd());
    });
};
