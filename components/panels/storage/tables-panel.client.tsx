"use client";

import { VirtualTable } from "#components/panels/chunks/virtual-table.client.tsx";
import type { Column } from "#components/panels/chunks/virtual-table.client.tsx";
import { useLiveQuery } from "#components/shell/use-live-query.ts";
import { useTimeZone } from "#components/shell/zone.client.tsx";
import { PanelMenu } from "#components/ui/panel-menu.client.tsx";
import { PanelMessage } from "#components/ui/panel.tsx";
import { STORAGE_CHOICE, storagePath, tablesQuery } from "#lib/api/storage.ts";
import type { Items } from "#lib/api/storage.ts";
import { formatBytes, formatCount, formatRecentTime, NOTHING } from "#lib/format.ts";
import type { OrdinaryTable } from "#lib/model/storage-detail.ts";
import type { Problem } from "#lib/problem.ts";
import { recordsCsv } from "#lib/records-csv.ts";
import { AnswerPanel } from "./answer-panel.client.tsx";

type Props = { initial: Items<OrdinaryTable> | undefined; initialProblem: Problem | undefined };

/** Tables that are no hypertable, the largest first. */
export function TablesPanel(props: Props) {
  const { zone } = useTimeZone();
  const answer = useLiveQuery<Items<OrdinaryTable>>({ options: tablesQuery(), ...props, choice: STORAGE_CHOICE });
  const { data } = answer;
  return (
    <AnswerPanel
      title="Ordinary tables"
      source={
        data ? `sizes live · rows as of the last ANALYZE · read ${formatRecentTime(data.as_of, zone, data.as_of)}` : ""
      }
      answer={answer}
      height={240}
      flush
      menu={
        <PanelMenu
          title="Ordinary tables"
          sql={storagePath("tables")}
          {...(data ? { csv: () => recordsCsv(data.items, KEYS) } : {})}
        />
      }
    >
      {({ items }) =>
        items.length === 0 ? (
          <PanelMessage kind="empty" title="There is no ordinary table." />
        ) : (
          <VirtualTable
            label="The largest tables"
            rows={items}
            rowKey={(of) => `${of.table_schema}.${of.table_name}`}
            columns={COLUMNS}
            className="max-h-[320px]"
          />
        )
      }
    </AnswerPanel>
  );
}

const KEYS: (keyof OrdinaryTable)[] = [
  "table_schema",
  "table_name",
  "kind",
  "table_bytes",
  "index_bytes",
  "toast_bytes",
  "total_bytes",
  "row_count_estimate",
];

const KINDS: Record<OrdinaryTable["kind"], string> = {
  table: "",
  materialized_view: "materialized view",
  partition: "partition",
  foreign_table: "foreign table: its rows are elsewhere",
};

const bytes = (
  key: "table_bytes" | "index_bytes" | "toast_bytes" | "total_bytes",
  heading: string,
): Column<OrdinaryTable> => ({
  key,
  heading,
  width: 90,
  numeric: true,
  cell: (of) => formatBytes(of[key]),
});

const COLUMNS: Column<OrdinaryTable>[] = [
  {
    key: "name",
    heading: "table",
    width: 220,
    cell: (of) => (
      <>
        <span className="text-ink-3">{of.table_schema}.</span>
        {of.table_name} {KINDS[of.kind] === "" ? null : <span className="text-12 text-ink-3">{KINDS[of.kind]}</span>}
      </>
    ),
  },
  bytes("total_bytes", "size"),
  bytes("table_bytes", "table"),
  bytes("index_bytes", "indexes"),
  bytes("toast_bytes", "toast"),
  {
    key: "rows",
    heading: "rows, est.",
    width: 90,
    numeric: true,
    cell: (of) =>
      of.row_count_estimate === null ? (
        <span title="never analyzed">{NOTHING}</span>
      ) : (
        formatCount(of.row_count_estimate)
      ),
  },
];
