"use client";

import { useRouter } from "next/navigation";
import { useMemo, useState } from "react";
import { ChartGroup } from "#components/charts/chart-group.client.tsx";
import { ChartHeatFleet } from "#components/charts/chart-heat-fleet.client.tsx";
import type { HeatCell } from "#components/charts/heat-canvas.ts";
import { HeatLegend } from "#components/charts/heat-legend.tsx";
import { TimeAxis } from "#components/charts/time-axis.client.tsx";
import { ProblemMessage } from "#components/shell/problem-message.tsx";
import { RETRY_SECONDS, useLiveQuery } from "#components/shell/use-live-query.ts";
import { useTimeZone } from "#components/shell/zone.client.tsx";
import { PanelSkeleton } from "#components/ui/panel.tsx";
import { heatMapQuery } from "#lib/api/nodes.ts";
import { heatAsked, heatLines, heatScale, shownMap } from "#lib/heat.ts";
import type { ShownHeatMap } from "#lib/heat.ts";
import type { HeatMap } from "#lib/model/heat-map.ts";
import type { NodeSummary } from "#lib/model/node.ts";
import type { RangeChoice } from "#lib/range.ts";
import { heatCellText, heatSummary, orderedRows } from "./heat-rows.ts";
import type { HeatNodeRow } from "./heat-rows.ts";
import { HeatControls } from "./heat-controls.client.tsx";
import { HeatCursorRow } from "./heat-cursor-row.tsx";
import { HeatTable } from "./heat-table.client.tsx";
import { useHeatView } from "./use-heat-view.ts";

type HeatMapPanelProps = {
  choice: RangeChoice;
  /** The nodes in the order of the table, filtered. */
  nodes: readonly NodeSummary[];
  hrefOf: (node_id: string) => string;
};

/** The shown nodes as a heat map over the range, rows in the order of the table. */
export function HeatMapPanel({ choice, nodes, hrefOf }: HeatMapPanelProps) {
  const view = useHeatView(nodes.length);
  const [table, setTable] = useState(false);
  const options = heatMapQuery(choice, heatAsked(view.measure));
  const answer = useLiveQuery<HeatMap>({ options, initial: undefined, choice, slow: true });
  const map = useMemo(() => answer.data && shownMap(answer.data, view.measure), [answer.data, view.measure]);
  const rows = useMemo(() => (map ? orderedRows(map, nodes) : []), [map, nodes]);
  const body = () => {
    if (!map)
      return answer.problem ? (
        <ProblemMessage problem={answer.problem} retrySeconds={RETRY_SECONDS} />
      ) : (
        <PanelSkeleton rows={9} label="Loading the heat map" />
      );
    if (table) return <HeatTable map={map} rows={rows} />;
    return <HeatPicture map={map} rows={rows} size={view.size} lineHeight={view.lineHeight} hrefOf={hrefOf} />;
  };
  return (
    <section aria-label="Heat map" className="flex min-h-[520px] flex-col gap-3 bg-panel px-4 pb-4">
      <HeatControls
        {...{ view, choice, rows, table, setTable }}
        map={map}
        stale={answer.data !== undefined && answer.problem !== undefined}
      />
      {body()}
    </section>
  );
}

type PictureProps = {
  map: ShownHeatMap;
  rows: readonly HeatNodeRow[];
  size: number;
  lineHeight: number;
  hrefOf: (node_id: string) => string;
};

function HeatPicture({ map, rows, size, lineHeight, hrefOf }: PictureProps) {
  const { zone } = useTimeZone();
  const router = useRouter();
  const [cursor, setCursor] = useState<HeatCell | null>(null);
  const { slices, measure } = map;
  const { lines, scale, names, view, stops, summary } = useMemo(() => {
    const cells = rows.map((row) => row.cells);
    const from_ms = Date.parse(slices.from);
    const width = slices.seconds * 1000;
    return {
      lines: heatLines(cells, size, measure),
      scale: heatScale(measure, cells),
      names: ({ first }: { first: number }) => rows[first]?.node.node_name ?? "",
      view: { from_ms, to_ms: from_ms + slices.count * width },
      stops: Array.from({ length: slices.count }, (_, slice) => from_ms + (slice + 0.5) * width),
      summary: heatSummary(map, rows),
    };
  }, [map, rows, size, slices, measure]);
  const told = cursor && heatCellText(map, rows, lines, cursor, zone);
  return (
    <ChartGroup view={view} stops={stops} zone={zone} now_ms={Date.parse(map.as_of)}>
      <HeatCursorRow told={told} />
      <div>
        <ChartHeatFleet
          {...{ lines, scale, names, cursor, summary }}
          line_height={lineHeight}
          slice_count={slices.count}
          onCursor={setCursor}
          onOpen={(cell) => {
            const found = heatCellText(map, rows, lines, cell, zone);
            if (found) router.push(hrefOf(found.node.node_id));
          }}
          label={`Heat map of ${measure}`}
          valueText={told ? `${told.name}, ${told.time}: ${told.value}` : "no cell"}
        />
        <div className="@container">
          <div className="pl-20 @[640px]:pl-32">
            <TimeAxis />
          </div>
        </div>
      </div>
      <HeatLegend scale={scale} no_value={measure === "loss" ? "loss not known" : "no reply"} />
    </ChartGroup>
  );
}
