"use client";

import { useState } from "react";
import { ChartAreaGrowth } from "#components/charts/chart-area-growth.client.tsx";
import { useLiveQuery } from "#components/shell/use-live-query.ts";
import { useTimeZone } from "#components/shell/zone.client.tsx";
import { PanelMenu } from "#components/ui/panel-menu.client.tsx";
import { PanelMessage } from "#components/ui/panel.tsx";
import { growthQuery, STORAGE_CHOICE, storagePath } from "#lib/api/storage.ts";
import { databaseSeries, growthCsv } from "#lib/chart-growth.ts";
import { formatBytes, formatDuration, formatRecentTime, formatTime } from "#lib/format.ts";
import { growthTrend } from "#lib/growth.ts";
import type { Growth } from "#lib/model/growth.ts";
import type { Problem } from "#lib/problem.ts";
import { AnswerPanel } from "./answer-panel.client.tsx";
import { GrowthTable } from "./growth-table.client.tsx";

type Props = { initial: Growth | undefined; initialProblem: Problem | undefined };

/** How the database grew, from samples that it keeps itself. Says when there are too few of them, and why. */
export function GrowthPanel(props: Props) {
  const { zone } = useTimeZone();
  const [table, setTable] = useState(false);
  const answer = useLiveQuery<Growth>({ options: growthQuery(), ...props, choice: STORAGE_CHOICE });
  const { data } = answer;
  const drawn = data !== undefined && data.times.length > 1;
  return (
    <AnswerPanel
      title="Growth"
      source={data ? sourceText(data, zone) : ""}
      answer={answer}
      height={240}
      menu={
        <PanelMenu
          title="Growth"
          sql={storagePath("growth")}
          {...(data && data.times.length > 0
            ? { table: { shown: table, onChange: setTable }, csv: () => growthCsv(data) }
            : {})}
          png={drawn}
        />
      }
    >
      {(growth) => {
        if (growth.times.length > 0 && table) return <GrowthTable growth={growth} zone={zone} />;
        return drawn ? <Drawn growth={growth} zone={zone} /> : <Young growth={growth} zone={zone} />;
      }}
    </AnswerPanel>
  );
}

function Drawn({ growth, zone }: { growth: Growth; zone: string }) {
  const from_ms = Date.parse(growth.times[0] ?? growth.as_of);
  const view = { from_ms, to_ms: Math.max(Date.parse(growth.as_of), from_ms + growth.bucket_seconds * 1000) };
  return <ChartAreaGrowth growth={growth} view={view} zone={zone} />;
}

/** "sampled every hour by job 1007 · +12 MiB a day over 7 d, compression and retention included" */
function sourceText(growth: Growth, zone: string): string {
  const { job, bucket_seconds } = growth;
  const every =
    growth.edition === "apache"
      ? "sampled by calls from outside"
      : job
        ? `sampled every ${formatDuration(job.every_seconds)} by job ${job.job_id}`
        : "samples of the database";
  const stands = standsText(growth, zone);
  const coarse = job && bucket_seconds > job.every_seconds ? `shown every ${formatDuration(bucket_seconds)}` : "";
  return [every, stands, coarse, trendText(growth, zone)].filter(Boolean).join(" · ");
}

/** Why no sample follows: nobody takes them, or nobody has for longer than two turns. */
function standsText({ job, edition, last_sample_at, as_of }: Growth, zone: string): string {
  if (edition === "apache") return "the Apache edition runs no job";
  if (job && !job.scheduled) return "the job is paused";
  if (!job || last_sample_at === null) return "";
  const age_seconds = (Date.parse(as_of) - Date.parse(last_sample_at)) / 1000;
  return age_seconds > job.every_seconds * 2 ? `none since ${formatRecentTime(last_sample_at, zone, as_of)}` : "";
}

function trendText(growth: Growth, zone: string): string {
  const trend = growthTrend(growth, databaseSeries(growth)?.total_bytes ?? []);
  if (trend.kind === "none") return "";
  if (trend.kind === "young")
    return `since ${formatRecentTime(growth.first_sample_at ?? trend.since, zone, growth.as_of)}; a trend needs a day`;
  const { bytes_per_day, from, to } = trend;
  const sign = bytes_per_day < 0 ? "−" : "+";
  const days = formatDuration((Date.parse(to) - Date.parse(from)) / 1000);
  return `${sign}${formatBytes(Math.abs(bytes_per_day))} a day over ${days}, compression and retention included`;
}

/** No sample, or one: what there is, and why there is no more. */
function Young({ growth, zone }: { growth: Growth; zone: string }) {
  if (growth.last_sample_at !== null) {
    const bytes = databaseSeries(growth)?.total_bytes.at(-1);
    return (
      <PanelMessage
        kind="empty"
        title={`One sample so far: ${formatBytes(bytes)} at ${formatTime(growth.last_sample_at, zone)}.`}
      >
        Growth is drawn from the second sample on. A trend needs a day. History before the first sample is not made up.
      </PanelMessage>
    );
  }
  if (growth.job?.scheduled && growth.edition === "timescale") {
    return (
      <PanelMessage kind="empty" title="No sample was taken yet.">
        Job {growth.job.job_id} takes the first one as soon as the database runs its jobs, and then one every{" "}
        {formatDuration(growth.job.every_seconds)}.
      </PanelMessage>
    );
  }
  return <NotSampled growth={growth} />;
}

const CALL = <code className="font-mono">CALL fiber.sample_storage(0, &apos;{"{}"}&apos;)</code>;

function NotSampled({ growth: { job, edition } }: { growth: Growth }) {
  if (job && edition === "timescale") {
    return (
      <PanelMessage kind="empty" title="The job that takes samples is paused.">
        To resume it: <code className="font-mono">SELECT alter_job({job.job_id}, scheduled =&gt; true)</code>
      </PanelMessage>
    );
  }
  if (edition === "apache") {
    return (
      <PanelMessage
        kind="not_available"
        title="The Apache edition of TimescaleDB runs no jobs, so nobody takes samples."
      >
        Have a scheduler of your own, as cron, run {CALL} every hour.
      </PanelMessage>
    );
  }
  return (
    <PanelMessage kind="empty" title="There is no job that takes samples.">
      It was removed.{" "}
      <code className="font-mono">SELECT add_job(&apos;fiber.sample_storage&apos;, &apos;1 hour&apos;)</code> puts it
      back; {CALL} takes one sample.
    </PanelMessage>
  );
}
