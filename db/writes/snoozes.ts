import type { Kysely } from "kysely";
import { withAudit } from "#db/access/audit.ts";
import type { Database } from "#db/schema/index.ts";
import { invalidInput, notFound } from "#lib/errors.ts";
import type { AuditActor } from "#lib/model/access.ts";
import { SNOOZE_MAX_DAYS, SNOOZE_MAX_FINDINGS } from "#lib/model/advisor.ts";
import { MILLISECONDS } from "#lib/units.ts";

export type NewSnooze = { finding_ids: readonly string[]; reason: string; until: string };

const checkIds = (finding_ids: readonly string[]): void => {
  if (finding_ids.length === 0 || finding_ids.length > SNOOZE_MAX_FINDINGS)
    throw invalidInput("finding_ids", `1 to ${SNOOZE_MAX_FINDINGS} findings are named at once.`);
  if (finding_ids.some((finding_id) => !/^[a-z_]+:./.test(finding_id) || finding_id.length > 500))
    throw invalidInput("finding_ids", "A finding is named as rule:subject, in at most 500 characters.");
};

const check = ({ finding_ids, reason, until }: NewSnooze): void => {
  checkIds(finding_ids);
  if (reason.trim() === "" || reason.length > 500) throw invalidInput("reason", "A reason has 1 to 500 characters.");
  const ahead = new Date(until).getTime() - Date.now();
  if (!(ahead > 0 && ahead <= SNOOZE_MAX_DAYS * MILLISECONDS.day))
    throw invalidInput("until", `A finding is snoozed until a time within the next ${SNOOZE_MAX_DAYS} days.`);
};

/** What the audit says an act was about: the finding, or how many of which rules, which `detail` then names. */
const subjectOf = (finding_ids: readonly string[]) => {
  const [first] = finding_ids;
  if (finding_ids.length === 1) return { subject: first, named: {} };
  const rules = [...new Set(finding_ids.map((finding_id) => finding_id.split(":", 1)[0]))].join(", ");
  return { subject: `${finding_ids.length} findings: ${rules}`, named: { finding_ids } };
};

/** Snoozes findings in one act, anew those that are already. They count again from `until` on. `db` signs in as fiber_writer. */
export const snoozeFindings = async (db: Kysely<Database>, actor: AuditActor, wanted: NewSnooze): Promise<void> => {
  check(wanted);
  const { until } = wanted;
  const finding_ids = [...new Set(wanted.finding_ids)];
  const reason = wanted.reason.trim();
  const row = { reason, until, snoozed_by: actor.actor_name ?? actor.actor_kind, snoozed_at: new Date().toISOString() };
  const { subject, named } = subjectOf(finding_ids);
  await withAudit(db, { actor, action: "finding.snooze", subject, detail: { reason, until, ...named } }, (trx) =>
    trx
      .insertInto("fiber.finding_snoozes")
      .values(finding_ids.map((finding_id) => ({ finding_id, ...row })))
      .onConflict((conflict) => conflict.column("finding_id").doUpdateSet(row))
      .execute(),
  );
};

/** Lets findings count again at once. Throws `not_found` when none of them was snoozed. */
export const wakeFindings = async (
  db: Kysely<Database>,
  actor: AuditActor,
  finding_ids: readonly string[],
): Promise<void> => {
  checkIds(finding_ids);
  const { subject, named } = subjectOf(finding_ids);
  await withAudit(db, { actor, action: "finding.wake", subject, detail: named }, async (trx) => {
    const { numDeletedRows } = await trx
      .deleteFrom("fiber.finding_snoozes")
      .where("finding_id", "in", finding_ids)
      .executeTakeFirst();
    if (numDeletedRows > 0n) return;
    const [first] = finding_ids;
    throw notFound(
      finding_ids.length === 1
        ? `The finding ${first?.slice(0, 100)} is not snoozed.`
        : `None of these ${finding_ids.length} findings is snoozed.`,
    );
  });
};
