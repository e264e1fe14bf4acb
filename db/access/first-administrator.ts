import { type Kysely, sql } from "kysely";
import { checkPassword } from "#lib/access/password.ts";
import type { Database } from "../schema/index.ts";
import { CONSOLE, insertAudit } from "./audit.ts";
import { generatePassword, writePassword } from "./passwords.ts";
import { requireEmail } from "./users.ts";

/** Without FIBER_ADMIN_EMAIL. */
export const DEFAULT_ADMIN_EMAIL = "admin@localhost";

export type FirstAdministrator = {
  email: string;
  /** Set when it was made up here: it is shown once and kept nowhere. */
  generated_password: string | undefined;
};

/**
 * Makes the first administrator when nobody is there yet, with the given e-mail and password or made-up ones; returns
 * undefined when there is somebody. Of several instances that start at once, one makes it. `db` may write.
 */
export const ensureFirstAdministrator = (
  db: Kysely<Database>,
  given: { email?: string | undefined; password?: string | undefined },
): Promise<FirstAdministrator | undefined> =>
  db.transaction().execute(async (trx) => {
    await sql`SELECT pg_advisory_xact_lock(hashtext('fiber.first_administrator'))`.execute(trx);
    const somebody = await trx.selectFrom("fiber.users").select("id").limit(1).executeTakeFirst();
    if (somebody !== undefined) return undefined;
    const email = requireEmail(given.email ?? DEFAULT_ADMIN_EMAIL);
    const generated_password = given.password === undefined ? generatePassword() : undefined;
    const password = given.password ?? generated_password ?? "";
    checkPassword(password, { email }, "FIBER_ADMIN_PASSWORD");
    const user = await trx
      .insertInto("fiber.users")
      .values({ email, name: "Administrator", role: "admin", email_verified: true, image: null })
      .returning("id")
      .executeTakeFirstOrThrow();
    await writePassword(trx, user.id, password);
    const detail = { role: "admin", first: true };
    await insertAudit(trx, { actor: CONSOLE, action: "user.create", subject: email, outcome: "done", detail });
    return { email, generated_password };
  });
