import { cellText, worstRow } from "#lib/heat.ts";
import type { HeatLine, ShownHeatMap } from "#lib/heat.ts";
import { formatDuration, formatTime } from "#lib/format.ts";
import { HEAT_NO_VALUE, HEAT_SILENT } from "#lib/model/heat-map.ts";
import type { HeatRow } from "#lib/model/heat-map.ts";
import type { NodeSummary } from "#lib/model/node.ts";

/** A node of the table with its cells. */
export type HeatNodeRow = { node: NodeSummary; cells: HeatRow };

/** The cells of the shown nodes in their order. A node that the map does not know yet has no cells. */
export function orderedRows(map: ShownHeatMap, nodes: readonly NodeSummary[]): HeatNodeRow[] {
  const row_of = new Map(map.node_ids.map((node_id, at) => [node_id, map.rows[at]]));
  const none: HeatRow = Array.from({ length: map.slices.count }, () => null);
  return nodes.map((node) => ({ node, cells: row_of.get(node.node_id) ?? none }));
}

const sliceTime = ({ slices }: ShownHeatMap, slice: number): number =>
  Date.parse(slices.from) + slice * slices.seconds * 1000;

/** "2026-11-25 13:00 + 1 h": a slice by its start and length. */
export const sliceText = (map: ShownHeatMap, slice: number, zone: string): string =>
  `${formatTime(sliceTime(map, slice), zone)} + ${formatDuration(map.slices.seconds)}`;

export type ToldCell = { node: NodeSummary; name: string; time: string; value: string; of: number };

/** The cell at a place: of a line of several nodes the worst one. Undefined when there is none. */
export function heatCellText(
  map: ShownHeatMap,
  rows: readonly HeatNodeRow[],
  lines: readonly HeatLine[],
  { line: at, slice }: { line: number; slice: number },
  zone: string,
): ToldCell | undefined {
  const line = lines[at];
  if (!line) return undefined;
  const cells = rows.map((row) => row.cells);
  const row = rows[worstRow(cells, line, slice)];
  if (!row) return undefined;
  return {
    node: row.node,
    name: row.node.node_name,
    time: sliceText(map, slice, zone),
    value: cellText(row.cells[slice], map.measure),
    of: line.count,
  };
}

/** The picture in one sentence. */
export function heatSummary(map: ShownHeatMap, rows: readonly HeatNodeRow[]): string {
  const all = rows.flatMap(({ cells }) => cells);
  const values = all.filter((value) => value !== null && value >= 0) as number[];
  const count = (wanted: number) => all.filter((value) => value === wanted).length;
  const low = values.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const high = values.reduce((a, b) => Math.max(a, b), 0);
  return [
    `${rows.length} nodes over ${map.slices.count} slices of ${formatDuration(map.slices.seconds)}`,
    values.length > 0
      ? `${map.measure} from ${cellText(low, map.measure)} to ${cellText(high, map.measure)}`
      : "no value",
    `${count(HEAT_SILENT)} cells silent, ${count(HEAT_NO_VALUE)} without a value`,
  ].join("; ");
}

const cell = (text: string) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** One row a node, one column a slice by its start (UTC); empty where there is no value. */
export function heatCsv(map: ShownHeatMap, rows: readonly HeatNodeRow[]): string {
  const times = Array.from({ length: map.slices.count }, (_, slice) => new Date(sliceTime(map, slice)).toISOString());
  const lines = rows.map(({ node, cells }) =>
    [node.node_id, cell(node.node_name), ...cells.map((value) => (value === null || value < 0 ? "" : value))].join(","),
  );
  return `${[["node_id", "node_name", ...times].join(","), ...lines].join("\r\n")}\r\n`;
}
