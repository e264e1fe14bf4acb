"use client";

import { useState } from "react";
import type { ReactNode } from "react";
import { useTimeZone } from "#components/shell/zone.client.tsx";
import { PanelMenu } from "#components/ui/panel-menu.client.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { NOT_IN_PICTURE } from "#components/ui/not-in-picture.ts";
import { NOT_AS_ASKED, sourceText } from "#lib/chart-source.ts";
import { SERIES_COLUMNS, seriesCsv } from "#lib/chart-table.ts";
import type { Series } from "#lib/model/series.ts";
import type { OverlayLine } from "#lib/overlay-lines.ts";
import { PANEL_HEIGHT, PANEL_TITLE } from "./series-panel-kinds.ts";
import type { SeriesPanelKind } from "./series-panel-kinds.ts";
import { SeriesTable } from "./tables.client.tsx";

type SeriesPanelProps = {
  kind: SeriesPanelKind;
  series: Series;
  /** The routes that answered, for their SQL. */
  paths: readonly string[];
  node_name: string;
  /** Another resolution was asked for, and refused. */
  not_as_asked?: boolean;
  /** Added to the source line. */
  note?: string;
  /** Lines laid over the chart: columns of its table and file. */
  overlays?: readonly OverlayLine[];
  /** Switches beside the menu. */
  controls?: ReactNode;
  children: ReactNode;
};

/** A chart of a node in its panel: source line, switches, menu. */
export function SeriesPanel({
  kind,
  series,
  paths,
  node_name,
  not_as_asked = false,
  note,
  overlays = [],
  controls,
  children,
}: SeriesPanelProps) {
  const { zone } = useTimeZone();
  const [table, setTable] = useState(false);
  const columns = SERIES_COLUMNS[kind];
  // Said where percentiles are drawn; that they come from histograms is in the line of every chart.
  const exact = kind === "latency" && series.percentiles.method === "measurements" ? "percentiles exact" : "";
  const menu = (
    <>
      {controls ? (
        <span className="flex items-center gap-1" {...NOT_IN_PICTURE}>
          {controls}
        </span>
      ) : null}
      <PanelMenu
        title={PANEL_TITLE[kind]}
        file={`${node_name}-${kind}`}
        table={{ shown: table, onChange: setTable }}
        sql={paths}
        csv={() => seriesCsv(series, columns, overlays)}
        png
      />
    </>
  );
  return (
    <Panel
      title={PANEL_TITLE[kind]}
      source={[not_as_asked ? NOT_AS_ASKED : "", sourceText(series, zone), exact, note].filter(Boolean).join(" · ")}
      menu={menu}
      className={kind === "latency" ? "" : "below"}
      bodyClassName={PANEL_HEIGHT[kind]}
    >
      {table ? (
        <SeriesTable series={series} columns={columns} overlays={overlays} label={PANEL_TITLE[kind]} />
      ) : (
        children
      )}
    </Panel>
  );
}
