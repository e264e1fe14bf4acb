import type { Command } from "commander";
import { print, printJson, printTable, withDatabase } from "#db/cli/context.ts";
import { getJudgement } from "#db/queries/advisor.ts";
import { runnerText } from "#lib/advisor/summary.ts";
import { formatCount, formatDuration, formatTime, NOTHING } from "#lib/format.ts";
import type { JobReport, JobReports } from "#lib/model/advisor.ts";

const ZONE = "UTC";

const printJobs = ({ items: jobs, runner }: JobReports): void => {
  print(`Jobs: ${runnerText(runner)}.\n`);
  printTable(
    [
      "job",
      "what it does",
      "on",
      "every",
      "verdict",
      "state",
      `last run (${ZONE})`,
      "took",
      `next start (${ZONE})`,
      "runs",
      "succeeded",
      "failed",
    ],
    jobs.map((job) => [
      job.job_id,
      job.description,
      job.target ?? NOTHING,
      formatDuration(job.schedule_seconds),
      job.verdict,
      job.state,
      formatTime(job.last_run_started_at, ZONE),
      formatDuration(job.last_run_seconds),
      formatTime(job.next_start_at, ZONE),
      formatCount(job.total_runs),
      formatCount(job.total_successes),
      formatCount(job.total_failures),
    ]),
  );
  const told = ({ verdict }: JobReport) => verdict === "trouble" || verdict === "attention";
  for (const { job_id, verdict_text, evidence } of jobs.filter(told))
    print(`\nJob ${job_id}: ${verdict_text}. ${evidence.join(" ")}`);
  for (const { job_id, last_error } of jobs.filter((job) => job.last_error !== null))
    print(`\nJob ${job_id} last failed with: ${last_error}`);
  const hidden = jobs.filter((job) => !job.errors_visible).map((job) => job.job_id);
  if (hidden.length > 0)
    print(`\nThe errors of these jobs belong to roles that this sign-in is not a member of: ${hidden.join(", ")}.`);
};

/** Adds `fiber jobs`: every policy and job, judged by what it achieved, with its last run, next start and last error. */
export const addJobsCommand = (program: Command): void => {
  program
    .command("jobs")
    .description("policies and jobs of the database: what they do, when they ran, why they failed")
    .option("--json", "print the result as JSON")
    .action(async ({ json }: { json?: boolean }) => {
      const { jobs } = await withDatabase(process.env, ({ connect, environment: { disk_bytes } }) =>
        connect("owner", 1)
          .transaction()
          .setAccessMode("read only")
          .execute((db) => getJudgement(db, { disk_bytes })),
      );
      if (json) return printJson(jobs);
      printJobs(jobs);
    });
};
