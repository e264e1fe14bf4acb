import { text } from "node:stream/consumers";
import type { Command } from "commander";
import { COMMAND } from "#db/access/audit.ts";
import { generatePassword, setPassword } from "#db/access/passwords.ts";
import { createUser } from "#db/access/users.ts";
import { readRole, withAccess } from "#db/cli/access.ts";
import { print, printJson } from "#db/cli/context.ts";
import { checkPassword } from "#lib/access/password.ts";
import type { Role } from "#lib/access/roles.ts";

type Options = { email?: string; name: string; role: Role; password?: string; passwordStdin?: boolean; json?: boolean };

/** `fiber user create EMAIL`: a person who can sign in at once, with a password made here unless one is given. */
export const addCreate = (parent: Command): void => {
  parent
    .command("create")
    .description("put a person in; prints a password once unless one is given")
    .argument("[email]", "e-mail address")
    .option("--email <email>", "the same as the argument")
    .option("--name <name>", "name to show", "")
    .option("--role <role>", "viewer, operator or admin", readRole, "viewer")
    .option("--password <text>", "a password (others on this machine may see it: --password-stdin is better)")
    .option("--password-stdin", "read the password from standard input")
    .option("--json", "print the result as JSON")
    .action(async (argument: string | undefined, options: Options, command: Command) => {
      const email = argument ?? options.email;
      if (email === undefined) return command.error("Name the e-mail address: fiber user create ana@example.com");
      const { role } = options;
      const given = options.passwordStdin ? (await text(process.stdin)).replace(/\r?\n$/, "") : options.password;
      const password = given ?? generatePassword();
      checkPassword(password, { email, name: options.name });
      const user = await withAccess(async (db) => {
        const made = await createUser(db, COMMAND, { email, name: options.name, role });
        await setPassword(db, COMMAND, made, password);
        return made;
      });
      const shown = given === undefined ? { password } : {};
      if (options.json) return printJson({ user_id: user.user_id, email: user.email, role, ...shown });
      print(`${user.email} may sign in as ${role}.`);
      if (given === undefined) print(`Password, shown once: ${password}`);
    });
};
