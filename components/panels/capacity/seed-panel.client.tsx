"use client";

import { PanelMenu } from "#components/ui/panel-menu.client.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { capacityPath } from "#lib/api/storage.ts";
import { measureSeed, SEED_TABLE } from "#lib/capacity-seed.ts";
import type { SeedColumn, SeedMeasured } from "#lib/capacity-seed.ts";
import { ratioText } from "#lib/chart-storage.ts";
import { csvLine } from "#lib/csv.ts";
import { fixed, formatBytes, NOTHING } from "#lib/format.ts";
import type { CapacityBasis } from "#lib/model/capacity.ts";

/** The projection that the design began with, beside what this database measures, and where it went wrong. */
export function SeedPanel({ basis }: { basis: CapacityBasis }) {
  const columns = SEED_TABLE.map((seed) => ({ seed, measured: measureSeed(basis, seed.probes) }));
  return (
    <Panel
      title="The first projection, and the truth"
      source="“Storage Projection” of the architecture this console was built from · measured: bytes a row of this database, a measurement a minute"
      menu={
        <PanelMenu
          title="The first projection, and the truth"
          file="first-projection"
          sql={capacityPath}
          csv={() => seedCsv(columns)}
        />
      }
    >
      <div className="overflow-x-auto" tabIndex={0} role="group" aria-label="The first projection, and the truth">
        <table className="w-full text-13">
          <thead className="text-12 text-ink-3">
            <tr>
              <th rowSpan={2} className="py-1 pr-4 text-left align-bottom font-normal">
                per day, and kept for 90
              </th>
              {columns.map(({ seed: { probes } }) => (
                <th key={probes} colSpan={2} className="py-1 pl-4 text-right font-normal whitespace-nowrap">
                  {fixed(probes, 0)} probes
                </th>
              ))}
            </tr>
            <tr>
              {columns.flatMap(({ seed: { probes } }) => [
                <th key={`${probes} then`} className="py-1 pl-4 text-right font-normal">
                  it says
                </th>,
                <th key={`${probes} now`} className="py-1 pl-4 text-right font-normal">
                  measured
                </th>,
              ])}
            </tr>
          </thead>
          <tbody>
            {ROWS.map(({ name, says, measured }) => (
              <tr key={name} className="border-t">
                <th scope="row" className="py-1.5 pr-4 text-left font-medium">
                  {name}
                </th>
                {columns.flatMap((column) => [
                  <td
                    key={`${column.seed.probes} then`}
                    className="figure py-1.5 pl-4 text-right whitespace-nowrap text-ink-2"
                  >
                    {says(column.seed) ?? NOTHING}
                  </td>,
                  <td key={`${column.seed.probes} now`} className="figure py-1.5 pl-4 text-right whitespace-nowrap">
                    {measured(column.measured)}
                  </td>,
                ])}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <Wrong basis={basis} />
    </Panel>
  );
}

type Columns = { seed: SeedColumn; measured: SeedMeasured }[];

/** As the table has it: a line for each figure, what the design says and what is measured beside each other. */
const seedCsv = (columns: Columns): string => {
  const heads = columns.flatMap(({ seed: { probes } }) => [`${probes} probes, it says`, `${probes} probes, measured`]);
  const lines = ROWS.map(({ name, says, measured }) => [
    name,
    ...columns.flatMap((column) => [says(column.seed), measured(column.measured)]),
  ]);
  return [["figure", ...heads], ...lines].map(csvLine).join("");
};

type Row = { name: string; says: (seed: SeedColumn) => string | null; measured: (of: SeedMeasured) => string };

const ROWS: readonly Row[] = [
  { name: "rows a day", says: (s) => s.rows_a_day, measured: (m) => fixed(m.rows_per_day, 0) },
  { name: "uncompressed a day", says: (s) => s.hot_a_day, measured: (m) => formatBytes(m.hot_bytes_per_day) },
  { name: "compressed a day", says: (s) => s.warm_a_day, measured: (m) => formatBytes(m.warm_bytes_per_day) },
  {
    name: "measurements, 90 days",
    says: (s) => s.kept,
    measured: (m) => (m.kept_bytes === null ? NOTHING : m.kept_bytes.map((bytes) => formatBytes(bytes)).join(" to ")),
  },
  { name: "rollups, 90 days", says: () => "none", measured: (m) => formatBytes(m.rollup_bytes) },
];

function Wrong({ basis }: { basis: CapacityBasis }) {
  const { hot_bytes_per_row: hot, warm_bytes_per_row: warm } = basis;
  const row = hot
    ? `An uncompressed one takes ${fixed(hot.mid, 0)} B, its indexes included.`
    : "What one takes is not measured here yet.";
  const ratio = hot && warm ? ratioText(hot.mid / warm.mid) : "not measured here yet";
  return (
    <ul className="list-disc pt-3 pl-5 text-12 leading-5 text-ink-2">
      <li>A row is taken for 1 KB. {row}</li>
      <li>
        For 1,000 probes 1.4 GB a day is called compressed. It is 1,000 × 1,440 × 1 KB, which is uncompressed; by its
        own 10:1 it would be 144 MB, and 13 GB for 90 days.
      </li>
      <li>It expects 10:1 to 20:1. Compression here: {ratio}.</li>
      <li>
        It takes all rows for compressed. Chunks are compressed and dropped whole: rows are hot for 3 to 10 days and
        kept for 90 to 97.
      </li>
      <li>
        It leaves out the rollups, which no retention touches: with compressed measurements they are no small part.
      </li>
    </ul>
  );
}
