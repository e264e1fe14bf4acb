import type { Kysely } from "kysely";
import type { Database } from "#db/schema/index.ts";
import { createActivityLog } from "#db/writes/ingest/activity.ts";
import { countLags } from "#lib/ingest/activity.ts";

/** What was written of the live fleet: rows, how long that took, and how far the measurements lie back. */
export type Written = { accepted: number; milliseconds: number; lag_ms: number };

/** Counts what the live demo fleet writes as a source of ingest beside the others. Its made-up history is not counted. */
export const createDemoLog = (db: Kysely<Database>): ((written: Written) => void) => {
  const { on_batch } = createActivityLog(db).observe({ kind: "demo", key: "", name: "demo fleet" }, "demo");
  return ({ accepted, milliseconds, lag_ms }) =>
    on_batch({
      rows: accepted,
      accepted,
      duplicates: 0,
      nodes_created: 0,
      milliseconds,
      lag_ms_min: lag_ms,
      lag_ms_max: lag_ms,
      lag_ms_sum: lag_ms * accepted,
      lag_counts: countLags([lag_ms]).map((count) => count * accepted),
      region_conflicts: [],
    });
};
