import type { Command } from "commander";
import { listTokens } from "#db/access/tokens.ts";
import { withAccess } from "#db/cli/access.ts";
import { printJson, printTable } from "#db/cli/context.ts";

/** `fiber token list`: every token without its text. */
export const addList = (parent: Command): void => {
  parent
    .command("list")
    .description("list tokens with scopes, status and last use")
    .option("--json", "print the list as JSON")
    .action(async ({ json }: { json?: boolean }) => {
      const tokens = await withAccess(listTokens);
      if (json) return printJson(tokens);
      printTable(
        ["name", "begins", "scopes", "status", "last use", "ends", "id"],
        tokens.map((token) => [
          token.name,
          token.token_hint,
          token.scopes.join(","),
          token.status,
          token.last_used_at ?? "never",
          token.expires_at ?? "when revoked",
          token.token_id,
        ]),
      );
    });
};
