import type { Kysely } from "kysely";
import type { Database } from "#db/schema/index.ts";
import { shownName } from "#lib/chart-storage.ts";
import { lifecycleOf } from "#lib/lifecycle.ts";
import type { Lifecycle } from "#lib/model/lifecycle.ts";
import type { Aggregate, Job } from "#lib/model/storage.ts";
import { listAggregates } from "./aggregates.ts";
import { listArchived } from "./archive.ts";
import { findHypertable, listChunks } from "./chunks.ts";
import { listJobs } from "./jobs.ts";

/** How to get answers that somebody else of the same request asks for too. */
type Known = { aggregates?: () => Promise<Aggregate[]>; jobs?: () => Promise<Job[]> };

/** Chunks looked at, the newest. */
const MAX_CHUNKS = 10_000;

/**
 * What becomes of the rows of a hypertable, or of a continuous aggregate's, over time: chunks, aggregates over them with
 * their windows and holes, policy lines, and where these collide. At most 400 blocks, whatever the number of chunks.
 * The statements of listChunks() and listArchived(), and of listAggregates() and listJobs() unless their answers are `known`.
 *
 * Errors: `not_available` without TimescaleDB, `not_found` for an unknown name.
 */
export const getLifecycle = async (
  db: Kysely<Database>,
  { hypertable_name, hypertable_schema }: { hypertable_name: string; hypertable_schema?: string | undefined },
  known: Known = {},
): Promise<Lifecycle> => {
  const [chunks, aggregates, jobs, archived] = await Promise.all([
    listChunks(db, { hypertable_name, hypertable_schema, limit: MAX_CHUNKS, no_activity: true }),
    known.aggregates?.() ?? listAggregates(db),
    known.jobs?.() ?? listJobs(db),
    listArchived(db, { hypertable_name, hypertable_schema }),
  ]);
  const of = chunks[0] ?? (await findHypertable(db, { hypertable_name, hypertable_schema }));
  const named = {
    hypertable_schema: of.hypertable_schema,
    hypertable_name: of.hypertable_name,
    shown_name: shownName(of),
  };
  return lifecycleOf(named, { chunks, aggregates, jobs, archived, now_ms: Date.now() });
};
