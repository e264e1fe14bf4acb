import type { Command } from "commander";
import { COMMAND } from "#db/access/audit.ts";
import { setRole } from "#db/access/users.ts";
import { readRole, requireUser, withAccess } from "#db/cli/access.ts";
import { print } from "#db/cli/context.ts";
import type { Role } from "#lib/access/roles.ts";

/** `fiber user set-role EMAIL ROLE`. Refuses to take the last administrator's role. */
export const addSetRole = (parent: Command): void => {
  parent
    .command("set-role")
    .description("change a person's role; it holds from the next request on")
    .argument("<email>", "e-mail address")
    .argument("<role>", "viewer, operator or admin", readRole)
    .action(async (email: string, role: Role) => {
      const user = await withAccess(async (db) => {
        const found = await requireUser(db, email);
        await setRole(db, COMMAND, found, role);
        return found;
      });
      print(`${user.email} is ${role} now.`);
    });
};
