import "server-only";
import { getJudgement, type JudgementOptions } from "#db/queries/advisor.ts";
import { primaryReader } from "#db/server.ts";
import { adoptStatements, recordStatements } from "#db/statements.ts";
import { readDiskBytes } from "#lib/env-disk.ts";
import type { Statement } from "#lib/model/statement.ts";
import { createSharedReads, SHARE_MS } from "#lib/shared-reads.ts";

type Judgement = Awaited<ReturnType<typeof getJudgement>>;
type Read = { result: Judgement; statements: Statement[] };

/** Kept on globalThis so that pages and every route's bundle have the same. */
const shared = globalThis as { fiber_judgement?: ReturnType<typeof createSharedReads<Read>> };

/**
 * The judgement of the database, read once for whoever asks within a few seconds: both panels of a page, their routes
 * and a scrape. It is read from the primary even where a replica serves pages: sessions and workers are seen there alone.
 * `as_of` says when. What is `known` on the primary is not read again. Throws what getJudgement() throws.
 */
export const sharedJudgement = async (known?: JudgementOptions["known"]): Promise<Judgement> => {
  shared.fiber_judgement ??= createSharedReads({ share_ms: SHARE_MS, entries_max: 1 });
  const { answer } = await shared.fiber_judgement("judgement", () =>
    recordStatements(() => getJudgement(primaryReader(), { disk_bytes: readDiskBytes(process.env), known })),
  );
  adoptStatements(answer.statements);
  return answer.result;
};

/** The next one who asks has the database read again: something was changed that the judgement tells of. */
export const forgetJudgement = (): void => {
  delete shared.fiber_judgement;
};
