import { getJudgement } from "#db/queries/advisor.ts";
import { getDatabaseBytes } from "#db/queries/database.ts";
import { listHypertables } from "#db/queries/hypertables.ts";
import { getLifecycle } from "#db/queries/lifecycle.ts";
import { listTables } from "#db/queries/tables.ts";
import { catalogReader, primaryReader } from "#db/server.ts";

/**
 * Asks what /storage asks, once, so that its first visitor does not wait for sessions that learn 10,000 chunks. Whoever
 * opens it meanwhile waits as long as without. What fails here fails for the page too, and is told there. The embedded
 * database has one session, which learns its few chunks at once.
 */
export const warmCatalog = async (): Promise<void> => {
  if (process.env.FIBER_EMBEDDED === "1" || !process.env.DATABASE_URL) return;
  const db = catalogReader();
  const lifecycle = async () => {
    const [largest] = (await listHypertables(db)).toSorted((a, b) => b.total_bytes - a.total_bytes);
    if (largest) await getLifecycle(db, largest);
  };
  await Promise.allSettled([getJudgement(primaryReader()), getDatabaseBytes(db), lifecycle(), listTables(db)]);
};
