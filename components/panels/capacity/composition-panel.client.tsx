"use client";

import { PanelMenu } from "#components/ui/panel-menu.client.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { capacityPath } from "#lib/api/storage.ts";
import { dailyBytes, lifecycleOf, storeSizer, wholeChunks } from "#lib/capacity.ts";
import { formatBytes, formatDay, NOTHING } from "#lib/format.ts";
import type { CapacityBasis, Scenario, Store } from "#lib/model/capacity.ts";

type CompositionPanelProps = { basis: CapacityBasis; scenario: Scenario; zone: string };

const HEADINGS = ["now", "of it index", "a day adds, hot", "the same, warm", "hot then", "warm then", "then"] as const;

/** What the database consists of, now and at the end of the projection: measurements, rollups, and all else. */
export function CompositionPanel({ basis, scenario, zone }: CompositionPanelProps) {
  const rows = basis.stores.map((store) => rowOf(store, basis, scenario));
  return (
    <Panel
      title="What it is made of"
      source={`live sizes · then: ${formatDay(scenario.until_ms, zone)}, expected · rollups are never dropped unless a policy says so`}
      menu={<PanelMenu title="What it is made of" sql={capacityPath} />}
    >
      <div className="overflow-x-auto" tabIndex={0} role="group" aria-label="What it is made of">
        <table className="w-full text-13">
          <thead className="text-12 text-ink-3">
            <tr>
              <th className="py-1 pr-4 text-left font-normal">store</th>
              {HEADINGS.map((heading) => (
                <th key={heading} className="py-1 pl-4 text-right font-normal whitespace-nowrap">
                  {heading}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ name, note, cells }) => (
              <tr key={name} className="border-t align-top">
                <th scope="row" className="py-1.5 pr-4 text-left font-medium whitespace-nowrap">
                  {name}
                  <span className="block text-12 font-normal whitespace-normal text-ink-3 max-md:w-36">{note}</span>
                </th>
                {cells.map((cell, i) => (
                  <td key={HEADINGS[i]} className="figure py-1.5 pl-4 text-right whitespace-nowrap">
                    {cell === NOTHING ? <span className="text-ink-3">{cell}</span> : cell}
                  </td>
                ))}
              </tr>
            ))}
            <OtherRow basis={basis} scenario={scenario} />
          </tbody>
        </table>
      </div>
    </Panel>
  );
}

function rowOf(store: Store, basis: CapacityBasis, scenario: Scenario) {
  const { hot, warm } = storeSizer(store, basis, scenario)(scenario.until_ms);
  const daily = dailyBytes(store, basis, scenario);
  const lifecycle = lifecycleOf(store, scenario);
  const compresses = lifecycle.compress_after_seconds !== null;
  return {
    name: store.name,
    note: noteOf(store, scenario, daily.warm_measured),
    cells: [
      formatBytes(store.total_bytes),
      formatBytes(store.index_bytes),
      daily.hot.mid > 0 ? formatBytes(daily.hot.mid) : NOTHING,
      compresses && daily.warm_measured ? formatBytes(daily.warm.mid) : NOTHING,
      formatBytes(hot.mid + store.parent_bytes),
      warm.mid > 0 ? formatBytes(warm.mid) : NOTHING,
      formatBytes(hot.mid + warm.mid + store.parent_bytes),
    ],
  };
}

function noteOf(store: Store, scenario: Scenario, warm_measured: boolean): string {
  const { hot_days, kept_days } = wholeChunks(lifecycleOf(store, scenario));
  const days = (range: [number, number] | null) => range && range.map((day) => Math.round(day * 10) / 10).join(" to ");
  const hot = hot_days ? `hot for ${days(hot_days)} d` : "never compressed";
  const unmeasured =
    hot_days && store.hot_bytes_per_node_day && !warm_measured ? ", taken as uncompressed: none was measured yet" : "";
  return `${hot}${unmeasured}; ${kept_days ? `kept ${days(kept_days)} d` : "kept for good"}`;
}

function OtherRow({ basis, scenario }: { basis: CapacityBasis; scenario: Scenario }) {
  const { other_bytes, other_bytes_per_day, as_of, database_bytes } = basis;
  if (database_bytes === null) return null;
  const days = (scenario.until_ms - Date.parse(as_of)) / 86_400_000;
  const then = Math.max(0, other_bytes + (other_bytes_per_day ?? 0) * days);
  const change = other_bytes_per_day === null ? NOTHING : formatBytes(Math.max(0, other_bytes_per_day));
  const cells = [formatBytes(other_bytes), NOTHING, change, NOTHING, NOTHING, NOTHING, formatBytes(then)];
  return (
    <tr className="border-t align-top">
      <th scope="row" className="py-1.5 pr-4 text-left font-medium whitespace-nowrap">
        all else
        <span className="block text-12 font-normal text-ink-3">other tables, samples, catalog</span>
      </th>
      {cells.map((cell, i) => (
        <td key={HEADINGS[i]} className="figure py-1.5 pl-4 text-right whitespace-nowrap">
          {cell === NOTHING ? <span className="text-ink-3">{cell}</span> : cell}
        </td>
      ))}
    </tr>
  );
}
