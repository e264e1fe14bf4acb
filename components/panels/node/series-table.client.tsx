"use client";

import { useMemo } from "react";
import { VirtualTable } from "#components/panels/chunks/virtual-table.client.tsx";
import { useTimeZone } from "#components/shell/zone.client.tsx";
import { bucketText } from "#lib/chart-source.ts";
import { formatTime, NOTHING, significant } from "#lib/format.ts";
import type { SeriesColumn } from "#lib/chart-table.ts";
import type { Series } from "#lib/model/series.ts";
import { overlayValues } from "#lib/overlay-lines.ts";
import type { OverlayLine } from "#lib/overlay-lines.ts";

type SeriesTableProps = { series: Series; columns: SeriesColumn[]; overlays: readonly OverlayLine[]; label: string };

const cellText = (value: unknown) => (typeof value === "number" ? significant(value) : NOTHING);

/** A chart's points as a table, newest first. Where nothing was measured stands a dash. */
export function SeriesTable({ series, columns, overlays, label }: SeriesTableProps) {
  const { zone } = useTimeZone();
  const rows = useMemo(() => {
    const laid = overlays.map((line) => overlayValues(line, series));
    return series.points.map((point, at) => ({ point, over: laid.map((values) => values[at] ?? null) })).toReversed();
  }, [series, overlays]);
  return (
    <VirtualTable
      label={`${label}, ${series.points.length} buckets`}
      rows={rows}
      rowKey={({ point }) => point.time}
      columns={[
        {
          key: "time",
          heading: "bucket begins",
          width: 140,
          cell: ({ point }: (typeof rows)[number]) => formatTime(point.time, zone),
        },
        ...columns.map(({ key, heading }) => ({
          key,
          heading,
          width: 84,
          numeric: true,
          cell: ({ point }: (typeof rows)[number]) => cellText(point[key]),
        })),
        ...overlays.map((line, at) => ({
          key: `over ${line.overlay.key}`,
          heading: `${line.label} p50 ms${line.overlay.bucket_seconds === series.bucket_seconds ? "" : ` (${bucketText(line.overlay.bucket_seconds)})`}`,
          width: 168,
          numeric: true,
          cell: ({ over }: (typeof rows)[number]) => cellText(over[at]),
        })),
      ]}
    />
  );
}
