"use client";

import { useMemo, useState } from "react";
import { ChartGroup } from "#components/charts/chart-group.client.tsx";
import { ChartLinesCompare } from "#components/charts/chart-lines-compare.client.tsx";
import { NodeSwatch } from "#components/charts/node-swatch.tsx";
import { ProblemMessage } from "#components/shell/problem-message.tsx";
import { StaleNotice } from "#components/shell/stale-notice.client.tsx";
import { RETRY_SECONDS, useLiveQuery } from "#components/shell/use-live-query.ts";
import { useRange } from "#components/shell/use-range.ts";
import { useTimeZone } from "#components/shell/zone.client.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { PanelMenu } from "#components/ui/panel-menu.client.tsx";
import { Panel, PanelSkeleton } from "#components/ui/panel.tsx";
import { comparisonPath, comparisonQuery } from "#lib/api/compare.ts";
import { compareCsv, compareLines, compareMeasure, compareScale } from "#lib/compare-lines.ts";
import type { CompareLine, CompareScale } from "#lib/compare-lines.ts";
import { formatDuration } from "#lib/format.ts";
import type { Comparison } from "#lib/model/comparison.ts";
import type { Problem } from "#lib/problem.ts";
import type { RangeChoice } from "#lib/range.ts";
import { percentilesText, sourceLine } from "#lib/source-line.ts";
import { CompareTable } from "./compare-table.client.tsx";
import { CompareToolbar } from "./compare-toolbar.client.tsx";
import { FiguresTable } from "./figures-table.client.tsx";
import { useComparison } from "./use-comparison.ts";
import type { ComparisonState } from "./use-comparison.ts";

const HEIGHT = { panels: 88, overlay: 340 };

type CompareViewProps = {
  /** The nodes that the server answered for, in their order. */
  node_ids: string[];
  choice: RangeChoice;
  initial: Comparison | undefined;
  problem: Problem | undefined;
};

/** Several nodes on one scale, one cursor, refreshed while it is looked at. */
export function CompareView({ node_ids, choice, initial, problem }: CompareViewProps) {
  const state = useComparison();
  const options = comparisonQuery(node_ids, choice);
  const answer = useLiveQuery<Comparison>({ options, initial, initialProblem: problem, choice });
  if (!answer.data) {
    return (
      <Panel title="Compare" height={440}>
        {answer.problem ? (
          <ProblemMessage problem={answer.problem} retrySeconds={RETRY_SECONDS} />
        ) : (
          <PanelSkeleton rows={8} label="Loading the comparison" />
        )}
      </Panel>
    );
  }
  const { unknown_ids } = answer.data;
  return (
    <div className="flex flex-col gap-4">
      <StaleNotice answer={answer} />
      {unknown_ids.length > 0 ? (
        <Notice mark="never">
          {unknown_ids.length === 1
            ? "One of the nodes asked for does"
            : `${unknown_ids.length} of the nodes asked for do`}{" "}
          not exist: <span className="font-mono text-12">{unknown_ids.join(", ")}</span>
        </Notice>
      ) : null}
      <CompareToolbar state={state} />
      {answer.data.nodes.length > 0 ? <Compared comparison={answer.data} choice={choice} state={state} /> : null}
    </div>
  );
}

type ComparedProps = { comparison: Comparison; choice: RangeChoice; state: ComparisonState };

function Compared({ comparison, choice, state }: ComparedProps) {
  const { zone } = useTimeZone();
  const { setChoice } = useRange();
  const [table, setTable] = useState(false);
  const { measure, relative, layout } = state;
  const { lines, scale } = useMemo(() => {
    const all = compareLines(comparison, measure, relative);
    return { lines: all, scale: compareScale(all, measure, relative) };
  }, [comparison, measure, relative]);
  const { view, stops } = useMemo(() => axisOf(comparison), [comparison]);
  const ids = comparison.nodes.map(({ node }) => node.node_id);
  const name = compareMeasure(measure).name;
  return (
    <ChartGroup
      {...{ view, stops, zone }}
      now_ms={Date.parse(comparison.as_of)}
      onZoom={({ from_ms, to_ms }) =>
        setChoice({ kind: "fixed", from: new Date(from_ms).toISOString(), to: new Date(to_ms).toISOString() })
      }
    >
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-4 xl:grid-cols-[minmax(0,1fr)_540px]">
        <Panel
          title={`${ids.length} nodes, ${name}${relative && compareMeasure(measure).latency ? " relative to own median" : ""}`}
          source={seriesLine(comparison)}
          menu={
            <PanelMenu
              title="Compare"
              file={`compare-${measure}`}
              table={{ shown: table, onChange: setTable }}
              sql={comparisonPath(ids, choice)}
              csv={() => compareCsv(lines)}
              png
            />
          }
        >
          {table ? (
            <CompareTable {...{ lines, zone, state }} />
          ) : (
            <Charts {...{ lines, scale, state, layout }} bucket_seconds={comparison.bucket_seconds} />
          )}
        </Panel>
        <Panel
          title="Figures of the range"
          source={sourceLine(figuresSource(comparison), zone)}
          flush
          className="xl:sticky xl:top-16"
        >
          <FiguresTable {...{ comparison, lines, state }} />
        </Panel>
      </div>
    </ChartGroup>
  );
}

const figuresSource = ({ figures_sources, figures_percentiles, time_zone, as_of }: Comparison) => ({
  sources: figures_sources,
  percentiles: figures_percentiles,
  time_zone,
  as_of,
});

const seriesLine = ({ source, bucket_seconds, percentiles, time_zone }: Comparison): string =>
  [
    source === "metrics" ? "measurements" : source,
    `buckets of ${formatDuration(bucket_seconds)} of ${time_zone}`,
    percentilesText(percentiles),
  ].join(" · ");

function axisOf({ start, bucket_seconds, bucket_count }: Comparison) {
  const from_ms = Date.parse(start);
  const width = bucket_seconds * 1000;
  return {
    view: { from_ms, to_ms: from_ms + Math.max(1, bucket_count) * width },
    stops: Array.from({ length: bucket_count }, (_, at) => from_ms + (at + 0.5) * width),
  };
}

type ChartsProps = {
  lines: readonly CompareLine[];
  scale: CompareScale;
  bucket_seconds: number;
  state: ComparisonState;
  layout: "panels" | "overlay";
};

function Charts({ lines, scale, bucket_seconds, state, layout }: ChartsProps) {
  const shared = { scale, bucket_seconds, measure: state.measure, relative: state.relative };
  const name = compareMeasure(state.measure).name;
  if (layout === "overlay")
    return <ChartLinesCompare {...shared} lines={lines} height={HEIGHT.overlay} label={`${name} of all nodes`} />;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-x-6 gap-y-3 md:grid-cols-2">
      {lines.map((line) => (
        <div key={line.node_id} className="min-w-0">
          <p className="flex items-center gap-2 text-13 font-medium">
            <NodeSwatch place={line.place} />
            <span className="truncate">{line.name}</span>
          </p>
          <ChartLinesCompare {...shared} lines={[line]} height={HEIGHT.panels} label={`${name} of ${line.name}`} />
        </div>
      ))}
    </div>
  );
}
