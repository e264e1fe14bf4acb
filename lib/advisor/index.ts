import {
  type Advice,
  type Finding,
  type JobReport,
  SEVERITIES,
  type Snooze,
  type Unjudged,
} from "#lib/model/advisor.ts";
import type { Job } from "#lib/model/storage.ts";
import { findAggregateTroubles } from "./aggregates.ts";
import { findArchiveTroubles } from "./archive.ts";
import { findConflicts } from "./conflicts.ts";
import type { Facts } from "./facts.ts";
import { findDiskTroubles, unjudgedDisk } from "./disk.ts";
import { judgeJob, reportJob } from "./jobs.ts";
import { findMarkedFailed, isMarkedFailed } from "./marked-failed.ts";
import { findRunnerTroubles } from "./runner.ts";
import { findServerTroubles } from "./server.ts";
import { findTableTroubles } from "./tables.ts";
import type { Found } from "./text.ts";

export type { Facts } from "./facts.ts";

/** The runner's own finding says of no workers what the rule of the setting would say again. */
const WORKERS = "timescaledb.max_background_workers";

const rank = ({ snooze, severity }: Finding): number => (snooze ? SEVERITIES.length : 0) + SEVERITIES.indexOf(severity);

const withIds = (found: Found[], snoozes: Snooze[], now: string): Finding[] => {
  const by_id = new Map<string, Finding>();
  for (const { job_id, ...finding } of found) {
    const finding_id = `${finding.rule}:${finding.subject}`;
    if (by_id.has(finding_id)) continue;
    const snooze = snoozes.find((item) => item.finding_id === finding_id && item.until > now) ?? null;
    by_id.set(finding_id, { finding_id, ...finding, job_id: job_id ?? null, snooze });
  }
  return [...by_id.values()];
};

/** What the edition does not do, it cannot do wrong: one finding or one word tells of it, not one for each policy. */
const unjudgedEdition = ({ edition, jobs }: Facts): Unjudged[] => {
  if (edition !== "apache") return [];
  const subject = "policies and aggregates";
  return jobs.every((job) => job.target === null)
    ? [{ subject, reason: "The Apache edition has neither: nothing compresses, refreshes or drops by itself." }]
    : [{ subject, reason: "The Apache edition runs none of them, so neither holes nor conflicts come of them." }];
};

const listUnjudged = (facts: Facts): Unjudged[] => {
  const unjudged = unjudgedEdition(facts);
  if (facts.runner.in_recovery)
    unjudged.push({
      subject: "who runs the jobs",
      reason:
        "This server is a replica. Whether a job hangs or its process died is seen on the primary alone, and what mends it is run there.",
    });
  const blind = facts.aggregates.filter((aggregate) => aggregate.materialized_state === "not_permitted");
  if (blind.length > 0)
    unjudged.push({
      subject: blind.map((aggregate) => aggregate.view_name).join(", "),
      reason: "This role may not ask how far they are materialized. GRANT SELECT on them to it.",
    });
  const untold = facts.aggregates.filter(
    (aggregate) => aggregate.materialized_state === "not_available" && aggregate.bucket_seconds !== null,
  );
  if (untold.length > 0)
    unjudged.push({
      subject: untold.map((aggregate) => aggregate.view_name).join(", "),
      reason: "This server does not tell how far they are materialized.",
    });
  if (facts.aggregates.length > 0 && facts.gaps.length === 0)
    unjudged.push({
      subject: "holes in aggregates",
      reason: "This server does not show its log of what was refreshed.",
    });
  if (facts.tables.some((table) => table.partial_count === null))
    unjudged.push({ subject: "late rows", reason: "This server does not tell which compressed chunks are partial." });
  if (!facts.server.sees_activity && !facts.embedded)
    unjudged.push({
      subject: "sessions and replicas",
      reason:
        "Neither this role nor the owner of the database sees those of others. GRANT pg_read_all_stats TO fiber_reader to have long transactions and lag judged.",
    });
  if (facts.archive === null)
    unjudged.push({
      subject: "archive behind retention",
      reason: "There is no ledger of the archive (fiber.archived_chunks) that this role may read.",
    });
  unjudged.push(...unjudgedDisk(facts));
  const hidden = facts.jobs.filter((job) => !job.errors_visible);
  if (hidden.length > 0)
    unjudged.push({
      subject: `history of ${hidden.length === 1 ? "job" : "jobs"} ${hidden.map((job) => job.job_id).join(", ")}`,
      reason: "It belongs to roles that this one is not a member of: an empty history there means not permitted.",
    });
  return unjudged;
};

/** What policies do to each other and to rows, which no policy does that nobody runs. */
const findPolicyTroubles = (facts: Facts): Found[] => [
  ...findConflicts(facts),
  ...findAggregateTroubles(facts),
  ...findArchiveTroubles(facts),
];

/** The rules over facts: every finding, every job judged, and what could not be judged. Pure. */
export const advise = (facts: Facts, snoozes: Snooze[]): { advice: Advice; jobs: JobReport[] } => {
  const found = [
    ...findRunnerTroubles(facts),
    ...facts.jobs.flatMap((job) => judgeJob(job, facts).found ?? []),
    ...findMarkedFailed(facts),
    ...(facts.edition === "apache" ? [] : findPolicyTroubles(facts)),
    ...findTableTroubles(facts),
    ...findServerTroubles(facts),
    ...findDiskTroubles(facts),
  ].filter(
    ({ rule, subject }) => !(rule === "setting" && subject === WORKERS && facts.runner.max_background_workers === 0),
  );
  const items = withIds(found, snoozes, facts.now).toSorted(
    (a, b) => rank(a) - rank(b) || a.finding_id.localeCompare(b.finding_id),
  );
  const idsOf = (job: Job) =>
    items
      .filter((item) => item.job_id === job.job_id || (item.rule === "jobs_marked_failed" && isMarkedFailed(job)))
      .map((item) => item.finding_id);
  return {
    advice: { items, unjudged: listUnjudged(facts), as_of: facts.now },
    jobs: facts.jobs.map((job) => reportJob(job, facts, idsOf(job))),
  };
};
