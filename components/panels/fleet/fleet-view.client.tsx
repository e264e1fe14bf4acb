"use client";

import { ProblemMessage } from "#components/shell/problem-message.tsx";
import { StaleNotice } from "#components/shell/stale-notice.client.tsx";
import { RETRY_SECONDS, useLiveQuery } from "#components/shell/use-live-query.ts";
import { useTimeZone } from "#components/shell/zone.client.tsx";
import { Button } from "#components/ui/button.tsx";
import { Panel, PanelMessage } from "#components/ui/panel.tsx";
import { PanelMenu } from "#components/ui/panel-menu.client.tsx";
import { fleetPath, fleetQuery } from "#lib/api/nodes.ts";
import { fixed } from "#lib/format.ts";
import type { FleetSummary } from "#lib/model/node.ts";
import type { Problem } from "#lib/problem.ts";
import type { RangeChoice } from "#lib/range.ts";
import { sourceLine } from "#lib/source-line.ts";
import { FleetEmpty } from "./fleet-empty.tsx";
import { FleetSkeleton } from "./fleet-skeleton.tsx";
import { FleetTable } from "./fleet-table.client.tsx";
import { FleetTiles } from "./tiles.tsx";
import { FleetToolbar } from "./toolbar.client.tsx";
import { useFleetFilter } from "./use-fleet-filter.ts";
import { useFleetRows } from "./use-fleet-rows.ts";

const BODY_HEIGHT = 440;

type FleetViewProps = {
  choice: RangeChoice;
  /** What the server rendered with, or why it could not. */
  initial: FleetSummary | undefined;
  problem: Problem | undefined;
};

/** The fleet: six figures and all nodes, refreshed while it is looked at. */
export function FleetView({ choice, initial, problem }: FleetViewProps) {
  const answer = useLiveQuery({ options: fleetQuery(choice), initial, initialProblem: problem, choice });
  if (!answer.data) {
    if (!answer.problem) return <FleetSkeleton />;
    return (
      <Panel title="Nodes" height={BODY_HEIGHT}>
        <ProblemMessage problem={answer.problem} retrySeconds={RETRY_SECONDS} />
      </Panel>
    );
  }
  return (
    <div className="flex flex-col gap-4">
      <StaleNotice answer={answer} />
      <FleetTiles summary={answer.data} />
      <NodesPanel summary={answer.data} choice={choice} answeredAt={answer.answeredAt} />
    </div>
  );
}

type NodesPanelProps = { summary: FleetSummary; choice: RangeChoice; answeredAt: number };

function NodesPanel({ summary, choice, answeredAt }: NodesPanelProps) {
  const { zone } = useTimeZone();
  const filter = useFleetFilter();
  const { lines, shown } = useFleetRows(summary.nodes, filter);
  const total = summary.nodes.length;
  const title = filter.filtered && total > 0 ? `Nodes, ${fixed(shown, 0)} of ${fixed(total, 0)}` : "Nodes";
  if (total === 0) {
    return (
      <Panel title="Nodes" height={BODY_HEIGHT}>
        <FleetEmpty />
      </Panel>
    );
  }
  return (
    <Panel
      title={title}
      source={sourceLine(summary, zone)}
      menu={<PanelMenu title="Nodes" sql={fleetPath(choice)} />}
      height={BODY_HEIGHT}
      flush
      bodyClassName="fleet-frame"
    >
      <FleetToolbar nodes={summary.nodes} filter={filter} />
      <output className="sr-only">{filter.filtered ? `${shown} of ${total} nodes shown` : ""}</output>
      {shown === 0 ? (
        <PanelMessage
          kind="empty"
          title="No node matches."
          action={<Button onClick={filter.clear}>Show all {fixed(total, 0)}</Button>}
        >
          The fleet has nodes, but none passes this search and these filters.
        </PanelMessage>
      ) : (
        <FleetTable lines={lines} sort={filter.sort} onSort={(sort) => filter.set({ sort })} answeredAt={answeredAt} />
      )}
    </Panel>
  );
}
