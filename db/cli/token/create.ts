import type { Command } from "commander";
import { COMMAND } from "#db/access/audit.ts";
import { createToken } from "#db/access/tokens.ts";
import { readScopes, withAccess } from "#db/cli/access.ts";
import { print, printJson } from "#db/cli/context.ts";
import { invalidInput } from "#lib/errors.ts";

type Options = { name: string; scope: string[]; expires?: string; days?: string; node?: string[]; json?: boolean };

const endOf = ({ expires, days }: Options): string | null => {
  if (days !== undefined) {
    if (!/^\d{1,5}$/.test(days) || Number(days) < 1) throw invalidInput("days", "--days takes a whole number from 1 on.");
    return new Date(Date.now() + Number(days) * 86_400_000).toISOString();
  }
  if (expires === undefined) return null;
  const date = new Date(expires);
  if (Number.isNaN(date.getTime())) throw invalidInput("expires", "--expires takes a time as 2027-01-31T00:00:00Z.");
  return date.toISOString();
};

const collect = (value: string, before: string[] | undefined): string[] => [...(before ?? []), value];

/** `fiber token create --name N --scope ingest,read`: prints the token, this once. */
export const addCreate = (parent: Command): void => {
  parent
    .command("create")
    .description("make a token for a machine; it is printed once")
    .requiredOption("--name <name>", "what it is for")
    .requiredOption("--scope <scopes>", "ingest, read, operate, separated by commas", collect)
    .option("--days <number>", "days until it ends")
    .option("--expires <time>", "when it ends (ISO 8601)")
    .option("--node <name>", "restrict it to this node; may be repeated", collect)
    .option("--json", "print the token as JSON")
    .action(async (options: Options) => {
      const wanted = {
        name: options.name,
        scopes: readScopes(options.scope),
        expires_at: endOf(options),
        node_names: options.node ?? null,
      };
      const made = await withAccess((db) => createToken(db, COMMAND, wanted));
      if (options.json) return printJson({ ...made, ...wanted });
      print(made.token);
    });
};
