"use client";

import { PanelMenu } from "#components/ui/panel-menu.client.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { capacityPath } from "#lib/api/storage.ts";
import { compositionOf } from "#lib/capacity-composition.ts";
import type { CompositionRow } from "#lib/capacity-composition.ts";
import { formatBytes, formatDay, NOTHING } from "#lib/format.ts";
import type { CapacityBasis, Scenario } from "#lib/model/capacity.ts";
import { recordsCsv } from "#lib/records-csv.ts";

type CompositionPanelProps = { basis: CapacityBasis; scenario: Scenario; zone: string };

const COLUMNS = [
  { key: "now_bytes", heading: "now" },
  { key: "index_bytes", heading: "of it index" },
  { key: "hot_bytes_per_day", heading: "a day adds, hot" },
  { key: "warm_bytes_per_day", heading: "the same, warm" },
  { key: "hot_bytes_then", heading: "hot then" },
  { key: "warm_bytes_then", heading: "warm then" },
  { key: "then_bytes", heading: "then" },
] as const;

/** Whole bytes: a projection has no halves. */
const whole = (row: CompositionRow): CompositionRow => ({
  ...row,
  ...Object.fromEntries(COLUMNS.flatMap(({ key }) => (row[key] === null ? [] : [[key, Math.round(row[key])]]))),
});

/** What the database consists of, now and at the end of the projection: measurements, rollups, and all else. */
export function CompositionPanel({ basis, scenario, zone }: CompositionPanelProps) {
  const rows = compositionOf(basis, scenario);
  const csv = () => recordsCsv(rows.map(whole), ["store", ...COLUMNS.map(({ key }) => key), "note"]);
  return (
    <Panel
      title="What it is made of"
      source={`live sizes · then: ${formatDay(scenario.until_ms, zone)}, expected · rollups are never dropped unless a policy says so`}
      menu={<PanelMenu title="What it is made of" file="capacity-composition" sql={capacityPath} csv={csv} />}
    >
      <div className="overflow-x-auto" tabIndex={0} role="group" aria-label="What it is made of">
        <table className="w-full text-13">
          <thead className="text-12 text-ink-3">
            <tr>
              <th className="py-1 pr-4 text-left font-normal">store</th>
              {COLUMNS.map(({ key, heading }) => (
                <th key={key} className="py-1 pl-4 text-right font-normal whitespace-nowrap">
                  {heading}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.store} className="border-t align-top">
                <th scope="row" className="py-1.5 pr-4 text-left font-medium whitespace-nowrap">
                  {row.store}
                  <span className="block text-12 font-normal whitespace-normal text-ink-3 max-md:w-36">{row.note}</span>
                </th>
                {COLUMNS.map(({ key }) => (
                  <td key={key} className="figure py-1.5 pl-4 text-right whitespace-nowrap">
                    {row[key] === null ? <span className="text-ink-3">{NOTHING}</span> : formatBytes(row[key])}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}
