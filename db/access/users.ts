import { type Kysely, sql } from "kysely";
import { normalizeEmail } from "#lib/access/email.ts";
import type { Role } from "#lib/access/roles.ts";
import { FiberError, invalidInput, notFound } from "#lib/errors.ts";
import type { AuditActor, User } from "#lib/model/access.ts";
import type { Database } from "../schema/index.ts";
import { withAudit } from "./audit.ts";

type Row = Omit<User, "status"> & { disabled_at: string | null };

const selectUsers = (db: Kysely<Database>) =>
  db.selectFrom("fiber.users as u").select([
    "u.id as user_id",
    "u.name",
    "u.email",
    "u.role",
    "u.disabled_at",
    "u.created_at",
    sql<User["methods"]>`ARRAY(SELECT CASE a.provider_id WHEN 'credential' THEN 'password' ELSE a.provider_id END
      FROM fiber.accounts a WHERE a.user_id = u.id ORDER BY 1)`.as("methods"),
    sql<number>`(SELECT count(*) FROM fiber.sessions s WHERE s.user_id = u.id AND s.expires_at > now())`.as(
      "session_count",
    ),
    sql<string | null>`(SELECT max(e.at) FROM fiber.audit e
      WHERE e.action = 'session.create' AND e.outcome = 'done' AND e.actor_id = u.id::text)`.as("last_sign_in_at"),
  ]);

const userOf = ({ disabled_at, ...row }: Row): User => ({
  ...row,
  status: disabled_at !== null ? "disabled" : row.methods.length === 0 ? "invited" : "active",
});

/** Everybody, by e-mail. */
export const listUsers = async (db: Kysely<Database>): Promise<User[]> =>
  (await selectUsers(db).orderBy("u.email").execute()).map(userOf);

/** The person of that id. Throws `not_found`. */
export const getUser = async (db: Kysely<Database>, user_id: string): Promise<User> => {
  const row = await selectUsers(db)
    .where(sql<string>`u.id::text`, "=", user_id)
    .executeTakeFirst();
  if (row === undefined) throw notFound("There is no such person.");
  return userOf(row);
};

/** The person of that e-mail, in any spelling of letters; undefined when there is none. */
export const findUserByEmail = async (db: Kysely<Database>, email: string): Promise<User | undefined> => {
  const row = await selectUsers(db).where("u.email", "=", email.trim().toLowerCase()).executeTakeFirst();
  return row && userOf(row);
};

/** A right e-mail address in the form in which it is stored. Throws `invalid_input` (field `email`). */
export const requireEmail = (value: unknown): string => {
  const email = normalizeEmail(value);
  if (email === undefined) throw invalidInput("email", "This is not an e-mail address.");
  return email;
};

const requireName = (value: string, email: string): string => {
  const name = value.trim() || email.replace(/@.*/, "");
  if (name.length > 100) throw invalidInput("name", "A name has at most 100 characters.");
  return name;
};

export type NewUser = { email: string; name: string; role: Role };

/**
 * Puts a person in, who cannot sign in yet: give a password with setPassword() or a link with createLink().
 * Throws `conflict` when the e-mail is taken.
 */
export const createUser = async (db: Kysely<Database>, actor: AuditActor, user: NewUser): Promise<User> => {
  const email = requireEmail(user.email);
  const name = requireName(user.name, email);
  const entry = { actor, action: "user.create", subject: email, detail: { role: user.role } };
  const user_id = await withAudit(db, entry, async (trx) => {
    const made = await trx
      .insertInto("fiber.users")
      .values({ email, name, role: user.role, email_verified: true, image: null })
      .onConflict((conflict) => conflict.column("email").doNothing())
      .returning("id")
      .executeTakeFirst();
    if (made === undefined) throw new FiberError("conflict", `${email} is there already.`, { field: "email" });
    return made.id;
  });
  return getUser(db, user_id);
};

/** The database refuses to lose the last administrator (SQLSTATE FB001); here it becomes a sentence. */
const keepingAnAdministrator = async <T>(change: () => Promise<T>): Promise<T> => {
  try {
    return await change();
  } catch (error) {
    if ((error as { code?: string }).code !== "FB001") throw error;
    throw new FiberError("conflict", "This is the last administrator. Make somebody else one first.", { cause: error });
  }
};

/** Changes a role; it holds from the next request on, in sessions that are open too. */
export const setRole = async (db: Kysely<Database>, actor: AuditActor, user: User, role: Role): Promise<void> => {
  const entry = { actor, action: "user.set-role", subject: user.email, detail: { from: user.role, to: role } };
  await withAudit(db, entry, (trx) =>
    keepingAnAdministrator(() =>
      trx.updateTable("fiber.users").set({ role, updated_at: new Date() }).where("id", "=", user.user_id).execute(),
    ),
  );
};

const endAll = (trx: Kysely<Database>, user_id: string) =>
  trx.deleteFrom("fiber.sessions").where("user_id", "=", user_id).executeTakeFirst();

/** Disables a person, ends all sessions and voids open links; or lets a disabled one in again. */
export const setDisabled = async (
  db: Kysely<Database>,
  actor: AuditActor,
  user: User,
  disabled: boolean,
): Promise<void> => {
  const entry = { actor, action: disabled ? "user.disable" : "user.enable", subject: user.email };
  await withAudit(db, entry, async (trx) => {
    await keepingAnAdministrator(() =>
      trx
        .updateTable("fiber.users")
        .set({ disabled_at: disabled ? new Date() : null, updated_at: new Date() })
        .where("id", "=", user.user_id)
        .execute(),
    );
    if (!disabled) return;
    await endAll(trx, user.user_id);
    await trx.deleteFrom("fiber.verifications").where("value", "=", user.user_id).execute();
  });
};

/** Ends all sessions of a person; returns how many. */
export const endSessions = async (db: Kysely<Database>, actor: AuditActor, user: User): Promise<number> => {
  const entry = { actor, action: "user.end-sessions", subject: user.email };
  const ended = await withAudit(db, entry, (trx) => endAll(trx, user.user_id));
  return Number(ended.numDeletedRows);
};
