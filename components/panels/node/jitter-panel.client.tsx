"use client";

import { useState } from "react";
import { ChartLineJitter } from "#components/charts/chart-line-jitter.client.tsx";
import { ProblemMessage } from "#components/shell/problem-message.tsx";
import { useLiveQuery } from "#components/shell/use-live-query.ts";
import { useTimeZone } from "#components/shell/zone.client.tsx";
import { PanelMenu } from "#components/ui/panel-menu.client.tsx";
import { Panel, PanelSkeleton } from "#components/ui/panel.tsx";
import { jitterPath, jitterQuery } from "#lib/api/series.ts";
import type { SeriesView } from "#lib/api/series.ts";
import { JITTER_WORDS, jitterCsv, jitterSource } from "#lib/jitter.ts";
import type { Jitter } from "#lib/model/jitter.ts";
import type { Node } from "#lib/model/node.ts";
import type { Series } from "#lib/model/series.ts";
import type { RangeChoice } from "#lib/range.ts";
import { PANEL_HEIGHT } from "./series-panel-kinds.ts";
import { JitterTable } from "./tables.client.tsx";
import { isSameView } from "./use-series-view.ts";

type JitterPanelProps = {
  node: Node;
  series: Series;
  choice: RangeChoice;
  asked: SeriesView;
  /** What the server read, and the view that it is of. */
  served: SeriesView;
  initial: Jitter | undefined;
  /** Another resolution was asked for, and refused. */
  not_as_asked: boolean;
};

/** How much latency varies: between successive replies, or where only rollups are left the spread, which says so. */
export function JitterPanel({ node, series, choice, asked, served, initial, not_as_asked }: JitterPanelProps) {
  const { zone } = useTimeZone();
  const [table, setTable] = useState(false);
  const { data, problem } = useLiveQuery<Jitter>({
    options: jitterQuery(node.node_id, choice, asked),
    initial: isSameView(asked, served) ? initial : undefined,
    choice,
  });
  // As with the series: what was read for another width or zone stands until the answer for this one is there.
  const jitter = data ?? (problem || not_as_asked ? undefined : initial);
  const title = JITTER_WORDS[jitter?.measure ?? "successive"].title;
  const menu = jitter ? (
    <PanelMenu
      title={title}
      file={`${node.node_name}-${jitter.measure === "spread" ? "latency-spread" : "jitter"}`}
      table={{ shown: table, onChange: setTable }}
      sql={jitterPath(node.node_id, choice, asked)}
      csv={() => jitterCsv(jitter)}
      png
    />
  ) : null;
  return (
    <Panel
      title={title}
      source={jitter ? jitterSource(jitter, zone, !not_as_asked) : null}
      menu={menu}
      bodyClassName={PANEL_HEIGHT.jitter}
    >
      {jitter ? (
        table ? (
          <JitterTable jitter={jitter} />
        ) : (
          <ChartLineJitter jitter={jitter} series={series} />
        )
      ) : problem ? (
        <ProblemMessage problem={problem} />
      ) : (
        <PanelSkeleton rows={4} />
      )}
    </Panel>
  );
}
