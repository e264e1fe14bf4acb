import type { Job } from "#lib/model/storage.ts";
import { achievementOf } from "./achievement.ts";
import type { Facts } from "./facts.ts";
import { countOf, type Found } from "./text.ts";

/** The text TimescaleDB 2.28.3 gives every background job on PostgreSQL 15.20, though it did its work. */
const PORTAL = "cannot drop portal";

/** The last run did its work, committed it and was marked Failed after that: a defect of the server, not of the job. */
export const isMarkedFailed = (job: Job): boolean =>
  job.state === "failed" && job.last_error !== null && job.last_error.includes(PORTAL);

/** One finding of all jobs that the server marks so: what mends it is one act at the server, and none at the jobs. */
export const findMarkedFailed = (facts: Facts): Found[] => {
  const jobs = facts.jobs.filter(isMarkedFailed);
  if (jobs.length === 0) return [];
  const states = jobs.flatMap((job) => achievementOf(job, facts)?.state ?? []);
  const kept = states.filter((state) => state === "kept" || state === "due").length;
  const behind = states.filter((state) => state === "skipped" || state === "overdue").length;
  const { postgres_version, timescaledb_version } = facts.server;
  return [
    {
      rule: "jobs_marked_failed",
      severity: behind > 0 ? "warning" : "notice",
      subject: "background jobs",
      title: `${countOf(jobs.length, "job is", "jobs are")} marked Failed after the work was done.`,
      evidence: [
        `${jobs.length === 1 ? "Job" : "Jobs"} ${jobs.map(({ job_id }) => job_id).join(", ")}: ${jobs[0]?.last_error}`,
        "TimescaleDB 2.28.3 on PostgreSQL 15.20 marks every background job so, after it committed its work.",
        `This server: PostgreSQL ${postgres_version}, TimescaleDB ${timescaledb_version ?? "unknown"}.`,
        `${kept} of the ${countOf(states.length, "policy", "policies")} among them that can be judged did all that was due.`,
      ],
      consequence:
        "Each counts as a failure: jobs run more rarely than scheduled, and a real failure is no longer told from this one.",
      remedy:
        "Take another minor version of PostgreSQL or TimescaleDB (docs/OPERATIONS.md); nothing is to be mended at the jobs.",
      sql: null,
    },
  ];
};
