import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { Suspense } from "react";
import { requirePage } from "#app/guard.ts";
import { InTime } from "#app/in-time.tsx";
import { settle } from "#app/settle.ts";
import { HighlightProvider } from "#components/charts/highlight.client.tsx";
import { DistributionFrame } from "#components/panels/node/distribution-frame.tsx";
import { FiguresFrame } from "#components/panels/node/figures-frame.tsx";
import { LaterDistribution, LaterHourPattern, LaterUptimeDays } from "#components/panels/node/later-panels.client.tsx";
import { LevelShiftsPanel } from "#components/panels/node/level-shifts-panel.client.tsx";
import { NodeCharts } from "#components/panels/node/node-charts.client.tsx";
import { NodeFigures } from "#components/panels/node/node-figures.client.tsx";
import { NodeHeader } from "#components/panels/node/node-header.client.tsx";
import { OutagesFrame } from "#components/panels/node/outages-frame.tsx";
import { OutagesPanel } from "#components/panels/node/outages-panel.client.tsx";
import { HourPatternFrame, UptimeDaysFrame } from "#components/panels/node/pattern-frames.tsx";
import { SeriesSkeletons } from "#components/panels/node/series-panels.tsx";
import { ProblemMessage } from "#components/shell/problem-message.tsx";
import { ProblemPage } from "#components/panels/node/problem-page.client.tsx";
import { PanelSkeleton } from "#components/ui/panel.tsx";
import { getLatencyDistribution } from "#db/queries/distribution.ts";
import { getNodeFigures } from "#db/queries/node-figures.ts";
import { getHourPattern } from "#db/queries/hour-pattern.ts";
import { getJitter } from "#db/queries/jitter.ts";
import { getNodeOutages } from "#db/queries/outages.ts";
import { getNodeSeries } from "#db/queries/series.ts";
import { listUptimeDays } from "#db/queries/uptime-days.ts";
import { reader } from "#db/server.ts";
import type { Node } from "#lib/model/node.ts";
import { resolveRange } from "#lib/range.ts";
import type { RangeChoice } from "#lib/range.ts";
import { readSeriesWish } from "#lib/series-wish.ts";
import { findNodeOfPage } from "./find-node.ts";
import { readChoice, readSeriesView } from "./search-params.ts";
import type { Search } from "./search-params.ts";

type Props = { params: Promise<{ node_id: string }>; searchParams: Promise<Search> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  await requirePage("viewer");
  const { initial } = await findNodeOfPage((await params).node_id);
  return { title: initial?.node_name ?? "Node" };
}

export default async function NodePage({ params, searchParams }: Props) {
  await requirePage("viewer");
  const [{ node_id }, search] = await Promise.all([params, searchParams]);
  const { initial: node, initialProblem } = await findNodeOfPage(node_id);
  if (initialProblem) return <ProblemPage problem={initialProblem} />;
  if (!node) notFound();
  const { choice, read_ms, problem } = readChoice(search);
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <NodeHeader node={node} choice={choice} read_ms={read_ms} />
      {problem ? (
        <ProblemMessage problem={problem} />
      ) : (
        <Range node={node} choice={choice} read_ms={read_ms} search={search} />
      )}
    </div>
  );
}

type PartProps = { node: Node; choice: RangeChoice };

function Range({ search, read_ms, ...props }: PartProps & { read_ms: number; search: Search }) {
  return (
    <HighlightProvider>
      <InTime part={Figures({ ...props, read_ms })} fallback={<FiguresFrame />} />
      <InTime part={Charts({ ...props, search })} fallback={<SeriesSkeletons />} />
      <Suspense
        fallback={
          <OutagesFrame>
            <PanelSkeleton rows={7} />
          </OutagesFrame>
        }
      >
        <Outages {...props} />
      </Suspense>
      <LevelShiftsPanel {...props} />
      <Suspense
        fallback={
          <UptimeDaysFrame>
            <PanelSkeleton rows={4} />
          </UptimeDaysFrame>
        }
      >
        <Days {...props} search={search} />
      </Suspense>
      <Suspense
        fallback={
          <HourPatternFrame>
            <PanelSkeleton rows={8} />
          </HourPatternFrame>
        }
      >
        <Hours {...props} search={search} />
      </Suspense>
      <Suspense
        fallback={
          <DistributionFrame>
            <PanelSkeleton rows={9} />
          </DistributionFrame>
        }
      >
        <Distribution {...props} />
      </Suspense>
    </HighlightProvider>
  );
}

async function Figures(props: PartProps & { read_ms: number }) {
  const now = new Date();
  const question = { node_id: props.node.node_id, ...resolveRange(props.choice, now), now };
  return <NodeFigures {...props} {...await settle(() => getNodeFigures(reader(), question))} />;
}

async function Charts({ node, choice, search }: PartProps & { search: Search }) {
  const now = new Date();
  const view = await readSeriesView(search);
  const question = () => ({
    node_id: node.node_id,
    ...resolveRange(choice, now),
    points: view.points,
    now,
    time_zone: view.time_zone,
    asked: readSeriesWish(view),
  });
  const [series, jitter] = await Promise.all([
    settle(async () => getNodeSeries(reader(), question())),
    settle(async () => getJitter(reader(), question())),
  ]);
  return <NodeCharts node={node} choice={choice} served={view} {...series} jitter={jitter.initial} />;
}

async function Outages({ node, choice }: PartProps) {
  const now = new Date();
  const question = { node_id: node.node_id, ...resolveRange(choice, now), now };
  return <OutagesPanel node={node} choice={choice} {...await settle(() => getNodeOutages(reader(), question))} />;
}

async function Days({ node, search }: PartProps & { search: Search }) {
  const { time_zone } = await readSeriesView(search);
  const question = { node_id: node.node_id, time_zone, now: new Date() };
  const settled = await settle(() => listUptimeDays(reader(), question));
  return <LaterUptimeDays node={node} served_zone={time_zone} {...settled} />;
}

async function Hours({ node, choice, search }: PartProps & { search: Search }) {
  const now = new Date();
  const { time_zone } = await readSeriesView(search);
  const question = { node_id: node.node_id, ...resolveRange(choice, now), time_zone, now };
  const settled = await settle(() => getHourPattern(reader(), question));
  return <LaterHourPattern node={node} choice={choice} served_zone={time_zone} {...settled} />;
}

async function Distribution({ node, choice }: PartProps) {
  const now = new Date();
  const question = { node_id: node.node_id, ...resolveRange(choice, now), now };
  const settled = await settle(() => getLatencyDistribution(reader(), question));
  return <LaterDistribution node={node} choice={choice} {...settled} />;
}
