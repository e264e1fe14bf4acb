import type { Command } from "commander";
import { COMMAND } from "#db/access/audit.ts";
import { setDisabled } from "#db/access/users.ts";
import { requireUser, withAccess } from "#db/cli/access.ts";
import { print } from "#db/cli/context.ts";

const add = (parent: Command, verb: "disable" | "enable", description: string, told: string): void => {
  parent
    .command(verb)
    .description(description)
    .argument("<email>", "e-mail address")
    .action(async (email: string) => {
      const user = await withAccess(async (db) => {
        const found = await requireUser(db, email);
        await setDisabled(db, COMMAND, found, verb === "disable");
        return found;
      });
      print(`${user.email} ${told}`);
    });
};

/** `fiber user disable EMAIL` and `fiber user enable EMAIL`. */
export const addDisable = (parent: Command): void => {
  add(parent, "disable", "keep a person out and end all sessions", "is disabled; all sessions have ended.");
  add(parent, "enable", "let a disabled person in again", "may sign in again.");
};
