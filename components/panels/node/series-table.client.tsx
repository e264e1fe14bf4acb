"use client";

import { VirtualTable } from "#components/panels/chunks/virtual-table.client.tsx";
import { useTimeZone } from "#components/shell/zone.client.tsx";
import { formatTime, NOTHING, significant } from "#lib/format.ts";
import type { SeriesColumn } from "#lib/chart-table.ts";
import type { Series } from "#lib/model/series.ts";

/** A chart's points as a table, newest first. Where nothing was measured stands a dash. */
export function SeriesTable({ series, columns, label }: { series: Series; columns: SeriesColumn[]; label: string }) {
  const { zone } = useTimeZone();
  return (
    <VirtualTable
      label={`${label}, ${series.points.length} buckets`}
      rows={series.points.toReversed()}
      rowKey={(point) => point.time}
      columns={[
        { key: "time", heading: "bucket begins", width: 140, cell: (point) => formatTime(point.time, zone) },
        ...columns.map(({ key, heading }) => ({
          key,
          heading,
          width: 84,
          numeric: true,
          cell: (point: (typeof series.points)[number]) => {
            const value = point[key];
            return typeof value === "number" ? significant(value) : NOTHING;
          },
        })),
      ]}
    />
  );
}
