import { type Kysely, sql } from "kysely";
import { classifyDatabaseError } from "#db/errors.ts";
import type { Database } from "#db/schema/index.ts";
import { DISK_LOOKED_DAYS } from "#lib/advisor/disk.ts";
import type { DiskFacts } from "#lib/advisor/facts.ts";
import { advise, type Facts } from "#lib/advisor/index.ts";
import { fullIn, isMeasured } from "#lib/capacity.ts";
import { scenarioInForce } from "#lib/capacity-scenario.ts";
import type { Advice, JobReports, Snooze } from "#lib/model/advisor.ts";
import type { ServerHealth } from "#lib/model/server.ts";
import type { Job } from "#lib/model/storage.ts";
import { type AggregatesRead, readAggregates } from "./aggregates.ts";
import { type Capabilities, canCall, canRead, requireTimescale } from "./capabilities.ts";
import { getCapacityBasis } from "./capacity.ts";
import { getChunkFacts } from "./chunk-facts.ts";
import { getJobRunner, listJobRuns } from "./job-facts.ts";
import { listJobsWith } from "./jobs.ts";
import { getServerHealth } from "./server-health.ts";
import { listInvalidIndexes } from "./table-facts.ts";

/** What is snoozed and still is. A database without our tables has none; whoever may not read them is told of everything. */
export const listSnoozes = async (db: Kysely<Database>, capabilities: Capabilities): Promise<Snooze[]> =>
  canRead(capabilities, "finding_snoozes")
    ? db
        .selectFrom("fiber.finding_snoozes")
        .selectAll()
        .where("until", ">", sql<string>`now()`)
        .execute()
    : [];

/**
 * `disk_bytes`: how large the database may become; only then is it asked when the disk is full. `known`: how to get
 * answers of the same database that somebody else of the request asks for too.
 */
export type JudgementOptions = {
  disk_bytes?: number | null | undefined;
  known?:
    | {
        jobs?: () => Promise<Job[]>;
        aggregates?: () => Promise<AggregatesRead>;
        server?: () => Promise<ServerHealth>;
      }
    | undefined;
};

/** What tables of ours are needed for, others' databases are not asked; an error of a right leaves it not judged. */
const getDiskFacts = async (
  db: Kysely<Database>,
  capabilities: Capabilities,
  disk_bytes: number | null,
): Promise<DiskFacts> => {
  const unknown: DiskFacts = { disk_bytes, database_bytes: null, full: null };
  if (disk_bytes === null || !canCall(capabilities, "job_runs(integer)")) return unknown;
  try {
    const basis = await getCapacityBasis(db);
    const { database_bytes } = basis;
    if (database_bytes !== null && database_bytes >= disk_bytes)
      return { disk_bytes, database_bytes, full: { earliest_days: 0, expected_days: 0, latest_days: 0 } };
    if (!isMeasured(basis)) return { ...unknown, database_bytes };
    const full = fullIn(basis, scenarioInForce(basis), disk_bytes, DISK_LOOKED_DAYS);
    return { disk_bytes, database_bytes, full };
  } catch (error) {
    if (classifyDatabaseError(error).kind === "not_permitted") return unknown;
    throw error;
  }
};

/**
 * Everything the rules look at, by a fixed number of statements whatever the size of the database. They read catalogs,
 * statistics and the sizes of a few files, never rows. Throws `not_available` without TimescaleDB.
 */
export const getFacts = async (
  db: Kysely<Database>,
  { disk_bytes = null, known = {} }: JudgementOptions = {},
): Promise<{ facts: Facts; snoozes: Snooze[] }> => {
  const capabilities = await requireTimescale(db);
  const [server, jobs, chunks, runs, runner, aggregates, invalid_indexes, disk, snoozes] = await Promise.all([
    known.server?.() ?? getServerHealth(db),
    known.jobs?.() ?? listJobsWith(db, capabilities),
    getChunkFacts(db, capabilities),
    listJobRuns(db, capabilities),
    getJobRunner(db, capabilities),
    known.aggregates?.() ?? readAggregates(db),
    listInvalidIndexes(db),
    getDiskFacts(db, capabilities, disk_bytes),
    listSnoozes(db, capabilities),
  ]);
  const { embedded, edition } = capabilities;
  const asked = { ...chunks, ...aggregates, jobs, runs, runner, invalid_indexes, disk, server };
  return { facts: { now: server.as_of, edition: edition ?? "apache", embedded, ...asked }, snoozes };
};

/** The whole judgement: the advice, and every job with what it achieved. The same for page, command line and interface. */
export const getJudgement = async (
  db: Kysely<Database>,
  options: JudgementOptions = {},
): Promise<{ advice: Advice; jobs: JobReports }> => {
  const { facts, snoozes } = await getFacts(db, options);
  const { advice, jobs } = advise(facts, snoozes);
  return { advice, jobs: { items: jobs, runner: facts.runner, as_of: facts.now } };
};
