import type { Kysely, SelectQueryBuilder } from "kysely";
import type { AuditActor, AuditEvent, AuditFilter, AuditOutcome } from "#lib/model/access.ts";
import type { Database } from "../schema/index.ts";

export type AuditEntry = {
  actor: AuditActor;
  /** `subject.verb`. */
  action: string;
  subject?: string | null;
  outcome: AuditOutcome;
  /** No password, token or cookie. */
  detail?: Record<string, unknown> | null;
};

/** The console itself, as at its first start. */
export const CONSOLE: AuditActor = { actor_kind: "console", actor_id: null, actor_name: "console", address: null };

/** Whoever runs the command line on the server. */
export const COMMAND: AuditActor = { actor_kind: "command", actor_id: null, actor_name: "fiber", address: null };

const bounded = (text: string | null | undefined): string | null => text?.slice(0, 300) ?? null;

/** Adds one row. `db` signs in as fiber_writer, which may add but never change rows. */
export const insertAudit = async (db: Kysely<Database>, entry: AuditEntry): Promise<void> => {
  const { actor, action, subject, outcome, detail } = entry;
  await db
    .insertInto("fiber.audit")
    .values({
      ...actor,
      actor_name: bounded(actor.actor_name),
      action,
      subject: bounded(subject),
      outcome,
      detail: detail ? JSON.stringify(detail) : null,
    })
    .execute();
};

/**
 * Runs a change and its audit row in one transaction: no change without its row. A change that throws leaves a row
 * with the outcome `failed` or `refused` and throws on.
 */
export const withAudit = async <T>(
  db: Kysely<Database>,
  entry: Omit<AuditEntry, "outcome">,
  change: (trx: Kysely<Database>) => Promise<T>,
): Promise<T> => {
  try {
    return await db.transaction().execute(async (trx) => {
      const result = await change(trx);
      await insertAudit(trx, { ...entry, outcome: "done" });
      return result;
    });
  } catch (error) {
    const refused = error instanceof Error && error.name === "FiberError";
    await insertAudit(db, {
      ...entry,
      outcome: refused ? "refused" : "failed",
      detail: { ...entry.detail, reason: refused ? error.message : "internal" },
    }).catch(() => undefined);
    throw error;
  }
};

const like = (text: string): string => `%${text.replace(/[\\%_]/g, "\\$&")}%`;

type AuditQuery<O> = SelectQueryBuilder<Database, "fiber.audit", O>;

const narrowed = <O>(query: AuditQuery<O>, filter: AuditFilter): AuditQuery<O> => {
  const { actor, action, outcome, since, until } = filter;
  return query
    .$if(actor !== undefined, (q) =>
      q.where((eb) => eb.or([eb("actor_name", "ilike", like(actor ?? "")), eb("address", "=", actor ?? "")])),
    )
    .$if(action !== undefined, (q) =>
      q.where((eb) =>
        eb.or([eb("action", "like", `${like(action ?? "").slice(1)}`), eb("subject", "ilike", like(action ?? ""))]),
      ),
    )
    .$if(outcome !== undefined, (q) => q.where("outcome", "=", outcome ?? "done"))
    .$if(since !== undefined, (q) => q.where("at", ">=", since ?? ""))
    .$if(until !== undefined, (q) => q.where("at", "<", until ?? ""));
};

/** The newest rows that match, at most `limit`; `before` is the event_id of the last row already seen. */
export const listAudit = (
  db: Kysely<Database>,
  filter: AuditFilter,
  { limit, before }: { limit: number; before?: number | undefined },
): Promise<AuditEvent[]> =>
  narrowed(db.selectFrom("fiber.audit").selectAll(), filter)
    .$if(before !== undefined, (q) => q.where("event_id", "<", before ?? 0))
    .orderBy("event_id", "desc")
    .limit(limit)
    .execute();

/** All rows that match, newest first, in pages of 1,000, so that an export of any length needs little memory. */
export async function* streamAudit(db: Kysely<Database>, filter: AuditFilter): AsyncGenerator<AuditEvent> {
  let before: number | undefined;
  for (;;) {
    const page = await listAudit(db, filter, { limit: 1_000, before });
    yield* page;
    before = page.at(-1)?.event_id;
    if (page.length < 1_000) return;
  }
}
