import { type Kysely, sql } from "kysely";
import type { Database } from "#db/schema/index.ts";
import { advise, type Facts } from "#lib/advisor/index.ts";
import type { Advice, JobReports, Snooze } from "#lib/model/advisor.ts";
import { listArchiveFacts } from "./archive.ts";
import { listAggregateGaps } from "./aggregate-gaps.ts";
import { listAggregates } from "./aggregates.ts";
import { type Capabilities, canCall, requireTimescale } from "./capabilities.ts";
import { getJobRunner, listJobAchievements, listJobRuns } from "./job-facts.ts";
import { listJobsWith } from "./jobs.ts";
import { getServerHealth } from "./server-health.ts";
import { listInvalidIndexes, listTableFacts } from "./table-facts.ts";

/** What is snoozed and still is. A database without our tables has none. */
export const listSnoozes = async (db: Kysely<Database>, capabilities: Capabilities): Promise<Snooze[]> =>
  canCall(capabilities, "job_runs(integer)")
    ? db
        .selectFrom("fiber.finding_snoozes")
        .selectAll()
        .where("until", ">", sql<string>`now()`)
        .execute()
    : [];

/**
 * Everything the rules look at, by a fixed number of statements whatever the size of the database. They read catalogs,
 * statistics and the sizes of a few files, never rows. Throws `not_available` without TimescaleDB.
 */
export const getFacts = async (db: Kysely<Database>): Promise<{ facts: Facts; snoozes: Snooze[] }> => {
  const capabilities = await requireTimescale(db);
  const [server, jobs, achievements, runs, runner, aggregates, gaps, tables, invalid_indexes, archive, snoozes] =
    await Promise.all([
      getServerHealth(db),
      listJobsWith(db, capabilities),
      listJobAchievements(db, capabilities),
      listJobRuns(db, capabilities),
      getJobRunner(db, capabilities),
      listAggregates(db),
      listAggregateGaps(db, capabilities),
      listTableFacts(db, capabilities),
      listInvalidIndexes(db),
      listArchiveFacts(db, capabilities),
      listSnoozes(db, capabilities),
    ]);
  const { embedded, edition } = capabilities;
  const asked = { jobs, achievements, runs, runner, aggregates, gaps, tables, invalid_indexes, archive, server };
  return { facts: { now: server.as_of, edition: edition ?? "apache", embedded, ...asked }, snoozes };
};

/** The whole judgement: the advice, and every job with what it achieved. The same for page, command line and interface. */
export const getJudgement = async (db: Kysely<Database>): Promise<{ advice: Advice; jobs: JobReports }> => {
  const { facts, snoozes } = await getFacts(db);
  const { advice, jobs } = advise(facts, snoozes);
  return { advice, jobs: { items: jobs, runner: facts.runner, as_of: facts.now } };
};
