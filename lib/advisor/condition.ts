import type { JobCondition, JobRun, JobRunner } from "#lib/model/advisor.ts";
import type { Job } from "#lib/model/storage.ts";
import { SECONDS } from "#lib/units.ts";
import { at, countOf, lasting, secondsBetween } from "./text.ts";

const LEAST_SLACK = 10 * SECONDS.minute;
const MOST_SLACK = 6 * SECONDS.hour;
/** A run without a limit of its own is held to be stuck after this, or after ten times its schedule. */
const HUNG_AFTER = 6 * SECONDS.hour;
/** A worker needs a moment between the note that it starts and its session. */
const CRASH_CERTAIN_AFTER = 2 * SECONDS.minute;

/** What a policy may take beyond its schedule before anybody is told: half the schedule, 10 min to 6 h. */
export const slackSeconds = (job: Pick<Job, "schedule_seconds">): number =>
  Math.min(MOST_SLACK, Math.max(LEAST_SLACK, (job.schedule_seconds ?? 0) / 2));

type Judged = { condition: JobCondition; evidence: string[] };

type Around = { runner: JobRunner; runs: JobRun[]; now: string };

/** A run beyond its limit is ended by the server, which writes nothing down. */
const limitEvidence = ({ max_runtime_seconds: limit }: Job): string[] =>
  limit === null ? [] : [`The server ends a run after ${lasting(limit)}, and notes nothing then.`];

/** What TimescaleDB writes for a worker that was ended from outside, or that is gone: a failure that gives no reason. */
const WORDLESS = /^(failed to execute job |job crash detected)/;

const unfinished = (job: Job, { runner, runs, now }: Around): Judged => {
  const started = job.last_run_started_at ?? now;
  const seconds = secondsBetween(started, now);
  const limit = job.max_runtime_seconds ?? Math.max(HUNG_AFTER, 10 * (job.schedule_seconds ?? 0));
  const began = `Its run began ${at(started)} and has no end.`;
  // TimescaleDB's scheduler writes the end of a process that is gone into the history alone, without a start.
  const gone_run = runs.find(
    (run) =>
      run.job_id === job.job_id && run.started_at === null && run.finished_at !== null && run.finished_at > started,
  );
  if (gone_run && !job.has_worker)
    return {
      condition: "crashed",
      evidence: [began, `The server noted ${at(gone_run.finished_at ?? now)} that its process is gone.`],
    };
  // A next start that somebody set during the run says nothing of the run.
  if (job.next_start_at !== null && !job.has_worker)
    return { condition: "crashed", evidence: [began, `The server lost it; the next try is ${at(job.next_start_at)}.`] };
  if (runner.in_recovery)
    return {
      condition: "running",
      evidence: [`It runs since ${at(started)}, or ended without a word: its session is seen on the primary alone.`],
    };
  // The embedded runner works in no session of its own; TimescaleDB's workers bear the job's name.
  const gone = runner.kind === "embedded" ? runner.running === false : !job.has_worker;
  if (gone && seconds > CRASH_CERTAIN_AFTER)
    return { condition: "crashed", evidence: [began, "No session of the server is at it.", ...limitEvidence(job)] };
  if (seconds > limit)
    return { condition: "hung", evidence: [began, `It runs for ${lasting(seconds)}; the limit is ${lasting(limit)}.`] };
  return { condition: "running", evidence: [`It runs since ${at(started)}.`] };
};

/** A job that somebody set to start at a time which has not come, or only just: it can have achieved nothing. */
export const awaitsFirstRun = (job: Job, now: string): boolean =>
  job.scheduled &&
  job.state === "never" &&
  job.initial_start_at !== null &&
  secondsBetween(job.initial_start_at, now) <= slackSeconds(job);

const neverRan = (job: Job, all: Job[], now: string): Judged => {
  const first = job.initial_start_at;
  if (first !== null && awaitsFirstRun(job, now))
    return {
      condition: "waiting",
      evidence: [first > now ? `Its first run is due ${at(first)}.` : "Its first run is due."],
    };
  // Numbers of jobs grow: one that is younger than this and has run shows that this one should have.
  const younger = all.find((other) => other.job_id > job.job_id && other.last_run_started_at !== null);
  const since = first ?? younger?.last_run_started_at;
  if (since == null || secondsBetween(since, now) <= slackSeconds(job))
    return { condition: "waiting", evidence: ["It has not run yet."] };
  return {
    condition: "never_started",
    evidence: [
      first === null
        ? `It has never started, while the younger job ${younger?.job_id} has run.`
        : `It was to start ${at(first)} and never has.`,
    ],
  };
};

const paused = (job: Job): Judged => {
  const failures = job.consecutive_failures ?? 0;
  const given_up = job.max_retries > 0 && failures >= job.max_retries;
  return given_up
    ? { condition: "given_up", evidence: [`TimescaleDB paused it after ${countOf(failures, "failure")} in a row.`] }
    : { condition: "paused", evidence: ["It is paused: it does not run by itself."] };
};

const failureEvidence = (job: Job, last: JobRun | undefined): string[] => {
  const streak = job.consecutive_failures ?? 0;
  const code = last?.sqlerrcode ? ` (${last.sqlerrcode})` : "";
  return [
    ...(streak > 1 ? [`The last ${streak} runs failed.`] : []),
    job.last_error === null
      ? job.errors_visible
        ? "The server kept no text of the failure."
        : "This role may not see why: its errors belong to another role."
      : `It says: ${job.last_error}${code}`,
  ];
};

/** How a job stands by the server's own bookkeeping, told apart as finely as that allows, with what shows it. */
export const jobCondition = (job: Job, { jobs, runner, runs, now }: Around & { jobs: Job[] }): Judged => {
  if (job.state === "not_available")
    return {
      condition: "not_available",
      evidence: ["The Apache edition does not run it: each run that it starts fails."],
    };
  if (!job.scheduled) return paused(job);
  if (job.last_run_started_at === null && job.state !== "running") return neverRan(job, jobs, now);
  if (job.last_run_succeeded === null) return unfinished(job, { runner, runs, now });
  if (job.state === "running")
    return {
      condition: "running",
      evidence: [
        runner.in_recovery ? "It runs by the bookkeeping; its session is seen on the primary alone." : "It runs now.",
      ],
    };
  const next = job.next_start_at;
  if (next !== null && secondsBetween(next, now) > slackSeconds(job))
    return { condition: "not_started", evidence: [`It was to start ${at(next)} and has not.`] };
  if (job.state === "failed") {
    const again = next === null ? [] : [`The next try is ${at(next)}.`];
    if (job.last_error !== null && WORDLESS.test(job.last_error))
      return {
        condition: "crashed",
        evidence: ["Its worker was ended during the run, and no reason noted.", ...again],
      };
    const last = runs.find((run) => run.job_id === job.job_id && run.succeeded === false);
    const evidence = [...failureEvidence(job, last), ...again];
    return { condition: next === null ? "failed" : "retrying", evidence };
  }
  return { condition: "ready", evidence: [] };
};
