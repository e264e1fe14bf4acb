"use client";

import { useKeptSearch } from "#components/shell/keep-link.client.tsx";
import { lazy, Suspense, useMemo } from "react";
import { ProblemMessage } from "#components/shell/problem-message.tsx";
import { StaleNotice } from "#components/shell/stale-notice.client.tsx";
import { RETRY_SECONDS, useLiveQuery } from "#components/shell/use-live-query.ts";
import type { LiveAnswer } from "#components/shell/use-live-query.ts";
import { useTimeZone } from "#components/shell/zone.client.tsx";
import { Button } from "#components/ui/button.tsx";
import { Panel, PanelMessage, PanelSkeleton } from "#components/ui/panel.tsx";
import { PanelMenu } from "#components/ui/panel-menu.client.tsx";
import { useHydrated } from "#components/ui/use-hydrated.ts";
import { fleetChangesPath, fleetPath, fleetQuery } from "#lib/api/nodes.ts";
import { fixed } from "#lib/format.ts";
import { nodeCount } from "#lib/health.ts";
import type { FleetSummary } from "#lib/model/node.ts";
import type { Problem } from "#lib/problem.ts";
import type { RangeChoice } from "#lib/range.ts";
import { sourceLine } from "#lib/source-line.ts";
import { fleetCsv } from "./fleet-csv.ts";
import { FleetEvents } from "./events.client.tsx";
import { FleetEmpty } from "./fleet-empty.tsx";
import { FleetSkeleton } from "./fleet-skeleton.tsx";
import { countsOf } from "./fleet-start.ts";
import type { FleetCounts, FleetStart } from "./fleet-start.ts";
import { FleetTable } from "./fleet-table.client.tsx";
import { Movers } from "./movers.client.tsx";
import { SelectionBar } from "./selection-bar.client.tsx";
import { FleetTiles } from "./tiles.tsx";
import { FleetToolbar } from "./toolbar.client.tsx";
import { useFleetChanges } from "./use-fleet-changes.ts";
import type { FleetNode } from "./use-fleet-changes.ts";
import { useFleetFilter } from "./use-fleet-filter.ts";
import type { FleetFilterState } from "./use-fleet-filter.ts";
import type { FleetLine } from "./fleet-lines.ts";
import { useFleetRows } from "./use-fleet-rows.ts";
import { useSelection } from "./use-selection.ts";
import type { Selection } from "./use-selection.ts";

const BODY_HEIGHT = 440;

/** Comes when it is looked at: the list needs none of it. */
const HeatMapPanel = lazy(async () => ({ default: (await import("./heat-map-panel.client.tsx")).HeatMapPanel }));

const HEAT_MAP_COMES = (
  <div className="flex min-h-[520px] px-4">
    <PanelSkeleton rows={9} label="Loading the heat map" />
  </div>
);

type FleetViewProps = {
  choice: RangeChoice;
  /** What the server rendered with, or why it could not. */
  initial: FleetSummary | undefined;
  /** Of a large fleet instead: its first screen, until all of it has come. */
  start: FleetStart | undefined;
  problem: Problem | undefined;
};

/** The fleet: six figures, what happened to many at once, and all nodes, refreshed while it is looked at. */
export function FleetView({ choice, initial, start, problem }: FleetViewProps) {
  const answer = useLiveQuery({ options: fleetQuery(choice), initial, initialProblem: problem, choice });
  const coming = answer.data || answer.problem ? undefined : start;
  const summary = answer.data ?? coming?.summary;
  if (!summary) {
    if (!answer.problem) return <FleetSkeleton />;
    return (
      <Panel title="Nodes" height={BODY_HEIGHT}>
        <ProblemMessage problem={answer.problem} retrySeconds={RETRY_SECONDS} />
      </Panel>
    );
  }
  return <FleetAnswer {...{ summary, answer, choice }} start={coming} />;
}

type FleetAnswerProps = {
  summary: FleetSummary;
  start: FleetStart | undefined;
  answer: LiveAnswer<FleetSummary>;
  choice: RangeChoice;
};

function FleetAnswer({ summary, start, answer, choice }: FleetAnswerProps) {
  const filter = useFleetFilter();
  const { answer: changes, nodes } = useFleetChanges(summary, choice, filter.change);
  const counts = useMemo(() => start ?? countsOf(summary.nodes), [start, summary.nodes]);
  return (
    <div className="flex flex-col gap-4">
      <StaleNotice answer={answer} />
      <FleetTiles summary={summary} changes={changes.data} failed={changes.problem !== undefined} />
      <FleetEvents events={counts.events} asOf={summary.as_of} filter={filter} />
      {nodeCount(summary) === 0 ? (
        <Panel title="Nodes" height={BODY_HEIGHT}>
          <FleetEmpty />
        </Panel>
      ) : (
        <NodesPanel
          {...{ summary, start, counts, choice, filter, nodes }}
          answeredAt={start ? Date.parse(summary.as_of) : answer.answeredAt}
          changesKnown={!start && (changes.data !== undefined || changes.problem !== undefined)}
        />
      )}
    </div>
  );
}

type NodesPanelProps = {
  summary: FleetSummary;
  start: FleetStart | undefined;
  counts: FleetCounts;
  choice: RangeChoice;
  filter: FleetFilterState;
  nodes: FleetNode[];
  answeredAt: number;
  changesKnown: boolean;
};

function NodesPanel({ summary, start, counts, choice, filter, nodes, answeredAt, changesKnown }: NodesPanelProps) {
  const { zone } = useTimeZone();
  const kept = useKeptSearch();
  const selection = useSelection();
  const { lines, count, shown } = useFleetRows(nodes, filter, start);
  const hrefOf = (node_id: string) => `/nodes/${node_id}${kept}`;
  const total = nodeCount(summary);
  const sql = [fleetPath(choice), fleetChangesPath(choice)];
  return (
    <Panel
      title={filter.filtered && shown !== undefined ? `Nodes, ${fixed(shown, 0)} of ${fixed(total, 0)}` : "Nodes"}
      source={sourceLine(summary, zone)}
      menu={
        <PanelMenu
          title="Nodes"
          sql={sql}
          {...(start ? { csvWaits: "Once all nodes have come" } : { csv: () => fleetCsv(lines) })}
        />
      }
      height={BODY_HEIGHT}
      flush
      bodyClassName="fleet-frame"
    >
      <Movers nodes={nodes} measure={filter.change} known={changesKnown} hrefOf={hrefOf} />
      <FleetToolbar counts={counts} filter={filter} />
      <output className="sr-only">
        {filter.filtered && shown !== undefined ? `${shown} of ${total} nodes shown` : ""}
      </output>
      {shown === undefined ? (
        <div className="flex px-4">
          <PanelSkeleton rows={9} label="Loading the nodes" />
        </div>
      ) : shown === 0 ? (
        <PanelMessage
          kind="empty"
          title="No node matches."
          action={<Button onClick={filter.clear}>Show all {fixed(total, 0)}</Button>}
        >
          The fleet has nodes, but none passes this search and these filters.
        </PanelMessage>
      ) : (
        <NodesBody {...{ choice, lines, count, filter, answeredAt, selection, hrefOf }} />
      )}
      <SelectionBar selection={selection} />
    </Panel>
  );
}

type NodesBodyProps = Pick<NodesPanelProps, "choice" | "filter" | "answeredAt"> & {
  lines: readonly FleetLine[];
  count: number;
  selection: Selection;
  hrefOf: (node_id: string) => string;
};

/** The shown nodes as list or as heat map. */
function NodesBody({ choice, lines, count, filter, answeredAt, selection, hrefOf }: NodesBodyProps) {
  const nodes = useMemo(() => lines.flatMap((line) => (line.kind === "node" ? [line.node] : [])), [lines]);
  const hydrated = useHydrated();
  if (filter.view === "map")
    return hydrated ? (
      <Suspense fallback={HEAT_MAP_COMES}>
        <HeatMapPanel {...{ choice, nodes, hrefOf }} />
      </Suspense>
    ) : (
      HEAT_MAP_COMES
    );
  return (
    <FleetTable
      {...{ lines, count, answeredAt, selection, hrefOf }}
      sort={filter.sort}
      onSort={(sort) => filter.set({ sort })}
      measure={filter.change}
    />
  );
}
