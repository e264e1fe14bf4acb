import { Stat, StatRow } from "#components/ui/stat.tsx";
import type { FullIn, ProjectedDay } from "#lib/capacity.ts";
import { isMeasured, rowsPerNodeDay, sizeNow } from "#lib/capacity.ts";
import { fullText, measuredText, unmeasuredTexts } from "#lib/capacity-words.ts";
import { perRowQuantity } from "#lib/chart-storage.ts";
import { bytesQuantity, countQuantity, formatBytes, formatCount, formatDay, NO_MEASUREMENT } from "#lib/format.ts";
import type { Quantity } from "#lib/format.ts";
import type { CapacityBasis, Scenario } from "#lib/model/capacity.ts";

type CapacityTilesProps = {
  basis: CapacityBasis;
  scenario: Scenario;
  days: ProjectedDay[];
  full: FullIn | null;
  zone: string;
};

/** The answer in six figures, each with what it rests on. */
export function CapacityTiles({ basis, scenario, days, full, zone }: CapacityTilesProps) {
  const last = days.at(-1);
  const measured = isMeasured(basis);
  const rows = rowsPerNodeDay(basis, scenario).mid * scenario.nodes;
  return (
    <StatRow label="Capacity in figures">
      <Stat
        label="now"
        quantity={bytesQuantity(sizeNow(basis))}
        source={basis.database_bytes === null ? "measurements and rollups alone" : "the whole database"}
      />
      <Stat
        label={`on ${last ? formatDay(last.time_ms, zone) : "–"}`}
        quantity={measured ? bytesQuantity(last?.mid) : { ...NO_MEASUREMENT, spoken: "not known" }}
        source={measured && last ? `${formatBytes(last.low)} to ${formatBytes(last.high)}` : "nothing to project from"}
      />
      <Stat label="disk full" {...fullText(full, scenario, basis.as_of, zone)} />
      <Stat
        label="rows a day"
        quantity={scenario.nodes === 0 ? { ...NO_MEASUREMENT, spoken: "no node" } : countQuantity(Math.round(rows))}
        source={rowsSource(basis, scenario)}
      />
      <Stat
        label="bytes a row, hot"
        quantity={perRow(basis.hot_bytes_per_row?.mid)}
        source={measuredText(basis.hot_bytes_per_row, "chunk", unmeasuredTexts(basis).hot)}
      />
      <Stat
        label="bytes a row, warm"
        quantity={perRow(basis.warm_bytes_per_row?.mid)}
        source={measuredText(basis.warm_bytes_per_row, "chunk", unmeasuredTexts(basis).warm)}
      />
    </StatRow>
  );
}

const perRow = (bytes: number | undefined): Quantity =>
  bytes === undefined ? { ...NO_MEASUREMENT, spoken: "not measured" } : perRowQuantity(bytes);

const rowsSource = ({ rows_per_node_day, node_count }: CapacityBasis, { nodes }: Scenario): string => {
  if (nodes === 0) return "no node has sent yet";
  const count = `${formatCount(nodes)} ${nodes === 1 ? "node" : "nodes"}`;
  const asked = nodes === node_count ? count : `asked for ${count}`;
  return rows_per_node_day === null ? `promised by ${asked}` : `${asked}, by ${rows_per_node_day.count} whole days`;
};
