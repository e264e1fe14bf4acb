import type { JobCondition, JobReport, JobVerdict, Severity } from "#lib/model/advisor.ts";
import type { Job } from "#lib/model/storage.ts";
import { SECONDS } from "#lib/units.ts";
import { type Achievement, achievementOf } from "./achievement.ts";
import { jobCondition } from "./condition.ts";
import type { Facts } from "./facts.ts";
import { isMarkedFailed } from "./marked-failed.ts";
import { at, type Found, lasting, toldName } from "./text.ts";

type Judged = { condition: JobCondition; evidence: string[] };

/** A policy that is this late, or that failed this often in a row, is not merely late. */
const CRITICAL_AFTER = 3 * SECONDS.day;
const CRITICAL_FAILURES = 5;

const UNMET: Record<string, { rule: string; consequence: string }> = {
  compression: {
    rule: "chunks_not_compressed",
    consequence: "The rows take many times the room, and queries over that range read all of it.",
  },
  retention: {
    rule: "chunks_not_dropped",
    consequence: "Data outlives its retention, and the disk fills beyond what was planned.",
  },
  refresh: {
    rule: "aggregate_behind",
    consequence:
      "Figures from the aggregate end there, or are computed from the source at each read; retention may take the source first.",
  },
};

const targetName = ({ target, target_schema }: Job): string | null =>
  target === null ? null : toldName({ schema: target_schema ?? "public", name: target });

const named = (job: Job): string =>
  job.target === null
    ? `Job ${job.job_id}, ${job.description},`
    : job.description.includes(job.target)
      ? `The policy to ${job.description}`
      : `The policy on ${targetName(job)} to ${job.description}`;

const lastRun = (job: Job): string[] => {
  if (job.last_run_started_at === null) return ["It has never run."];
  const took = job.last_run_seconds === null ? "" : `, took ${lasting(job.last_run_seconds)}`;
  const { last_run_succeeded: ok } = job;
  const says = ok === null ? "has no end" : ok ? "says Success" : "says Failed";
  return [`The last run, ${at(job.last_run_started_at)}${took}, ${says}.`];
};

const unmetSeverity = (job: Job, { late_seconds }: Achievement): Severity => {
  const late = late_seconds > Math.max(CRITICAL_AFTER, 10 * (job.schedule_seconds ?? 0));
  return late || (job.consecutive_failures ?? 0) >= CRITICAL_FAILURES ? "critical" : "warning";
};

const ofUnmet = (job: Job, achieved: Achievement, judged: Judged): Found => {
  const { rule, consequence } = UNMET[job.kind] ?? { rule: "policy_unmet", consequence: "" };
  const although = achieved.state === "skipped" && job.last_run_succeeded ? " although the last run says Success" : "";
  const start = judged.condition === "paused" || judged.condition === "given_up";
  return {
    rule,
    severity: unmetSeverity(job, achieved),
    subject: targetName(job) ?? String(job.job_id),
    title: `${targetName(job)}: ${achieved.text}${although}.`,
    evidence: [...achieved.evidence, ...lastRun(job), ...judged.evidence],
    consequence,
    remedy: start
      ? "Let the policy run again, and see what it says."
      : "Run it in a session of your own and see what it says.",
    sql: [...(start ? [`SELECT alter_job(${job.job_id}, scheduled => true);`] : []), achieved.sql]
      .filter(Boolean)
      .join("\n"),
    job_id: job.job_id,
  };
};

type Trouble = {
  rule: string;
  title: (name: string) => string;
  consequence: string;
  remedy: string;
  sql: (id: number) => string;
};

const restart = (id: number): string => `SELECT alter_job(${id}, next_start => now());`;
const resume = (id: number): string => `SELECT alter_job(${id}, scheduled => true);`;

/** Ends whatever session bears the job's name; without one it just starts anew. */
const endSession = (id: number): string =>
  [
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity",
    `WHERE datname = current_database() AND application_name = (SELECT application_name FROM timescaledb_information.jobs WHERE job_id = ${id});`,
  ].join("\n");

const TROUBLES: Partial<Record<JobCondition, Trouble>> = {
  hung: {
    rule: "job_hung",
    title: (name) => `${name} does not come to an end.`,
    consequence: "It keeps its worker and its locks, and does not run again.",
    remedy: "See what its session waits for, then end it.",
    sql: endSession,
  },
  crashed: {
    rule: "job_crashed",
    title: (name) => `${name} ended without a word: its process was ended, or died.`,
    consequence: "What it had not committed is undone, and the next run may end in the same way.",
    remedy: "The server's log has the reason: ended by someone, by its limit, or died. Then let it run.",
    sql: restart,
  },
  never_started: {
    rule: "job_never_started",
    title: (name) => `${name} has never started.`,
    consequence: "Nothing of what it is for has happened.",
    remedy: "See that a scheduler runs and workers are free, then start it.",
    sql: restart,
  },
  not_started: {
    rule: "job_not_started",
    title: (name) => `${name} does not start, though its time is past.`,
    consequence: "What it is for does not happen, and no error tells so.",
    remedy: "See that a scheduler runs and workers are free, then start it.",
    sql: restart,
  },
  retrying: {
    rule: "job_failing",
    title: (name) => `${name} fails.`,
    consequence: "It is tried again ever more rarely.",
    remedy: "Run it in a session of your own: it fails there with the same text.",
    sql: (id) => `CALL run_job(${id});`,
  },
  given_up: {
    rule: "job_given_up",
    title: (name) => `${name} failed so often that it is no longer tried.`,
    consequence: "It does not run again by itself.",
    remedy: "Mend the cause, run it once, then let it be scheduled.",
    sql: (id) => `CALL run_job(${id});\n${resume(id)}`,
  },
  paused: {
    rule: "job_paused",
    title: (name) => `${name} is paused.`,
    consequence: "What it is for does not happen until somebody starts it.",
    remedy: "Let it run again, or remove it if it is not wanted.",
    sql: resume,
  },
};

/** TimescaleDB's own housekeeping has numbers below this. */
const FIRST_OWN_JOB = 1000;

/** That a job does not start is no news of its own where nobody starts any. */
const isEffect = (condition: JobCondition, { runner }: Facts): boolean =>
  runner.running === false && (condition === "never_started" || condition === "not_started");

const conditionSeverity = (job: Job, { condition }: Judged, achieved: Achievement | null, facts: Facts): Severity => {
  if (isEffect(condition, facts)) return "notice";
  if (condition === "retrying" || condition === "failed") return achieved?.state === "kept" ? "notice" : "warning";
  if (condition === "paused") return job.kind === "user" || job.kind === "other" ? "notice" : "warning";
  return "warning";
};

const ofCondition = (job: Job, achieved: Achievement | null, judged: Judged, facts: Facts): Found | null => {
  const trouble = TROUBLES[judged.condition === "failed" ? "retrying" : judged.condition];
  if (!trouble || job.kind === "telemetry") return null;
  // One finding tells of all of them.
  if (judged.condition !== "given_up" && isMarkedFailed(job)) return null;
  if (isEffect(judged.condition, facts) && job.job_id < FIRST_OWN_JOB) return null;
  const kept = achieved?.state === "kept" ? [`All the same ${achieved.text}.`] : [];
  return {
    rule: trouble.rule,
    severity: conditionSeverity(job, judged, achieved, facts),
    subject: `job ${job.job_id}`,
    title: trouble.title(named(job)),
    evidence: [...judged.evidence, ...lastRun(job), ...kept],
    consequence: trouble.consequence,
    remedy: trouble.remedy,
    sql: trouble.sql(job.job_id),
    job_id: job.job_id,
  };
};

/** What is wrong with one job: that it did not achieve what it is for, or else that it does not run well. */
export const judgeJob = (
  job: Job,
  facts: Facts,
): { judged: Judged; achieved: Achievement | null; found: Found | null } => {
  const judged = jobCondition(job, facts);
  // What no policy of this edition does is one finding, about the edition.
  if (judged.condition === "not_available") return { judged, achieved: achievementOf(job, facts), found: null };
  const achieved = achievementOf(job, facts);
  const unmet = achieved?.state === "skipped" || achieved?.state === "overdue";
  const at_it = judged.condition === "running" && achieved?.state === "overdue";
  const found =
    achieved && unmet && !at_it ? ofUnmet(job, achieved, judged) : ofCondition(job, achieved, judged, facts);
  return { judged, achieved, found };
};

const CONDITION_TEXT: Record<JobCondition, string> = {
  running: "runs now",
  hung: "does not come to an end",
  crashed: "ended without a word",
  never_started: "has never started",
  not_started: "does not start, though its time is past",
  retrying: "the last run failed",
  failed: "the last run failed",
  paused: "paused",
  given_up: "failed too often and is no longer tried",
  ready: "the last run succeeded",
  waiting: "waits for its first run",
  not_available: "not run by the Apache edition",
};

/** A replica has the bookkeeping of its primary and none of its sessions. */
const conditionText = ({ condition }: Judged, { runner }: Facts): string =>
  condition === "running" && runner.in_recovery ? "runs, or ended without a word" : CONDITION_TEXT[condition];

const verdictOf = (achieved: Achievement | null, judged: Judged, found: Found | null): JobVerdict => {
  if (judged.condition === "not_available") return "attention";
  if (found?.severity === "critical") return "trouble";
  if (found && (found.severity === "warning" || achieved?.state !== "kept")) return "attention";
  const at_it = judged.condition === "running" && achieved?.state === "overdue";
  if (achieved?.state === "due" || at_it || judged.condition === "waiting") return "waiting";
  if (achieved?.state === "kept" || judged.condition === "ready") return "good";
  return "unjudged";
};

/** A job as pages, the command line and the interface show it. */
export const reportJob = (job: Job, facts: Facts, finding_ids: string[]): JobReport => {
  const { judged, achieved, found } = judgeJob(job, facts);
  const by_condition = achieved === null || achieved.state === "unjudged";
  return {
    ...job,
    condition: judged.condition,
    verdict: job.kind === "telemetry" && found === null ? "unjudged" : verdictOf(achieved, judged, found),
    verdict_text: by_condition
      ? conditionText(judged, facts)
      : judged.condition === "not_available"
        ? `${CONDITION_TEXT.not_available}; ${achieved.text}`
        : achieved.text,
    evidence: [...new Set([...(achieved?.evidence ?? []), ...judged.evidence])],
    next_due_at: achieved?.next_due_at ?? null,
    finding_ids,
    runs: facts.runs.filter((run) => run.job_id === job.job_id),
  };
};
