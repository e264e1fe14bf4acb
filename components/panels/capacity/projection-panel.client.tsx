"use client";

import { useState } from "react";
import { ChartLineCapacity } from "#components/charts/chart-line-capacity.client.tsx";
import { PanelMenu } from "#components/ui/panel-menu.client.tsx";
import { Panel, PanelMessage } from "#components/ui/panel.tsx";
import { capacityPath } from "#lib/api/storage.ts";
import { isMeasured } from "#lib/capacity.ts";
import type { ProjectedDay } from "#lib/capacity.ts";
import { methodText, unmeasuredTexts } from "#lib/capacity-words.ts";
import { projectionCsv } from "#lib/chart-capacity.ts";
import type { HistoryPoint } from "#lib/chart-growth.ts";
import { formatBytes, formatDay, formatTime } from "#lib/format.ts";
import type { CapacityBasis, Scenario } from "#lib/model/capacity.ts";
import { MILLISECONDS } from "#lib/units.ts";

type ProjectionPanelProps = {
  basis: CapacityBasis;
  scenario: Scenario;
  days: ProjectedDay[];
  history: HistoryPoint[];
  zone: string;
};

/** The database from its samples to the end of the projection. */
export function ProjectionPanel({ basis, scenario, days, history, zone }: ProjectionPanelProps) {
  const [table, setTable] = useState(false);
  const menu = (
    <PanelMenu
      title="Projection"
      file="capacity"
      table={{ shown: table, onChange: setTable }}
      sql={capacityPath}
      csv={() => projectionCsv(days)}
      png
    />
  );
  const nothing = !isMeasured(basis);
  return (
    <Panel title="Projection" source={sourceText(basis, zone)} height={360} menu={nothing ? null : menu}>
      {nothing ? (
        <PanelMessage kind="empty" title="There is nothing to project from.">
          {unmeasuredTexts(basis).why}
        </PanelMessage>
      ) : table ? (
        <ProjectionTable days={days} zone={zone} />
      ) : (
        <ChartLineCapacity
          history={history}
          days={days}
          disk_bytes={scenario.disk_bytes}
          banded={(basis.rows_per_node_day?.count ?? 0) > 1}
          zone={zone}
        />
      )}
      {nothing ? null : (
        <p className="pt-2 text-12 text-ink-3">
          {methodText(basis)} {otherText(basis)} Files of the database alone: its log (WAL), backups and the system need
          room beside it.
        </p>
      )}
    </Panel>
  );
}

function sourceText({ as_of, days, stores }: CapacityBasis, zone: string): string {
  const counted = days
    ? `rows counted by aggregates_daily, ${formatDay(days.from, "UTC")} to ${formatDay(days.to, "UTC")} (UTC days)`
    : "rows not counted yet";
  const chunks = stores.reduce((sum, store) => sum + store.chunks.length, 0);
  return `${counted} · sizes of ${chunks} chunks, index and toast included · measured ${formatTime(as_of, zone)}`;
}

const otherText = ({ other_bytes, other_bytes_per_day }: CapacityBasis): string => {
  const size = `Everything else in the database (${formatBytes(other_bytes)})`;
  if (other_bytes_per_day === null) return `${size} is taken to stay, until a day of samples tells more.`;
  const sign = other_bytes_per_day < 0 ? "shrinks" : "grows";
  return `${size} ${sign} by ${formatBytes(Math.abs(other_bytes_per_day))} a day, by its samples.`;
};

/** Months at most: a line for every thirtieth day of a long projection. */
function ProjectionTable({ days, zone }: { days: ProjectedDay[]; zone: string }) {
  const span = ((days.at(-1)?.time_ms ?? 0) - (days[0]?.time_ms ?? 0)) / MILLISECONDS.day;
  const each = span > 60 ? 7 : 1;
  return (
    <div className="max-h-[300px] overflow-auto" tabIndex={0} role="group" aria-label="Projection as a table">
      <table className="w-full text-13">
        <thead className="sticky top-0 bg-panel text-12 text-ink-3">
          <tr>
            <th className="py-1 pr-4 text-left font-normal">day</th>
            {["low", "expected", "high"].map((name) => (
              <th key={name} className="py-1 pl-4 text-right font-normal">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {days
            .filter((_, i) => i % each === 0 || i === days.length - 1)
            .map((day) => (
              <tr key={day.time_ms} className="border-t">
                <td className="figure py-1 pr-4 whitespace-nowrap">{formatDay(day.time_ms, zone)}</td>
                {(["low", "mid", "high"] as const).map((level) => (
                  <td key={level} className="figure py-1 pl-4 text-right whitespace-nowrap">
                    {formatBytes(day[level])}
                  </td>
                ))}
              </tr>
            ))}
        </tbody>
      </table>
    </div>
  );
}
