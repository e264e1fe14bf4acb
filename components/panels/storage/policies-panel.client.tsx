"use client";

import { useLiveQuery } from "#components/shell/use-live-query.ts";
import { Time, useTimeZone } from "#components/shell/zone.client.tsx";
import { PanelMenu } from "#components/ui/panel-menu.client.tsx";
import { jobsQuery, STORAGE_CHOICE, storagePath } from "#lib/api/storage.ts";
import type { Items } from "#lib/api/storage.ts";
import { formatDuration, formatRecentTime } from "#lib/format.ts";
import type { DatabaseOverview, Job } from "#lib/model/storage.ts";
import type { Problem } from "#lib/problem.ts";
import { AnswerPanel } from "./answer-panel.client.tsx";
import { EditionMessage } from "./edition-message.tsx";
import { LongList } from "./long-list.tsx";
import { JobStateMark } from "./job-state-mark.tsx";

type PoliciesPanelProps = {
  initial: Items<Job> | undefined;
  initialProblem: Problem | undefined;
  edition: DatabaseOverview["edition"] | undefined;
};

/** Policies first, then what else runs on a schedule. */
const ORDER: Record<Job["kind"], number> = {
  compression: 0,
  refresh: 1,
  retention: 2,
  reorder: 3,
  user: 4,
  other: 5,
  telemetry: 6,
};

/** What each policy does, in words, and how its last run went. */
export function PoliciesPanel({ edition, ...start }: PoliciesPanelProps) {
  const { zone } = useTimeZone();
  const answer = useLiveQuery<Items<Job>>({ options: jobsQuery(), ...start, choice: STORAGE_CHOICE });
  const read = answer.data ? ` · read ${formatRecentTime(answer.data.as_of, zone, answer.data.as_of)}` : "";
  return (
    <AnswerPanel
      title="Policies and jobs"
      source={`timescaledb_information.jobs and job_stats${read}`}
      answer={answer}
      height={240}
      flush
      menu={<PanelMenu title="Policies and jobs" sql={storagePath("jobs")} />}
    >
      {({ items }) =>
        items.length === 0 ? (
          <EditionMessage
            edition={edition}
            what="policies"
            remedy="npx fiber db migrate puts the declared ones in force."
          />
        ) : (
          <LongList label="All policies and jobs">
            {items
              .toSorted((a, b) => ORDER[a.kind] - ORDER[b.kind] || a.job_id - b.job_id)
              .map((job) => (
                <JobRow key={job.job_id} job={job} />
              ))}
          </LongList>
        )
      }
    </AnswerPanel>
  );
}

function JobRow({ job }: { job: Job }) {
  return (
    <li className="border-t px-4 py-2.5">
      <h3 className="flex items-baseline justify-between gap-3 text-13">
        <span className="min-w-0">
          {job.target !== null && !job.description.includes(job.target) ? (
            <span className="font-medium">{job.target}: </span>
          ) : null}
          {job.description}
        </span>
        <JobStateMark state={job.state} />
      </h3>
      <p className="flex flex-wrap gap-x-3 text-12 text-ink-3">
        <span>
          {job.schedule_seconds === null ? "no schedule" : `every ${formatDuration(job.schedule_seconds, 2)}`}
        </span>
        <LastRun job={job} />
        <NextRun job={job} />
        <Failures job={job} />
      </p>
      {job.last_error === null ? null : (
        <p className="pt-0.5 font-mono text-12 break-words text-bad">{job.last_error}</p>
      )}
    </li>
  );
}

function LastRun({ job }: { job: Job }) {
  if (job.last_run_started_at === null) return <span>{job.state === "running" ? "first run" : "has not run yet"}</span>;
  return (
    <span>
      last run <Time at={job.last_run_started_at} />
      {job.last_run_seconds === null ? "" : `, took ${formatDuration(job.last_run_seconds)}`}
    </span>
  );
}

function NextRun({ job }: { job: Job }) {
  if (job.state === "running") return <span>running now</span>;
  if (job.state === "not_available") return <span>no next run: the Apache edition runs no policies</span>;
  if (!job.scheduled) return <span>not scheduled: it does not run by itself</span>;
  if (job.next_start_at === null) return <span>next run when the scheduler starts it</span>;
  return (
    <span>
      next <Time at={job.next_start_at} />
    </span>
  );
}

function Failures({ job }: { job: Job }) {
  const runs = `${job.total_runs} ${job.total_runs === 1 ? "run" : "runs"}`;
  const failures = job.total_failures === 0 ? `${runs}, none failed` : `${job.total_failures} of ${runs} failed`;
  return (
    <>
      {job.total_runs > 0 ? <span className={job.total_failures > 0 ? "text-bad" : ""}>{failures}</span> : null}
      {job.errors_visible ? null : <span>this role may not see its errors</span>}
    </>
  );
}
