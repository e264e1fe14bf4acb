"use client";

import { useMemo } from "react";
import { ChartLaneChunks } from "#components/charts/chart-lane-chunks.client.tsx";
import { AnswerPanel } from "#components/panels/storage/answer-panel.client.tsx";
import { useLiveQuery } from "#components/shell/use-live-query.ts";
import { useTimeZone } from "#components/shell/zone.client.tsx";
import { PanelMessage } from "#components/ui/panel.tsx";
import { chunksQuery, jobsQuery, STORAGE_CHOICE } from "#lib/api/storage.ts";
import type { Items } from "#lib/api/storage.ts";
import { chunkLanes, laneRange, policyEdges } from "#lib/chart-lane.ts";
import { CONSOLES_SCHEMA, shownName } from "#lib/chart-storage.ts";
import { formatRecentTime } from "#lib/format.ts";
import type { Chunk, Job } from "#lib/model/storage.ts";
import type { Problem } from "#lib/problem.ts";

type LifecyclePanelProps = {
  /** Of one hypertable or aggregate; all when absent. */
  hypertable?: string;
  chunks: { initial: Items<Chunk> | undefined; initialProblem: Problem | undefined };
  jobs: { initial: Items<Job> | undefined; initialProblem: Problem | undefined };
};

/** From new rows to the retention edge: chunks on one time axis. Without policies it still draws the chunks, and says so. */
export function LifecyclePanel({ hypertable, chunks, jobs }: LifecyclePanelProps) {
  const { zone } = useTimeZone();
  const answer = useLiveQuery<Items<Chunk>>({ options: chunksQuery(hypertable), ...chunks, choice: STORAGE_CHOICE });
  const policies = useLiveQuery<Items<Job>>({ options: jobsQuery(), ...jobs, choice: STORAGE_CHOICE });
  const source = [
    "block height: bytes now",
    policies.data ? "lines: policies, which act on whole chunks" : "policies not known",
    answer.data ? `read ${formatRecentTime(answer.data.as_of, zone, answer.data.as_of)}` : "",
  ];
  return (
    <AnswerPanel
      title="Lifecycle"
      source={source.filter(Boolean).join(" · ")}
      answer={answer}
      height={hypertable ? 170 : 390}
    >
      {(data) => <Lanes chunks={hypertable ? data : withoutOwn(data)} jobs={policies.data?.items ?? []} zone={zone} />}
    </AnswerPanel>
  );
}

/** The console's own samples are kept longer than any measurement and would squeeze its axis. */
const withoutOwn = (chunks: Items<Chunk>): Items<Chunk> => ({
  ...chunks,
  items: chunks.items.filter(({ hypertable_schema }) => hypertable_schema !== CONSOLES_SCHEMA),
});

function Lanes({ chunks, jobs, zone }: { chunks: Items<Chunk>; jobs: Job[]; zone: string }) {
  const now_ms = Date.parse(chunks.as_of);
  const lanes = useMemo(
    () =>
      chunkLanes(chunks.items, shownName).map((lane) => {
        const names = lane.blocks.flatMap(({ chunk }) => [chunk.hypertable_name, shownName(chunk)]);
        return { ...lane, edges: policyEdges(jobs, names, now_ms) };
      }),
    [chunks, jobs, now_ms],
  );
  const view = useMemo(
    () =>
      laneRange(
        lanes,
        lanes.flatMap((lane) => lane.edges),
        now_ms,
      ),
    [lanes, now_ms],
  );
  if (lanes.length === 0) {
    return (
      <PanelMessage kind="empty" title="There is no chunk yet.">
        The first measurement makes the first chunk.
      </PanelMessage>
    );
  }
  return <ChartLaneChunks lanes={lanes} view={view} now_ms={now_ms} zone={zone} />;
}
