"use client";

import { useState } from "react";
import type { ReactNode } from "react";
import { useTimeZone } from "#components/shell/zone.client.tsx";
import { PanelMenu } from "#components/ui/panel-menu.client.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { NOT_IN_PICTURE } from "#components/ui/save-picture.ts";
import { sourceText } from "#lib/chart-source.ts";
import { SERIES_COLUMNS, seriesCsv } from "#lib/chart-table.ts";
import type { Series } from "#lib/model/series.ts";
import { PANEL_HEIGHT, PANEL_TITLE } from "./series-panel-kinds.ts";
import type { SeriesPanelKind } from "./series-panel-kinds.ts";
import { SeriesTable } from "./series-table.client.tsx";

type SeriesPanelProps = {
  kind: SeriesPanelKind;
  series: Series;
  /** The route that answered, for its SQL. */
  path: string;
  node_name: string;
  /** Added to the source line. */
  note?: string;
  /** Switches beside the menu. */
  controls?: ReactNode;
  children: ReactNode;
};

/** A chart of a node in its panel: source line, switches, menu. */
export function SeriesPanel({ kind, series, path, node_name, note, controls, children }: SeriesPanelProps) {
  const { zone } = useTimeZone();
  const [table, setTable] = useState(false);
  const columns = SERIES_COLUMNS[kind];
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
        sql={path}
        csv={() => seriesCsv(series, columns)}
        png
      />
    </>
  );
  return (
    <Panel
      title={PANEL_TITLE[kind]}
      source={[sourceText(series, zone), note].filter(Boolean).join(" · ")}
      menu={menu}
      bodyClassName={PANEL_HEIGHT[kind]}
    >
      {table ? <SeriesTable series={series} columns={columns} label={PANEL_TITLE[kind]} /> : children}
    </Panel>
  );
}
