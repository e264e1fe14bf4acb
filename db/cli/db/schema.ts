import type { Command } from "commander";
import { FiberError } from "#lib/errors.ts";
import { print, printJson, withDatabase } from "#db/cli/context.ts";

const dumpSchema = async (_db: unknown): Promise<string> => {
  throw new FiberError("not_available", "The schema dump is not there yet.");
};

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
