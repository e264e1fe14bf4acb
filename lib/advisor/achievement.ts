import type { Job } from "#lib/model/storage.ts";
import type { JobAchievement } from "#lib/model/advisor.ts";
import { awaitsFirstRun, slackSeconds } from "./condition.ts";
import type { Facts } from "./facts.ts";
import { at, countOf, lasting, relationLiteral, secondsBetween, settingWords } from "./text.ts";

/**
 * What a policy should have achieved by now against what it did. `kept` · `due`: its turn has come and its next run is
 * not late · `skipped`: a run came after the turn and left it undone · `overdue`: no run came · `unjudged`.
 */
export type Achievement = {
  state: "kept" | "due" | "skipped" | "overdue" | "unjudged";
  text: string;
  evidence: string[];
  /** Seconds beyond what its schedule allows; 0 while kept or due. */
  late_seconds: number;
  next_due_at: string | null;
  sql: string | null;
};

const none = { evidence: [], late_seconds: 0, next_due_at: null, sql: null };

/** A run that began this long after a turn has seen it. */
const SEEN_AFTER_SECONDS = 60;

const ranSince = (job: Job, moment: string): boolean =>
  job.last_run_succeeded !== null &&
  job.last_run_started_at !== null &&
  secondsBetween(moment, job.last_run_started_at) > SEEN_AFTER_SECONDS;

const ageOf = (job: Job): string =>
  settingWords(job.config, "compress_after") ??
  settingWords(job.config, "drop_after") ??
  settingWords(job.config, "compress_created_before") ??
  settingWords(job.config, "drop_created_before") ??
  "the policy's age";

const chunkSql = (job: Job, chunks: string[]): string =>
  job.kind === "retention"
    ? `CALL run_job(${job.job_id});`
    : [
        ...chunks.map((chunk) => `SELECT compress_chunk('${chunk.replaceAll("'", "''")}');`),
        `CALL run_job(${job.job_id});`,
      ].join("\n");

const whenRun = (job: Job, now: string): string => {
  if (job.state === "not_available") return "by no run";
  if (awaitsFirstRun(job, now)) return "with its first run";
  return job.scheduled ? "with the next run" : "when it is no longer paused";
};

/** Of a policy on chunks, by those whose turn is past: what the doctor and the lifecycle lane both say. */
export const chunkAchievement = (job: Job, found: JobAchievement | undefined, now: string): Achievement => {
  const drops = job.kind === "retention";
  if (!found) return { ...none, state: "unjudged", text: "acts on no time that can be compared with now" };
  const { due_count, oldest_chunk, oldest_due_at, due_chunks, next_due_at } = found;
  const age = ageOf(job);
  if (oldest_due_at === null) {
    const text = drops ? `no chunk is older than ${age}` : `every chunk older than ${age} is compressed`;
    const evidence = next_due_at === null ? [] : [`The next whole chunk's turn is ${at(next_due_at)}.`];
    return { ...none, state: "kept", text, evidence, next_due_at };
  }
  const waiting = secondsBetween(oldest_due_at, now);
  const allowed = (job.schedule_seconds ?? 0) + slackSeconds(job);
  const undone = drops ? "dropped" : "compressed";
  const evidence = [
    `${oldest_chunk}: its turn was ${at(oldest_due_at)}, ${lasting(waiting)} ago.`,
    `${countOf(due_count, "chunk waits", "chunks wait")} to be ${undone}.`,
  ];
  const skipped = ranSince(job, oldest_due_at);
  const in_time = waiting <= allowed || awaitsFirstRun(job, now);
  const state = skipped ? "skipped" : in_time ? "due" : "overdue";
  const text =
    state === "due"
      ? `${countOf(due_count, "chunk")} due, ${undone} ${whenRun(job, now)}`
      : `${countOf(due_count, "chunk")} not ${undone}, the oldest ${lasting(waiting)} past its turn`;
  return {
    state,
    text,
    evidence,
    late_seconds: state === "due" ? 0 : waiting,
    next_due_at,
    sql: chunkSql(job, due_chunks),
  };
};

const refreshSql = (job: Job, from: string | null): string =>
  `CALL refresh_continuous_aggregate(${relationLiteral(job.target_schema ?? "public", job.target ?? "")}, ${from === null ? "NULL" : `'${from}'`}, now());`;

/** How far refreshes have come, from TimescaleDB's log, or else from the watermark, which also stands while no data comes. */
const reachOf = (job: Job, facts: Facts) => {
  const same = (of: { view_schema: string; view_name: string }) =>
    of.view_schema === job.target_schema && of.view_name === job.target;
  const gaps = facts.gaps.find(same);
  const aggregate = facts.aggregates.find(same);
  return {
    promised: aggregate?.promised_seconds ?? null,
    reach: gaps ? gaps.processed_until : (aggregate?.materialized_until ?? null),
    never: gaps ? gaps.never_refreshed : aggregate?.materialized_state === "nothing",
    source_from: gaps?.source_from ?? null,
  };
};

const ofRefresh = (job: Job, facts: Facts): Achievement => {
  const { promised, reach, never, source_from } = reachOf(job, facts);
  if (promised === null) return { ...none, state: "unjudged", text: "promises no time that can be compared with now" };
  const since = never ? source_from : reach;
  if (since === null)
    return never
      ? { ...none, state: "kept", text: "there is nothing to refresh yet" }
      : { ...none, state: "unjudged", text: "this server does not tell how far refreshes have come" };
  const behind = secondsBetween(since, facts.now);
  const allowed = promised + slackSeconds(job);
  const done = never ? "nothing is refreshed" : `refreshed to ${at(since)}`;
  const first = awaitsFirstRun(job, facts.now);
  if (behind <= allowed || first) {
    const away = behind < 0 ? `${lasting(-behind)} ahead of now` : `${lasting(behind)} ago`;
    const text = never ? "its first refresh is due" : `${done}, ${away}; its promise is ${lasting(promised)}`;
    return { ...none, state: never || first ? "due" : "kept", text };
  }
  const missed = new Date(Date.parse(since) + allowed * 1000).toISOString();
  return {
    ...none,
    state: ranSince(job, missed) ? "skipped" : "overdue",
    text: `${done}, ${lasting(behind - promised)} behind its promise of ${lasting(promised)}`,
    evidence: [
      never
        ? `Its source has data since ${at(since)} at the earliest; none of it is refreshed.`
        : `Refreshes have come to ${at(since)}; end offset, bucket and schedule promise at most ${lasting(promised)} behind now.`,
    ],
    late_seconds: behind - allowed,
    sql: refreshSql(job, never ? null : since),
  };
};

/** Judges a job by what it should have achieved; null for jobs of which nobody can tell that. */
export const achievementOf = (job: Job, facts: Facts): Achievement | null => {
  if (job.kind === "refresh") return ofRefresh(job, facts);
  const by_age = job.config?.compress_after !== undefined || job.config?.compress_created_before !== undefined;
  if (job.kind !== "retention" && !(job.kind === "compression" && by_age)) return null;
  const found = facts.achievements.find(({ job_id }) => job_id === job.job_id);
  return chunkAchievement(job, found, facts.now);
};
