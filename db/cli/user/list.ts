import type { Command } from "commander";
import { listUsers } from "#db/access/users.ts";
import { withAccess } from "#db/cli/access.ts";
import { printJson, printTable } from "#db/cli/context.ts";

/** `fiber user list`: everybody, with role and status. */
export const addList = (parent: Command): void => {
  parent
    .command("list")
    .description("list people with role, status and last sign-in")
    .option("--json", "print the list as JSON")
    .action(async ({ json }: { json?: boolean }) => {
      const users = await withAccess(listUsers);
      if (json) return printJson(users);
      printTable(
        ["e-mail", "role", "status", "sessions", "last sign-in"],
        users.map((user) => [user.email, user.role, user.status, user.session_count, user.last_sign_in_at ?? "never"]),
      );
    });
};
