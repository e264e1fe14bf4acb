"use client";

import { ChevronRight } from "lucide-react";
import { useQueryState } from "nuqs";
import { useId } from "react";
import { Time } from "#components/shell/zone.client.tsx";
import { cn } from "#components/ui/cn.ts";
import { historyText, runsText } from "#lib/advisor/summary.ts";
import { formatDuration, NOTHING } from "#lib/format.ts";
import type { JobReport, JobRun, JobRunner } from "#lib/model/advisor.ts";
import { VerdictMark } from "./severity-mark.tsx";
import { Told } from "./told.client.tsx";

type RowProps = { job: JobReport; runner: JobRunner; open: boolean; onToggle: () => void };

/** One job: what it is for, what it achieved, when it ran and runs; opened, why that is said, its settings and its runs. */
export function JobRow({ job, runner, open, onToggle }: RowProps) {
  const id = useId();
  return (
    <li className="border-t">
      <h3>
        <button
          type="button"
          aria-expanded={open}
          aria-controls={id}
          onClick={onToggle}
          className="grid w-full grid-cols-[minmax(0,1fr)_14px] items-start gap-x-3 px-4 py-2.5 text-left text-13 hover:bg-hover md:grid-cols-[104px_minmax(0,1.3fr)_minmax(0,1fr)_14px]"
        >
          <VerdictMark verdict={job.verdict} />
          <span className="min-w-0 max-md:col-start-1">
            {job.target !== null && !job.description.includes(job.target) ? (
              <span className="font-medium">{job.target}: </span>
            ) : null}
            {job.description}
            <span className="block text-12 text-ink-2">
              <Told text={job.verdict_text} />
            </span>
          </span>
          <span className="min-w-0 text-12 text-ink-3 max-md:col-start-1">
            <Turn job={job} />
          </span>
          <ChevronRight
            size={14}
            aria-hidden="true"
            className={cn("mt-0.5 text-ink-3 max-md:col-start-2 max-md:row-start-1", open && "rotate-90")}
          />
        </button>
      </h3>
      <div id={id} hidden={!open}>
        {open ? <Details job={job} runner={runner} /> : null}
      </div>
    </li>
  );
}

/** When it ran and when it runs next, whatever is known of both. */
function Turn({ job }: { job: JobReport }) {
  const runs = runsText(job);
  return (
    <>
      <span className="block">
        {job.last_run_started_at === null ? (
          "has never run"
        ) : (
          <>
            last run <Time at={job.last_run_started_at} />
            {job.last_run_seconds === null ? "" : `, took ${formatDuration(job.last_run_seconds)}`}
          </>
        )}
        {runs === null ? "" : ` · ${runs}`}
      </span>
      <span className="block">
        <Next job={job} />
      </span>
    </>
  );
}

function Next({ job }: { job: JobReport }) {
  if (job.condition === "running") return "running now";
  if (job.condition === "not_available") return "no next run: the Apache edition runs no policies";
  if (!job.scheduled) return "paused: it does not run by itself";
  if (job.next_start_at !== null)
    return (
      <>
        next <Time at={job.next_start_at} />
      </>
    );
  return job.condition === "hung" || job.condition === "crashed"
    ? "no next start"
    : "next when the scheduler starts it";
}

function Details({ job, runner }: { job: JobReport; runner: JobRunner }) {
  const [, setFinding] = useQueryState("finding");
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-3 px-4 pb-4 md:pl-[132px]">
      {job.evidence.length > 0 ? (
        <ul className="text-13 text-ink-2">
          {job.evidence.map((sentence) => (
            <li key={sentence} className="break-words">
              <Told text={sentence} />
            </li>
          ))}
        </ul>
      ) : null}
      {job.finding_ids.map((finding_id) => (
        <p key={finding_id} className="text-13">
          <button
            type="button"
            className="text-accent hover:underline"
            onClick={() => void setFinding(finding_id).then(() => window.scrollTo({ top: 0 }))}
          >
            Why, and the SQL that mends it
          </button>
          <span className="pl-2 font-mono text-12 break-all text-ink-3">{finding_id}</span>
        </p>
      ))}
      <Settings job={job} />
      <Runs job={job} runner={runner} />
    </div>
  );
}

function Settings({ job }: { job: JobReport }) {
  const facts: [string, string][] = [
    ["job", String(job.job_id)],
    ["every", job.schedule_seconds === null ? NOTHING : formatDuration(job.schedule_seconds, 2)],
    ["longest run", job.max_runtime_seconds === null ? "no limit" : formatDuration(job.max_runtime_seconds, 2)],
    ["tries", job.max_retries < 0 ? "without end" : String(job.max_retries)],
    ["settings", job.config === null ? "none" : JSON.stringify(job.config)],
  ];
  return (
    <dl className="flex flex-wrap gap-x-5 gap-y-1 text-12">
      {facts.map(([name, value]) => (
        <div key={name} className="flex min-w-0 gap-1.5">
          <dt className="text-ink-3">{name}</dt>
          <dd className={cn("min-w-0 break-all", name === "settings" && "font-mono")}>{value}</dd>
        </div>
      ))}
      {job.next_due_at === null ? null : (
        <div className="flex gap-1.5">
          <dt className="text-ink-3">next whole chunk</dt>
          <dd>
            <Time at={job.next_due_at} />
          </dd>
        </div>
      )}
    </dl>
  );
}

const outcome = ({ started_at, succeeded, error }: JobRun): string =>
  succeeded === null
    ? (error ?? "has no end")
    : succeeded
      ? "succeeded"
      : (error ?? (started_at === null ? "its process was killed" : "failed without a text"));

function Runs({ job, runner }: { job: JobReport; runner: JobRunner }) {
  const hidden = job.runs.length === 0 && !job.errors_visible;
  return (
    <div className="text-12">
      <h4 className="pb-1 font-medium">Runs</h4>
      {job.runs.length === 0 ? (
        <p className="text-ink-3">
          {hidden ? "This role may not see them: they belong to another role." : `None is kept. ${historyText(runner)}`}
        </p>
      ) : (
        <>
          <ul className="max-h-64 overflow-auto" tabIndex={0} aria-label={`Runs of job ${job.job_id}`}>
            {job.runs.map((run) => (
              <li
                key={`${run.started_at} ${run.finished_at}`}
                className="grid grid-cols-[128px_64px_minmax(0,1fr)] gap-x-3 py-0.5"
              >
                {run.started_at === null ? (
                  <span>
                    to <Time at={run.finished_at} />
                  </span>
                ) : (
                  <Time at={run.started_at} />
                )}
                <span className="figure text-right text-ink-3">{secondsOf(run)}</span>
                <span className={cn("break-words", run.succeeded === true ? "text-ink-3" : "font-mono text-bad")}>
                  {outcome(run)}
                  {run.sqlerrcode === null ? "" : ` (${run.sqlerrcode})`}
                </span>
              </li>
            ))}
          </ul>
          <p className="pt-1 text-ink-3">{historyText(runner)}</p>
        </>
      )}
    </div>
  );
}

const secondsOf = ({ started_at, finished_at }: JobRun): string =>
  finished_at === null || started_at === null
    ? NOTHING
    : formatDuration((Date.parse(finished_at) - Date.parse(started_at)) / 1000);
