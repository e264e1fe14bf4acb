import type { Command } from "commander";
import { COMMAND } from "#db/access/audit.ts";
import { getToken, revokeToken } from "#db/access/tokens.ts";
import { withAccess } from "#db/cli/access.ts";
import { print } from "#db/cli/context.ts";

/** `fiber token revoke ID|NAME`: the next request that carries it is refused. */
export const addRevoke = (parent: Command): void => {
  parent
    .command("revoke")
    .description("end a token at once")
    .argument("<token>", "its id, or its name when only one has it")
    .action(async (id_or_name: string) => {
      const token = await withAccess(async (db) => {
        const found = await getToken(db, id_or_name);
        await revokeToken(db, COMMAND, found);
        return found;
      });
      print(`${token.name} (${token.token_hint}…) is revoked.`);
    });
};
