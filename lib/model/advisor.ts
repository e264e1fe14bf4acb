import type { Job } from "./storage.ts";

/** `critical`: data or the service is being lost. `warning`: a promise is not kept. `notice`: worth a look by day. */
export const SEVERITIES = ["critical", "warning", "notice"] as const;
export type Severity = (typeof SEVERITIES)[number];

/** Nothing is snoozed for longer: what is never to be told of again is to be mended, or its rule is wrong. */
export const SNOOZE_MAX_DAYS = 90;

/** So many findings are snoozed, or woken, in one act. */
export const SNOOZE_MAX_FINDINGS = 1_000;

/** Why someone does not want to be told for a while. */
export type Snooze = {
  finding_id: string;
  reason: string;
  /** ISO 8601; from then on the finding counts again. */
  until: string;
  snoozed_by: string;
  snoozed_at: string;
};

/** One thing that is not as it should be. It exists as long as the facts do: mended, it is gone. */
export type Finding = {
  /** `rule:subject`, the same from one look to the next. */
  finding_id: string;
  /** Which rule found it: `chunks_not_compressed`. */
  rule: string;
  severity: Severity;
  /** What it is about: a relation, a job, a setting. */
  subject: string;
  /** What is wrong, one sentence. */
  title: string;
  /** Figures it rests on, a sentence each. */
  evidence: string[];
  /** What comes of it when nothing is done. */
  consequence: string;
  /** What to do, one sentence. */
  remedy: string;
  /** Statements that mend it, to be read before they are run; null: SQL alone does not. */
  sql: string | null;
  /** The job it was found at, or null. */
  job_id: number | null;
  snooze: Snooze | null;
};

/** Something that could not be judged, and why. Not judged is not good. */
export type Unjudged = { subject: string; reason: string };

export type Advice = {
  /** Critical ones first; snoozed ones last. */
  items: Finding[];
  unjudged: Unjudged[];
  as_of: string;
};

/** Who runs the jobs, and whether anybody does. */
export type JobRunner = {
  /** `none`: the Apache edition, which runs no policies. */
  kind: "timescaledb" | "embedded" | "none";
  /** This server is a replica: the jobs run on its primary, and what is at work there is not seen from here. */
  in_recovery: boolean;
  /** null: this role may not see, or this server is a replica. */
  running: boolean | null;
  /** When the embedded database's runner looked last, to the minute; null for TimescaleDB's own. */
  looked_at: string | null;
  max_background_workers: number | null;
  max_worker_processes: number | null;
  /** TimescaleDB stands still while a dump is restored. */
  restoring: boolean;
  /** `timescaledb.enable_job_execution_logging`: whether successful runs are kept too; null: unknown to this server. */
  keeps_successes: boolean | null;
};

/** A run of a job, as the server's history has it. `succeeded` null: it goes on, or it ended with its process. */
export type JobRun = {
  job_id: number;
  /** null: the server did not note it, as of a run whose worker was ended. */
  started_at: string | null;
  finished_at: string | null;
  succeeded: boolean | null;
  sqlerrcode: string | null;
  error: string | null;
};

/** What keeps a job from running, or that nothing does; by the server's bookkeeping, not by what it achieved. */
export type JobCondition =
  | "running"
  | "hung"
  | "crashed"
  | "never_started"
  | "not_started"
  | "retrying"
  | "failed"
  | "paused"
  | "given_up"
  | "ready"
  | "waiting"
  | "not_available";

/** What a policy should have done by now, counted in the catalog. Null where the policy acts on no time. */
export type JobAchievement = {
  job_id: number;
  /** Chunks whose turn is past. */
  due_count: number;
  /** The one that waits longest. */
  oldest_chunk: string | null;
  oldest_due_at: string | null;
  /** At most five of them, longest waiting first. */
  due_chunks: string[];
  /** When the next chunk's turn comes; null: no chunk waits for one. */
  next_due_at: string | null;
};

/** `good` · `waiting` for its turn · `attention`: a warning · `trouble`: critical · `unjudged`: nothing to judge it by. */
export type JobVerdict = "good" | "waiting" | "attention" | "trouble" | "unjudged";

/** A job with what it achieved, judged. */
export type JobReport = Job & {
  condition: JobCondition;
  verdict: JobVerdict;
  /** One clause: "every chunk older than 3 days is compressed". */
  verdict_text: string;
  /** Figures the verdict rests on. */
  evidence: string[];
  /** When the whole-chunk turn after this comes, for policies on chunks. */
  next_due_at: string | null;
  /** Findings about it, by id. */
  finding_ids: string[];
  /** Newest first, at most 20. */
  runs: JobRun[];
};

export type JobReports = { items: JobReport[]; runner: JobRunner; as_of: string };
