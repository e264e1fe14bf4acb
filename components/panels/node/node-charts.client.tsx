"use client";

import { useLiveQuery } from "#components/shell/use-live-query.ts";
import { Button } from "#components/ui/button.tsx";
import { PanelSkeleton } from "#components/ui/panel.tsx";
import { seriesQuery } from "#lib/api/series.ts";
import type { SeriesView } from "#lib/api/series.ts";
import { isEmptySeries } from "#lib/chart-series.ts";
import type { Jitter } from "#lib/model/jitter.ts";
import type { Node } from "#lib/model/node.ts";
import type { Series } from "#lib/model/series.ts";
import type { Problem } from "#lib/problem.ts";
import type { RangeChoice } from "#lib/range.ts";
import { EmptyRange } from "./empty-range.client.tsx";
import { ProblemMessage } from "#components/shell/problem-message.tsx";
import { ResolutionRefused } from "./resolution-refused.client.tsx";
import { ResolutionMenu } from "./resolution-menu.client.tsx";
import { SeriesCharts } from "./series-charts.client.tsx";
import { SeriesPanels } from "./series-panels.tsx";
import { StaleNotice } from "#components/shell/stale-notice.client.tsx";
import { isSameView, useSeriesView } from "./use-series-view.ts";

type NodeChartsProps = {
  node: Node;
  choice: RangeChoice;
  /** The view that `initial` was read for. */
  served: SeriesView;
  initial: Series | undefined;
  initialProblem: Problem | undefined;
  /** Read with `initial`, for the same view. */
  jitter: Jitter | undefined;
};

/** Latency, uptime, loss and coverage of a node on one time axis with one cursor. Keeps itself fresh. */
export function NodeCharts({ node, choice, served, initial, initialProblem, jitter }: NodeChartsProps) {
  const { view, setWish } = useSeriesView(served);
  const same = isSameView(view, served);
  const asked = view.source !== null || view.bucket_seconds !== null;
  const known = same ? initialProblem : undefined;
  const wished = useLiveQuery<Series>({
    options: seriesQuery(node.node_id, choice, view),
    initial: same ? initial : undefined,
    initialProblem: known,
    choice,
    // What the server refused is refused again.
    enabled: !(asked && known?.kind === "invalid_input"),
  });
  // A resolution that cannot be is told, and what would be chosen without it is drawn.
  const refused = asked && wished.problem?.kind === "invalid_input" ? wished.problem : undefined;
  const automatic = { ...view, source: null, bucket_seconds: null };
  const otherwise = useLiveQuery<Series>({
    options: seriesQuery(node.node_id, choice, automatic),
    initial: undefined,
    choice,
    enabled: refused !== undefined,
  });
  const answer = refused ? otherwise : wished;
  const takeAutomatic = () => setWish({ source: null, bucket_seconds: null });
  // What the server rendered for another width or zone stands until the answer for this one is there.
  const series = answer.data ?? (answer.problem || asked ? undefined : initial);
  if (!series) {
    const back = asked ? <Button onClick={takeAutomatic}>Choose automatically</Button> : null;
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
          asked={refused ? automatic : view}
          served={served}
          jitter={jitter}
          refused={
            refused ? (
              <ResolutionRefused view={view} problem={refused} series={series} onAutomatic={takeAutomatic} />
            ) : null
          }
          resolution={<ResolutionMenu node={node} series={series} view={refused ? automatic : view} onWish={setWish} />}
        />
      )}
    </div>
  );
}
