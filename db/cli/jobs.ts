import type { Command } from "commander";
import { print, printJson, printTable, withDatabase } from "#db/cli/context.ts";
import { listJobs } from "#db/queries/jobs.ts";
import { formatCount, formatDuration, formatTime, NOTHING } from "#lib/format.ts";
import type { Job } from "#lib/model/storage.ts";

const ZONE = "UTC";

const printJobs = (jobs: Job[]): void => {
  printTable(
    [
      "job",
      "what it does",
      "on",
      "every",
      "state",
      `last run (${ZONE})`,
      "took",
      `next start (${ZONE})`,
      "runs",
      "failed",
    ],
    jobs.map((job) => [
      job.job_id,
      job.description,
      job.target ?? NOTHING,
      formatDuration(job.schedule_seconds),
      job.state,
      formatTime(job.last_run_started_at, ZONE),
      formatDuration(job.last_run_seconds),
      formatTime(job.next_start_at, ZONE),
      formatCount(job.total_runs),
      formatCount(job.total_failures),
    ]),
  );
  for (const { job_id, last_error } of jobs.filter((job) => job.last_error !== null))
    print(`\nJob ${job_id} last failed with: ${last_error}`);
  const hidden = jobs.filter((job) => !job.errors_visible).map((job) => job.job_id);
  if (hidden.length > 0)
    print(`\nThe errors of these jobs belong to roles that this sign-in is not a member of: ${hidden.join(", ")}.`);
};

/** Adds `fiber jobs`: every policy and job with its last run, next start and last error. */
export const addJobsCommand = (program: Command): void => {
  program
    .command("jobs")
    .description("policies and jobs of the database: what they do, when they ran, why they failed")
    .option("--json", "print the result as JSON")
    .action(async ({ json }: { json?: boolean }) => {
      const jobs = await withDatabase(process.env, ({ connect }) =>
        connect("owner", 1)
          .transaction()
          .setAccessMode("read only")
          .execute((db) => listJobs(db)),
      );
      if (json) return printJson({ items: jobs, as_of: new Date().toISOString() });
      printJobs(jobs);
    });
};
