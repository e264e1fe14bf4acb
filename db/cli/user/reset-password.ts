import { text } from "node:stream/consumers";
import type { Command } from "commander";
import { COMMAND } from "#db/access/audit.ts";
import { generatePassword, setPassword } from "#db/access/passwords.ts";
import { requireUser, withAccess } from "#db/cli/access.ts";
import { print, printJson } from "#db/cli/context.ts";

type Options = { passwordStdin?: boolean; json?: boolean };

/** `fiber user reset-password EMAIL`: for whoever is locked out. Ends all sessions. */
export const addResetPassword = (parent: Command): void => {
  parent
    .command("reset-password")
    .description("set a new password, printed once unless given; ends all sessions")
    .argument("<email>", "e-mail address")
    .option("--password-stdin", "read the password from standard input")
    .option("--json", "print the result as JSON")
    .action(async (email: string, { passwordStdin, json }: Options) => {
      const given = passwordStdin ? (await text(process.stdin)).replace(/\r?\n$/, "") : undefined;
      const password = given ?? generatePassword();
      const user = await withAccess(async (db) => {
        const found = await requireUser(db, email);
        await setPassword(db, COMMAND, found, password);
        return found;
      });
      const shown = given === undefined ? { password } : {};
      if (json) return printJson({ email: user.email, ...shown });
      print(`${user.email} has a new password; all sessions have ended.`);
      if (given === undefined) print(`Password, shown once: ${password}`);
    });
};
