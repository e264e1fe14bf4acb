"use client";

import { useState } from "react";
import type { ReactNode } from "react";
import { ChartBandLatency } from "#components/charts/chart-band-latency.client.tsx";
import { ChartBarsLoss } from "#components/charts/chart-bars-loss.client.tsx";
import { ChartGroup } from "#components/charts/chart-group.client.tsx";
import { ChartStepCoverage } from "#components/charts/chart-step-coverage.client.tsx";
import { ChartStripUptime } from "#components/charts/chart-strip-uptime.client.tsx";
import { useAnswerOfOthers } from "#components/shell/use-answer-of-others.ts";
import { useLiveQuery } from "#components/shell/use-live-query.ts";
import { useTimeZone } from "#components/shell/zone.client.tsx";
import { Button } from "#components/ui/button.tsx";
import { cn } from "#components/ui/cn.ts";
import { outagesQuery } from "#lib/api/outages.ts";
import { PanelSkeleton } from "#components/ui/panel.tsx";
import { seriesPath, seriesQuery } from "#lib/api/series.ts";
import type { SeriesView } from "#lib/api/series.ts";
import { isEmptySeries } from "#lib/chart-series.ts";
import { uptimeSlice } from "#lib/chart-uptime.ts";
import { bucketText } from "#lib/chart-source.ts";
import type { Node } from "#lib/model/node.ts";
import type { NodeOutages } from "#lib/model/outage.ts";
import type { Series } from "#lib/model/series.ts";
import type { Problem } from "#lib/problem.ts";
import type { RangeChoice } from "#lib/range.ts";
import { EmptyRange } from "./empty-range.client.tsx";
import { ProblemMessage } from "#components/shell/problem-message.tsx";
import { ResolutionMenu } from "./resolution-menu.client.tsx";
import { SeriesPanels } from "./series-panels.tsx";
import { SeriesPanel } from "./series-panel.client.tsx";
import { StaleNotice } from "#components/shell/stale-notice.client.tsx";
import { useChartView } from "./use-chart-view.ts";
import { isSameView, useSeriesView } from "./use-series-view.ts";
import { ZoomButtons } from "./zoom-buttons.client.tsx";

type NodeChartsProps = {
  node: Node;
  choice: RangeChoice;
  /** The view that `initial` was read for. */
  served: SeriesView;
  initial: Series | undefined;
  initialProblem: Problem | undefined;
};

/** Latency, uptime, loss and coverage of a node on one time axis with one cursor. Keeps itself fresh. */
export function NodeCharts({ node, choice, served, initial, initialProblem }: NodeChartsProps) {
  const { view, setWish } = useSeriesView(served);
  const same = isSameView(view, served);
  const answer = useLiveQuery<Series>({
    options: seriesQuery(node.node_id, choice, view),
    initial: same ? initial : undefined,
    initialProblem: same ? initialProblem : undefined,
    choice,
  });
  const asked = view.source !== null || view.bucket_seconds !== null;
  // What the server rendered for another width or zone stands until the answer for this one is there.
  const series = answer.data ?? (answer.problem || asked ? undefined : initial);
  if (!series) {
    const back = asked ? (
      <Button onClick={() => setWish({ source: null, bucket_seconds: null })}>Choose automatically</Button>
    ) : null;
    return (
      <SeriesPanels>
        {(kind) => {
          if (!answer.problem) return <PanelSkeleton rows={kind === "latency" ? 12 : 4} />;
          return kind === "latency" ? <ProblemMessage problem={answer.problem} action={back} /> : null;
        }}
      </SeriesPanels>
    );
  }
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <StaleNotice answer={answer} />
      {isEmptySeries(series.points) ? (
        <EmptyRange node={node} series={series} />
      ) : (
        <SeriesCharts
          node={node}
          series={series}
          choice={choice}
          path={seriesPath(node.node_id, choice, view)}
          resolution={<ResolutionMenu node={node} series={series} view={view} onWish={setWish} />}
        />
      )}
    </div>
  );
}

type SeriesChartsProps = { node: Node; series: Series; choice: RangeChoice; path: string; resolution: ReactNode };

function SeriesCharts({ node, series, choice, path, resolution }: SeriesChartsProps) {
  const { zone } = useTimeZone();
  const { view, stops, now_ms, zoomTo, pending } = useChartView(series);
  // Only looks at the answer that the list of outages asks for.
  const outages = useAnswerOfOthers<NodeOutages>(outagesQuery(node.node_id, choice));
  const [p95, setP95] = useState(false);
  const panel = { series, path, node_name: node.node_name };
  const slice = uptimeSlice((view.to_ms - view.from_ms) / 1000, series.bucket_seconds);
  const controls = (
    <>
      {resolution}
      <Button look="ghost" aria-pressed={p95} onClick={() => setP95(!p95)}>
        p95
      </Button>
      <ZoomButtons view={view} now_ms={now_ms} onZoom={zoomTo} />
    </>
  );
  return (
    <ChartGroup view={view} stops={stops} zone={zone} now_ms={now_ms} onZoom={zoomTo}>
      <div aria-busy={pending} className={cn("grid gap-4 transition-opacity", pending && "opacity-60")}>
        <SeriesPanel kind="latency" {...panel} controls={controls}>
          <ChartBandLatency series={series} p95={p95} outages={outages?.outages ?? []} />
        </SeriesPanel>
        <SeriesPanel kind="uptime" {...panel} note={uptimeNote(slice, series.bucket_seconds)}>
          <ChartStripUptime series={series} />
        </SeriesPanel>
        <SeriesPanel kind="loss" {...panel}>
          <ChartBarsLoss series={series} />
        </SeriesPanel>
        <SeriesPanel kind="coverage" {...panel}>
          <ChartStepCoverage series={series} />
        </SeriesPanel>
      </div>
    </ChartGroup>
  );
}

/** Bars wider than the buckets say how wide, and days whose days they are. */
function uptimeNote(slice: number, bucket_seconds: number): string {
  if (slice === bucket_seconds) return "";
  return slice % 86_400 === 0 ? `bars of ${bucketText(slice)}, UTC days` : `bars of ${bucketText(slice)}`;
}
