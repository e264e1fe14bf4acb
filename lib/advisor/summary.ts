import { csvLine } from "#lib/csv.ts";
import { type Finding, type JobReport, type JobRunner, SEVERITIES, type Severity } from "#lib/model/advisor.ts";
import { at, countOf, shareText } from "./text.ts";

/** How many findings of each severity count, snoozed ones apart. */
export const countFindings = (items: Finding[]): Record<Severity | "snoozed", number> => {
  const counts = { critical: 0, warning: 0, notice: 0, snoozed: 0 };
  for (const { severity, snooze } of items) counts[snooze ? "snoozed" : severity] += 1;
  return counts;
};

/** What `fiber doctor` ends with: 1 while something critical is neither mended nor snoozed. */
export const doctorStatus = (items: Finding[]): 0 | 1 => (countFindings(items).critical > 0 ? 1 : 0);

/** "1 critical, 2 warnings, 1 snoozed", or "nothing to mend". */
export const findingsSummary = (items: Finding[]): string => {
  const counts = countFindings(items);
  const words = [
    ...SEVERITIES.filter((severity) => counts[severity] > 0).map((severity) =>
      severity === "critical" ? `${counts.critical} critical` : countOf(counts[severity], severity),
    ),
    ...(counts.snoozed > 0 ? [`${counts.snoozed} snoozed`] : []),
  ];
  return words.length === 0 ? "nothing to mend" : words.join(", ");
};

/** Who runs the jobs, as one clause. */
export const runnerText = ({ kind, in_recovery, running, looked_at, max_background_workers }: JobRunner): string => {
  if (kind === "embedded") {
    if (looked_at === null) return "the embedded database's runner has not looked yet";
    return running
      ? `run by the embedded database's runner, which looks every 3 s, last noted ${at(looked_at)}`
      : `nobody runs them: the embedded database's runner looked last ${at(looked_at)}`;
  }
  if (kind === "none") return "nobody runs them: the Apache edition runs no policies";
  if (in_recovery) return "run by the primary of this replica, which does not show who is at work there";
  if (running === null) return "this role may not see who runs them";
  if (!running) return "nobody runs them: TimescaleDB's scheduler is not there";
  return `run by TimescaleDB's scheduler${max_background_workers === null ? "" : `, at most ${max_background_workers} workers`}`;
};

/** Which runs the server keeps. */
export const historyText = ({ keeps_successes }: JobRunner): string =>
  keeps_successes === true
    ? "The server keeps every run for a while."
    : keeps_successes === false
      ? "The server keeps failures only. ALTER DATABASE … SET timescaledb.enable_job_execution_logging = on keeps every run."
      : "This server does not say which runs it keeps.";

/** "97.5 % of 120 runs succeeded, 2 ended without a word": of all runs the server counted, not of those it keeps. */
export const runsText = ({ total_runs, total_successes, total_failures, condition }: JobReport): string | null => {
  const at_it = condition === "running" || condition === "hung";
  const ended = total_runs - (at_it && total_runs > total_successes + total_failures ? 1 : 0);
  if (ended <= 0) return null;
  const lost = ended - total_successes - total_failures;
  const share = `${shareText(total_successes / ended)} of ${countOf(ended, "run")} succeeded`;
  return lost > 0 ? `${share}, ${lost} ended without a word` : share;
};

const FINDING_COLUMNS = [
  "finding_id",
  "severity",
  "subject",
  "title",
  "evidence",
  "consequence",
  "remedy",
  "sql",
  "snoozed_until",
];

export const findingsCsv = (items: Finding[]): string =>
  csvLine(FINDING_COLUMNS) +
  items
    .map((item) =>
      csvLine([
        item.finding_id,
        item.severity,
        item.subject,
        item.title,
        item.evidence.join(" "),
        item.consequence,
        item.remedy,
        item.sql,
        item.snooze?.until,
      ]),
    )
    .join("");

const JOB_COLUMNS = [
  "job_id",
  "description",
  "target",
  "verdict",
  "verdict_text",
  "condition",
  "schedule_seconds",
  "last_run_started_at",
  "last_run_seconds",
  "next_start_at",
  "next_due_at",
  "total_runs",
  "total_successes",
  "total_failures",
  "last_error",
] as const satisfies (keyof JobReport)[];

export const jobsCsv = (items: JobReport[]): string =>
  csvLine(JOB_COLUMNS) + items.map((item) => csvLine(JOB_COLUMNS.map((name) => item[name]))).join("");
