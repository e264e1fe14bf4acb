"use client";

import { useMemo, useState } from "react";
import { ChartBarsIngest } from "#components/charts/chart-bars-ingest.client.tsx";
import { ChartBarsLag } from "#components/charts/chart-bars-lag.client.tsx";
import { ChartGroup } from "#components/charts/chart-group.client.tsx";
import { AnswerPanel } from "#components/panels/storage/answer-panel.client.tsx";
import { useLiveQuery } from "#components/shell/use-live-query.ts";
import { useRange } from "#components/shell/use-range.ts";
import { useTimeZone } from "#components/shell/zone.client.tsx";
import { PanelMenu } from "#components/ui/panel-menu.client.tsx";
import { activityPath, activityQuery } from "#lib/api/ingest.ts";
import { activityCsv, bucketStops } from "#lib/chart-ingest.ts";
import type { Window } from "#lib/chart-zoom.ts";
import { formatDuration } from "#lib/format.ts";
import type { IngestActivity } from "#lib/model/ingest-activity.ts";
import type { Problem } from "#lib/problem.ts";
import type { RangeChoice } from "#lib/range.ts";
import { ActivityTable } from "./activity-table.tsx";
import { HowToSend } from "./how-to-send.tsx";

type Props = {
  choice: RangeChoice;
  initial: IngestActivity | undefined;
  initialProblem: Problem | undefined;
  /** The address at which this console is reached. */
  address: string;
};

/** Rows a second and their lag over the range; how to send where nothing ever arrived. */
export function ActivityPanel({ choice, initial, initialProblem, address }: Props) {
  const { zone } = useTimeZone();
  const [table, setTable] = useState(false);
  const answer = useLiveQuery<IngestActivity>({ options: activityQuery(choice), initial, initialProblem, choice });
  const { data } = answer;
  const empty = data === undefined || data.last_at === null;
  return (
    <AnswerPanel
      title={data?.last_at === null ? "How to send" : "Arrival"}
      source={data && !empty ? sourceText(data) : ""}
      answer={answer}
      height={400}
      menu={
        empty ? undefined : (
          <PanelMenu
            title="Arrival"
            sql={activityPath(choice)}
            table={{ shown: table, onChange: setTable }}
            csv={() => activityCsv(data)}
            png={!table}
          />
        )
      }
    >
      {(activity) => {
        if (activity.last_at === null) return <HowToSend address={address} />;
        return table ? <ActivityTable activity={activity} zone={zone} /> : <Charts activity={activity} zone={zone} />;
      }}
    </AnswerPanel>
  );
}

const sourceText = ({ bucket_seconds }: IngestActivity): string =>
  `every console, the command line and the simulated fleet together · by ${formatDuration(bucket_seconds)} · lag includes repeats`;

const iso = (ms: number) => new Date(ms).toISOString().replace(".000Z", "Z");

function Charts({ activity, zone }: { activity: IngestActivity; zone: string }) {
  const { setChoice } = useRange();
  const { from, to } = activity;
  const view: Window = useMemo(() => ({ from_ms: Date.parse(from), to_ms: Date.parse(to) }), [from, to]);
  const stops = useMemo(() => bucketStops(activity), [activity]);
  const zoom = ({ from_ms, to_ms }: Window) => setChoice({ kind: "fixed", from: iso(from_ms), to: iso(to_ms) });
  return (
    <ChartGroup view={view} stops={stops} zone={zone} now_ms={Date.parse(activity.as_of)} onZoom={zoom}>
      <ChartBarsIngest activity={activity} />
      <div className="pt-4">
        <ChartBarsLag activity={activity} />
      </div>
    </ChartGroup>
  );
}
