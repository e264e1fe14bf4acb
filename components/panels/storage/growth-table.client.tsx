"use client";

import { growthPoints } from "#lib/chart-growth.ts";
import type { GrowthPoint } from "#lib/chart-growth.ts";
import { shownName } from "#lib/chart-storage.ts";
import { formatBytes, formatTime, NOTHING } from "#lib/format.ts";
import type { Growth, GrowthSeries } from "#lib/model/growth.ts";

const cellsAt = (point: GrowthPoint | null | undefined, tables: GrowthSeries[], i: number) => [
  { name: "database", bytes: point?.total },
  { name: "hot", bytes: point?.hot },
  { name: "warm", bytes: point?.warm },
  ...tables.map((s) => ({ name: `${s.hypertable_schema}.${s.hypertable_name}`, bytes: s.total_bytes[i] })),
];

const seriesName = ({ hypertable_schema, hypertable_name, aggregate_name }: GrowthSeries): string =>
  shownName({ aggregate_name, hypertable_schema: hypertable_schema ?? "", hypertable_name: hypertable_name ?? "" });

/** The table twin of the growth chart: a line for each time, newest first; a time without a sample says so. */
export function GrowthTable({ growth, zone }: { growth: Growth; zone: string }) {
  const points = growthPoints(growth);
  const tables = growth.series.filter(({ hypertable_name }) => hypertable_name !== null).slice(0, 4);
  return (
    <div className="max-h-[360px] overflow-auto" tabIndex={0} role="group" aria-label="Samples">
      <table className="w-full text-13">
        <thead className="sticky top-0 bg-panel text-12 text-ink-3">
          <tr>
            <th className="py-1 pr-4 text-left font-normal">time</th>
            {["database", "hot", "warm", ...tables.map(seriesName)].map((name) => (
              <th key={name} className="py-1 pl-4 text-right font-normal whitespace-nowrap">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {growth.times
            .map((time, i) => ({ time, i, point: points[i] }))
            .toReversed()
            .map(({ time, i, point }) => (
              <tr key={time} className="border-t">
                <td className="figure py-1 pr-4 whitespace-nowrap">{formatTime(time, zone)}</td>
                {cellsAt(point, tables, i).map(({ name, bytes }) => (
                  <td key={name} className="figure py-1 pl-4 text-right whitespace-nowrap">
                    {bytes == null ? <span className="text-ink-3">{NOTHING}</span> : formatBytes(bytes)}
                  </td>
                ))}
              </tr>
            ))}
        </tbody>
      </table>
    </div>
  );
}
