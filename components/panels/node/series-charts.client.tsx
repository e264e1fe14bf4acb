"use client";

import { useMemo } from "react";
import type { ReactNode } from "react";
import { ChartBandLatency } from "#components/charts/chart-band-latency.client.tsx";
import { ChartBarsLoss } from "#components/charts/chart-bars-loss.client.tsx";
import { ChartGroup } from "#components/charts/chart-group.client.tsx";
import { ChartStepCoverage } from "#components/charts/chart-step-coverage.client.tsx";
import { ChartStripUptime } from "#components/charts/chart-strip-uptime.client.tsx";
import { ProblemMessage } from "#components/shell/problem-message.tsx";
import { useAnswerOfOthers } from "#components/shell/use-answer-of-others.ts";
import { useTimeZone } from "#components/shell/zone.client.tsx";
import { cn } from "#components/ui/cn.ts";
import { levelShiftsQuery } from "#lib/api/level-shifts.ts";
import { outagesQuery } from "#lib/api/outages.ts";
import { seriesPath } from "#lib/api/series.ts";
import type { SeriesView } from "#lib/api/series.ts";
import { bucketText } from "#lib/chart-source.ts";
import { barsZone, uptimeSlice } from "#lib/chart-uptime.ts";
import type { LevelShift, LevelShifts } from "#lib/model/level-shift.ts";
import type { Node } from "#lib/model/node.ts";
import type { Jitter } from "#lib/model/jitter.ts";
import type { NodeOutages } from "#lib/model/outage.ts";
import type { Series } from "#lib/model/series.ts";
import type { RangeChoice } from "#lib/range.ts";
import { JitterPanel } from "./jitter-panel.client.tsx";
import { LinesMenu } from "./lines-menu.client.tsx";
import { overlayNotes } from "./overlay-notes.tsx";
import { SeriesPanel } from "./series-panel.client.tsx";
import { useChartView } from "./use-chart-view.ts";
import { useChartLines, useOverlays } from "./use-overlays.ts";
import { ZoomButtons } from "./zoom-buttons.client.tsx";

type SeriesChartsProps = {
  node: Node;
  series: Series;
  choice: RangeChoice;
  /** The view that `series` answers. */
  asked: SeriesView;
  /** What the server read, and the view that it is of. */
  served: SeriesView;
  jitter: Jitter | undefined;
  resolution: ReactNode;
  /** What is told above the charts when they are not as asked; null: they are. */
  refused?: ReactNode;
};

const NO_SHIFTS: readonly LevelShift[] = [];

/** The charts of a node that has measurements in the range, over each other on one axis. */
export function SeriesCharts({ resolution, refused = null, ...rest }: SeriesChartsProps) {
  const { node, series, choice, asked, served, jitter } = rest;
  const { zone } = useTimeZone();
  const { view, stops, now_ms, zoomTo, pending } = useChartView(series);
  // Only looks at the answers that the lists below ask for.
  const outages = useAnswerOfOthers<NodeOutages>(outagesQuery(node.node_id, choice));
  const shifts = useAnswerOfOthers<LevelShifts>(levelShiftsQuery(node.node_id, choice));
  const lines = useChartLines(node.node_id);
  const overlays = useOverlays(node.node_id, choice, asked, lines.wish);
  const notes = useMemo(() => overlayNotes(overlays, zone), [overlays, zone]);
  const not_as_asked = refused !== null;
  const panel = {
    series,
    paths: [seriesPath(node.node_id, choice, asked)],
    node_name: node.node_name,
    not_as_asked,
  };
  const slice = uptimeSlice((view.to_ms - view.from_ms) / 1000, series.bucket_seconds);
  const controls = (
    <>
      {resolution}
      <LinesMenu node={node} lines={lines} overlays={overlays} />
      <ZoomButtons view={view} now_ms={now_ms} onZoom={zoomTo} />
    </>
  );
  return (
    <ChartGroup view={view} stops={stops} zone={zone} now_ms={now_ms} onZoom={zoomTo}>
      <div aria-busy={pending} className={cn("grid gap-4 transition-opacity", pending && "opacity-60")}>
        <SeriesPanel
          kind="latency"
          {...panel}
          paths={[...panel.paths, ...(overlays.path === undefined ? [] : [overlays.path])]}
          overlays={overlays.lines}
          controls={controls}
        >
          {refused}
          {lines.wrong ? <ProblemMessage problem={lines.wrong} /> : null}
          <ChartBandLatency
            series={series}
            percentiles={lines.percentiles}
            overlays={overlays.lines}
            notes={notes}
            outages={outages?.outages ?? []}
            shifts={shifts?.shifts ?? NO_SHIFTS}
          />
        </SeriesPanel>
        <JitterPanel {...{ node, series, choice, asked, served, not_as_asked }} initial={jitter} />
        <SeriesPanel kind="uptime" {...panel} note={uptimeNote(series, slice, zone)}>
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

/** Bars wider than the buckets say how wide, and days whose days they are and why. */
function uptimeNote(series: Series, slice: number, zone: string): string {
  const { bucket_seconds } = series;
  if (slice === bucket_seconds) return "";
  const bars = `bars of ${bucketText(slice)}`;
  if (slice % 86_400 !== 0) return bars;
  const shown = barsZone(series, slice, zone);
  if (shown === zone || bucket_seconds % 86_400 === 0) return `${bars}, days of ${shown.replaceAll("_", " ")}`;
  return `${bars}, UTC days, because buckets of ${bucketText(bucket_seconds)} cut those of ${zone.replaceAll("_", " ")}`;
}
