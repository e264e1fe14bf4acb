import { type Command, InvalidArgumentError } from "commander";
import { COMMAND } from "#db/access/audit.ts";
import { createToken } from "#db/access/tokens.ts";
import { readScopes, withAccess } from "#db/cli/access.ts";
import { print, printJson } from "#db/cli/context.ts";
import type { Scope } from "#lib/access/roles.ts";

type Options = { name: string; scope: Scope[]; expires?: string; days?: string; node?: string[]; json?: boolean };

const readDays = (value: string): string => {
  if (!/^\d{1,5}$/.test(value) || Number(value) < 1)
    throw new InvalidArgumentError("It must be a whole number from 1 on.");
  return new Date(Date.now() + Number(value) * 86_400_000).toISOString();
};

const readTime = (value: string): string => {
  const date = new Date(value);
  if (Number.isNaN(date.getTime())) throw new InvalidArgumentError("It must be a time as 2027-01-31T00:00:00Z.");
  return date.toISOString();
};

const collect = (value: string, before: string[] | undefined): string[] => [...(before ?? []), value];

/** `fiber token create --name N --scope ingest,read`: prints the token, this once. */
export const addCreate = (parent: Command): void => {
  parent
    .command("create")
    .description("make a token for a machine; it is printed once")
    .requiredOption("--name <name>", "what it is for")
    .requiredOption("--scope <scopes>", "ingest, read, operate, separated by commas", readScopes)
    .option("--days <number>", "days until it ends", readDays)
    .option("--expires <time>", "when it ends (ISO 8601)", readTime)
    .option("--node <name>", "restrict it to this node; may be repeated", collect)
    .option("--json", "print the token as JSON")
    .action(async (options: Options) => {
      const wanted = {
        name: options.name,
        scopes: options.scope,
        expires_at: options.days ?? options.expires ?? null,
        node_names: options.node ?? null,
      };
      const made = await withAccess((db) => createToken(db, COMMAND, wanted));
      if (options.json) return printJson({ ...made, ...wanted });
      print(made.token);
    });
};
