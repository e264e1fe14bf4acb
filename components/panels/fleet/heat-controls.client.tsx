"use client";

import { useTimeZone } from "#components/shell/zone.client.tsx";
import { Button } from "#components/ui/button.tsx";
import { PanelMenu } from "#components/ui/panel-menu.client.tsx";
import { NOT_IN_PICTURE } from "#components/ui/not-in-picture.ts";
import { heatMapPath } from "#lib/api/nodes.ts";
import { formatDuration } from "#lib/format.ts";
import { HEAT_SHOWN, heatAsked } from "#lib/heat.ts";
import type { HeatShown, ShownHeatMap } from "#lib/heat.ts";
import type { RangeChoice } from "#lib/range.ts";
import { sourcesText } from "#lib/source-line.ts";
import { heatCsv } from "./heat-rows.ts";
import type { HeatNodeRow } from "./heat-rows.ts";
import type { HeatView } from "./use-heat-view.ts";

const LINES = [
  { key: "nodes", label: "One line a node" },
  { key: "fleet", label: "Whole fleet" },
] as const;

const NAMES: Record<HeatShown, string> = {
  latency: "latency",
  relative: "latency, relative",
  loss: "loss",
  coverage: "coverage",
};

type HeatControlsProps = {
  view: HeatView;
  choice: RangeChoice;
  map: ShownHeatMap | undefined;
  rows: readonly HeatNodeRow[];
  table: boolean;
  setTable: (shown: boolean) => void;
  /** The newest asking failed; what is shown is older. */
  stale: boolean;
};

/** What the heat map shows, and what stands behind it. */
export function HeatControls({ view, choice, map, rows, table, setTable, stale }: HeatControlsProps) {
  const { zone } = useTimeZone();
  return (
    <div className="flex flex-wrap items-center gap-2">
      <fieldset className="flex gap-1" {...NOT_IN_PICTURE}>
        <legend className="sr-only">Measure of the heat map</legend>
        {HEAT_SHOWN.map((measure) => (
          <Button
            key={measure}
            look="ghost"
            aria-pressed={view.measure === measure}
            onClick={() => view.setMeasure(measure)}
          >
            {NAMES[measure]}
          </Button>
        ))}
      </fieldset>
      <fieldset className="flex gap-1" {...NOT_IN_PICTURE}>
        <legend className="sr-only">Lines of the heat map</legend>
        {LINES.map(({ key, label }) => (
          <Button key={key} look="ghost" aria-pressed={view.lines === key} onClick={() => view.setLines(key)}>
            {label}
          </Button>
        ))}
      </fieldset>
      <p className="min-w-0 flex-1 text-12 text-ink-3">{map ? sourceOf(map, view, zone, stale) : ""}</p>
      <PanelMenu
        title="Heat map"
        file={`fleet-${view.measure}`}
        table={{ shown: table, onChange: setTable }}
        sql={heatMapPath(choice, heatAsked(view.measure))}
        {...(map ? { csv: () => heatCsv(map, rows) } : {})}
        png
      />
    </div>
  );
}

const sourceOf = (map: ShownHeatMap, view: HeatView, zone: string, stale: boolean): string =>
  [
    sourcesText(map.sources, zone, map.as_of),
    `slices of ${formatDuration(map.slices.seconds)} of ${map.time_zone}`,
    view.size > 1 ? `a line is the worst of ${view.size} nodes` : "",
    stale ? "could not be refreshed" : "",
  ]
    .filter(Boolean)
    .join(" · ");
