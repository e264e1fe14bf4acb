import { randomInt } from "node:crypto";
import { hashPassword } from "better-auth/crypto";
import type { Kysely } from "kysely";
import { checkPassword } from "#lib/access/password.ts";
import type { AuditActor, User } from "#lib/model/access.ts";
import type { Database } from "../schema/index.ts";
import { withAudit } from "./audit.ts";

const LETTERS = "abcdefghijkmnpqrstuvwxyz23456789";

/** A password for a first sign-in: four groups of five letters and digits that nobody takes for each other (100 bits). */
export const generatePassword = (): string =>
  Array.from({ length: 4 }, () => Array.from({ length: 5 }, () => LETTERS[randomInt(LETTERS.length)]).join("")).join(
    "-",
  );

/** Writes the hash of a password in place of whatever was there. Inside of a transaction of the caller. */
export const writePassword = async (trx: Kysely<Database>, user_id: string, password: string): Promise<void> => {
  const hash = await hashPassword(password);
  await trx
    .insertInto("fiber.accounts")
    .values({ user_id, account_id: user_id, provider_id: "credential", password: hash })
    .onConflict((conflict) =>
      conflict.columns(["provider_id", "account_id"]).doUpdateSet({ password: hash, updated_at: new Date() }),
    )
    .execute();
};

/** Sets a person's password and ends all sessions. Throws `invalid_input` when the password must not be used. */
export const setPassword = async (
  db: Kysely<Database>,
  actor: AuditActor,
  user: User,
  password: string,
): Promise<void> => {
  checkPassword(password, user);
  await withAudit(db, { actor, action: "user.set-password", subject: user.email }, async (trx) => {
    await writePassword(trx, user.user_id, password);
    await trx.deleteFrom("fiber.sessions").where("user_id", "=", user.user_id).execute();
  });
};
