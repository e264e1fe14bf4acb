import type { Kysely } from "kysely";
import { withAudit } from "#db/access/audit.ts";
import type { Database } from "#db/schema/index.ts";
import { invalidInput, notFound } from "#lib/errors.ts";
import type { AuditActor } from "#lib/model/access.ts";
import { SNOOZE_MAX_DAYS } from "#lib/model/advisor.ts";
import { MILLISECONDS } from "#lib/units.ts";

export type NewSnooze = { finding_id: string; reason: string; until: string };

const check = ({ finding_id, reason, until }: NewSnooze): void => {
  if (!/^[a-z_]+:./.test(finding_id) || finding_id.length > 500)
    throw invalidInput("finding_id", "A finding is named as rule:subject, in at most 500 characters.");
  if (reason.trim() === "" || reason.length > 500) throw invalidInput("reason", "A reason has 1 to 500 characters.");
  const ahead = new Date(until).getTime() - Date.now();
  if (!(ahead > 0 && ahead <= SNOOZE_MAX_DAYS * MILLISECONDS.day))
    throw invalidInput("until", `A finding is snoozed until a time within the next ${SNOOZE_MAX_DAYS} days.`);
};

/** Snoozes a finding, anew when it is already. It counts again from `until` on. `db` signs in as fiber_writer. */
export const snoozeFinding = async (db: Kysely<Database>, actor: AuditActor, wanted: NewSnooze): Promise<void> => {
  check(wanted);
  const { finding_id, until } = wanted;
  const reason = wanted.reason.trim();
  const row = { reason, until, snoozed_by: actor.actor_name ?? actor.actor_kind, snoozed_at: new Date().toISOString() };
  const detail = { reason, until };
  await withAudit(db, { actor, action: "finding.snooze", subject: finding_id, detail }, (trx) =>
    trx
      .insertInto("fiber.finding_snoozes")
      .values({ finding_id, ...row })
      .onConflict((conflict) => conflict.column("finding_id").doUpdateSet(row))
      .execute(),
  );
};

/** Lets a finding count again at once. Throws `not_found` when it was not snoozed. */
export const wakeFinding = async (db: Kysely<Database>, actor: AuditActor, finding_id: string): Promise<void> => {
  await withAudit(db, { actor, action: "finding.wake", subject: finding_id }, async (trx) => {
    const { numDeletedRows } = await trx
      .deleteFrom("fiber.finding_snoozes")
      .where("finding_id", "=", finding_id)
      .executeTakeFirst();
    if (numDeletedRows === 0n) throw notFound(`The finding ${finding_id.slice(0, 100)} is not snoozed.`);
  });
};
