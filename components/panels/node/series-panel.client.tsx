"use client";

import { MoreHorizontal } from "lucide-react";
import { useState } from "react";
import type { ReactNode } from "react";
import { useTimeZone } from "#components/shell/zone.client.tsx";
import { Menu, MenuCheck, MenuItem } from "#components/ui/menu.client.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { sourceText } from "#lib/chart-source.ts";
import { SERIES_COLUMNS, seriesCsv } from "#lib/chart-table.ts";
import type { Series } from "#lib/model/series.ts";
import { saveText } from "./save-text.ts";
import { PANEL_HEIGHT, PANEL_TITLE } from "./series-panel-kinds.ts";
import type { SeriesPanelKind } from "./series-panel-kinds.ts";
import { SeriesTable } from "./series-table.client.tsx";

type SeriesPanelProps = {
  kind: SeriesPanelKind;
  series: Series;
  node_name: string;
  /** Added to the source line. */
  note?: string;
  /** Switches beside the menu. */
  controls?: ReactNode;
  children: ReactNode;
};

/** A chart of a node in its panel: source line, table twin, CSV. */
export function SeriesPanel({ kind, series, node_name, note, controls, children }: SeriesPanelProps) {
  const { zone } = useTimeZone();
  const [table, setTable] = useState(false);
  const columns = SERIES_COLUMNS[kind];
  const save = () => saveText(`${node_name}-${kind}.csv`, "text/csv", seriesCsv(series, columns));
  const menu = (
    <>
      {controls}
      <Menu
        look="ghost"
        icon
        label={`${PANEL_TITLE[kind]}: table and CSV`}
        trigger={<MoreHorizontal size={16} aria-hidden="true" />}
      >
        <MenuCheck checked={table} onChange={setTable}>
          Show as table
        </MenuCheck>
        <MenuItem onSelect={save}>Save what is shown as CSV</MenuItem>
      </Menu>
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
