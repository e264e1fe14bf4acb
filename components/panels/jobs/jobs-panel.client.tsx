"use client";

import { parseAsInteger, useQueryState } from "nuqs";
import { AnswerPanel } from "#components/panels/storage/answer-panel.client.tsx";
import { EditionMessage } from "#components/panels/storage/edition-message.tsx";
import { useLiveQuery } from "#components/shell/use-live-query.ts";
import { useTimeZone } from "#components/shell/zone.client.tsx";
import { PanelMessage } from "#components/ui/panel.tsx";
import { PanelMenu } from "#components/ui/panel-menu.client.tsx";
import { jobsCsv, runnerText } from "#lib/advisor/summary.ts";
import { jobReportsQuery, STORAGE_CHOICE, storagePath } from "#lib/api/storage.ts";
import { formatRecentTime } from "#lib/format.ts";
import type { JobReport, JobReports, JobVerdict } from "#lib/model/advisor.ts";
import type { Problem } from "#lib/problem.ts";
import { JobRow } from "./job-row.client.tsx";

type Props = {
  initial: JobReports | undefined;
  initialProblem: Problem | undefined;
  /** Pages are served by a replica; jobs are judged from the primary all the same. */
  with_replica: boolean;
};

/** Trouble first, then policies in the order of the life of a row, then what else runs. */
const VERDICTS: JobVerdict[] = ["trouble", "attention", "waiting", "good", "unjudged"];
const KINDS: JobReport["kind"][] = ["refresh", "compression", "retention", "reorder", "user", "other", "telemetry"];
const placeOf = (job: JobReport) => VERDICTS.indexOf(job.verdict) * 10 + KINDS.indexOf(job.kind);

/** Every job of the database, judged by what it should have achieved, with its runs. The open one stands in the address. */
export function JobsPanel({ with_replica, ...props }: Props) {
  const { zone } = useTimeZone();
  const answer = useLiveQuery<JobReports>({ options: jobReportsQuery(), ...props, choice: STORAGE_CHOICE });
  const { data } = answer;
  const source = data
    ? `judged by what each should have achieved, not by its last status · ${runnerText(data.runner)} · read ${with_replica ? "from the primary " : ""}${formatRecentTime(data.as_of, zone, data.as_of)}`
    : "";
  return (
    <AnswerPanel
      title="Policies and jobs"
      source={source}
      answer={answer}
      height={480}
      flush
      menu={
        <PanelMenu
          title="Policies and jobs"
          sql={storagePath("jobs")}
          {...(data ? { csv: () => jobsCsv(data.items) } : {})}
        />
      }
    >
      {(reports) => <Jobs reports={reports} />}
    </AnswerPanel>
  );
}

function Jobs({ reports: { items, runner } }: { reports: JobReports }) {
  const [open, setOpen] = useQueryState("job", parseAsInteger);
  if (items.length === 0 && runner.kind === "none")
    return <EditionMessage edition="apache" what="policies" remedy="" />;
  if (items.length === 0)
    return (
      <PanelMessage kind="empty" title="There are no jobs.">
        <code className="font-mono">npx fiber db migrate</code> puts the declared policies in force.
      </PanelMessage>
    );
  return (
    <ul>
      {items
        .toSorted((a, b) => placeOf(a) - placeOf(b) || a.job_id - b.job_id)
        .map((job) => (
          <JobRow
            key={job.job_id}
            job={job}
            runner={runner}
            open={job.job_id === open}
            onToggle={() => void setOpen(job.job_id === open ? null : job.job_id)}
          />
        ))}
    </ul>
  );
}
