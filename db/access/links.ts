import { createHash, randomBytes } from "node:crypto";
import type { Kysely } from "kysely";
import { checkPassword } from "#lib/access/password.ts";
import { FiberError } from "#lib/errors.ts";
import type { AuditActor, User } from "#lib/model/access.ts";
import type { Database } from "../schema/index.ts";
import { withAudit } from "./audit.ts";
import { writePassword } from "./passwords.ts";
import { getUser } from "./users.ts";

export const LINK_HOURS = { invite: 7 * 24, reset: 24 } as const;

/** The table keeps a hash: whoever reads it cannot use the link. */
const identifierOf = (secret: string): string => `link:${createHash("sha256").update(secret).digest("hex")}`;

const LINK = /^[A-Za-z0-9_-]{43}$/;

/** A link that is gone, used or never was: all the same to whoever holds it. */
const deadLink = () =>
  new FiberError("not_permitted", "This link is no longer valid.", { remedy: "Ask an administrator for a new one." });

/**
 * Makes the secret of a one-time link with which `user` sets a password, and voids earlier ones. An invitation holds
 * for a week, a reset for a day. The secret is shown once and cannot be read again.
 */
export const createLink = async (
  db: Kysely<Database>,
  actor: AuditActor,
  user: User,
): Promise<{ secret: string; expires_at: string }> => {
  if (user.status === "disabled")
    throw new FiberError("conflict", `${user.email} is disabled. Enable this person first.`);
  const kind = user.status === "invited" ? "invite" : "reset";
  const secret = randomBytes(32).toString("base64url");
  const expires_at = new Date(Date.now() + LINK_HOURS[kind] * 3_600_000);
  const entry = {
    actor,
    action: `user.${kind}`,
    subject: user.email,
    detail: { expires_at: expires_at.toISOString() },
  };
  await withAudit(db, entry, async (trx) => {
    await trx
      .deleteFrom("fiber.verifications")
      .where("value", "=", user.user_id)
      .where("identifier", "like", "link:%")
      .execute();
    await trx
      .insertInto("fiber.verifications")
      .values({ identifier: identifierOf(secret), value: user.user_id, expires_at })
      .execute();
  });
  return { secret, expires_at: expires_at.toISOString() };
};

/** Whose link it is. Throws `not_permitted` when it is not valid (any more). */
export const getLinkOwner = async (db: Kysely<Database>, secret: string): Promise<User> => {
  if (!LINK.test(secret)) throw deadLink();
  const link = await db
    .selectFrom("fiber.verifications")
    .select("value")
    .where("identifier", "=", identifierOf(secret))
    .where("expires_at", ">", new Date().toISOString())
    .executeTakeFirst();
  if (link === undefined) throw deadLink();
  const user = await getUser(db, link.value);
  if (user.status === "disabled") throw deadLink();
  return user;
};

/**
 * Sets the password of the link's owner, ends all sessions and voids the link, all at once: of two who use one link at
 * the same time, one gets through.
 */
export const redeemLink = async (
  db: Kysely<Database>,
  secret: string,
  password: string,
  address: string | null,
): Promise<User> => {
  const user = await getLinkOwner(db, secret);
  checkPassword(password, user);
  const actor: AuditActor = { actor_kind: "person", actor_id: user.user_id, actor_name: user.email, address };
  await withAudit(
    db,
    { actor, action: "user.set-password", subject: user.email, detail: { by: "link" } },
    async (trx) => {
      const used = await trx
        .deleteFrom("fiber.verifications")
        .where("identifier", "=", identifierOf(secret))
        .returning("id")
        .executeTakeFirst();
      if (used === undefined) throw deadLink();
      await writePassword(trx, user.user_id, password);
      await trx.deleteFrom("fiber.sessions").where("user_id", "=", user.user_id).execute();
    },
  );
  return user;
};
