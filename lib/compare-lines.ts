import { valueScale } from "./axis.ts";
import type { ValueScale } from "./axis.ts";
import { quantile } from "./chart-bounds.ts";
import { pointKind } from "./chart-series.ts";
import { latencyQuantity, percentQuantity, significant } from "./format.ts";
import type { Quantity } from "./format.ts";
import type { ComparedNode, Comparison } from "./model/comparison.ts";
import type { SeriesPoint } from "./model/series.ts";

/** What is compared: key in the URL, name, unit, whether it can be told relative to a node's own median. */
export const COMPARE_MEASURES = [
  { key: "p50", name: "latency p50", unit: "ms", latency: true },
  { key: "p95", name: "latency p95", unit: "ms", latency: true },
  { key: "loss", name: "packet loss", unit: "%", latency: false },
  { key: "uptime", name: "uptime", unit: "%", latency: false },
  { key: "coverage", name: "coverage", unit: "%", latency: false },
] as const;

export type CompareMeasure = (typeof COMPARE_MEASURES)[number]["key"];

export const compareMeasure = (key: CompareMeasure) => COMPARE_MEASURES.find((measure) => measure.key === key)!;

/** Colour (--data-1 to --data-8) and dash of a node by its place: the same in every panel; 24 differ. */
export const lineStyle = (place: number): { colour: number; dash: string | undefined } => ({
  colour: (place % 8) + 1,
  dash: [undefined, "6 3", "1.5 3"][Math.floor(place / 8) % 3],
});

/** A node's line: its buckets and the value of each, null where there is none. */
export type CompareLine = {
  node_id: string;
  name: string;
  place: number;
  points: SeriesPoint[];
  values: (number | null)[];
};

const NO_FIGURES = {
  latency_ms_avg: null,
  latency_ms_min: null,
  latency_ms_max: null,
  latency_ms_p05: null,
  latency_ms_p25: null,
  latency_ms_p75: null,
  latency_ms_p99: null,
} as const;

/** The buckets of a compared node as points of a series. */
export function comparedPoints({ start, bucket_seconds, bucket_count }: Comparison, node: ComparedNode): SeriesPoint[] {
  return Array.from({ length: bucket_count }, (_, at) => ({
    ...NO_FIGURES,
    time: new Date(Date.parse(start) + at * bucket_seconds * 1000).toISOString(),
    count: node.count[at] ?? 0,
    expected_count: node.expected_count[at] ?? 0,
    reply_count: node.reply_count[at] ?? 0,
    latency_ms_p50: node.latency_ms_p50[at] ?? null,
    latency_ms_p95: node.latency_ms_p95[at] ?? null,
    uptime_pct: node.uptime_pct[at] ?? null,
    packet_loss: node.packet_loss[at] ?? null,
  }));
}

const valueOf = (point: SeriesPoint, measure: CompareMeasure): number | null => {
  if (measure === "p50") return point.latency_ms_p50;
  if (measure === "p95") return point.latency_ms_p95;
  if (measure === "loss") return point.packet_loss;
  if (measure === "uptime") return point.uptime_pct;
  return point.expected_count > 0 ? Math.min(100, (point.count / point.expected_count) * 100) : null;
};

/** Every node's line. `relative` tells latency in percent of the node's own median over the range. */
export function compareLines(comparison: Comparison, measure: CompareMeasure, relative: boolean): CompareLine[] {
  return comparison.nodes.map((node, place) => {
    const points = comparedPoints(comparison, node);
    const base = relative && compareMeasure(measure).latency ? node.figures.latency_ms_p50 : 1;
    const scale = relative && compareMeasure(measure).latency ? 100 : 1;
    const values = points.map((point) => {
      const value = valueOf(point, measure);
      return value === null || !base ? null : (value / base) * scale;
    });
    return { node_id: node.node.node_id, name: node.node.node_name, place, points, values };
  });
}

export type CompareScale = ValueScale & { unit: string };

/** One axis for all lines. A few extreme values do not press the rest flat: they are cut, and marked as such. */
export function compareScale(lines: readonly CompareLine[], measure: CompareMeasure, relative: boolean): CompareScale {
  const { latency } = compareMeasure(measure);
  const values = lines.flatMap((line) => line.values.filter((value) => value !== null)).toSorted((a, b) => a - b);
  const unit = latency && !relative ? "ms" : "%";
  const most = values.at(-1) ?? 1;
  if (!latency) {
    const loss = measure === "loss";
    const least_max = loss ? Math.max(1, most) : 100;
    return {
      ...valueScale(loss ? 0 : (values[0] ?? 0), loss ? most : 100, { zero: loss, max_ticks: 4, least_max }),
      unit,
    };
  }
  const low = values[0] ?? 0;
  const usual = values.length > 0 ? quantile(values, 0.995) : 1;
  const high = most > low + (usual - low) * 1.6 ? low + (usual - low) * 1.15 : most;
  return { ...valueScale(low, high, { zero: false, max_ticks: 4 }), unit };
}

/** A value with its unit, as the measure and `relative` have it. */
export function compareQuantity(value: number | null, measure: CompareMeasure, relative: boolean): Quantity {
  if (!compareMeasure(measure).latency) return percentQuantity(value, 2);
  if (!relative) return latencyQuantity(value);
  if (value === null) return latencyQuantity(null);
  const digits = significant(value);
  return { value: digits, unit: "%", spoken: `${digits} percent of its median` };
}

const KINDS = { silent: "probe silent", down: "no reply", unexpected: "none due", replies: "no value" } as const;

/** What a line says at one bucket: its value, or why there is none. */
export const lineText = (line: CompareLine, at: number, measure: CompareMeasure, relative: boolean): string => {
  const value = line.values[at] ?? null;
  const point = line.points[at];
  if (value !== null) {
    const { value: digits, unit } = compareQuantity(value, measure, relative);
    return `${digits} ${unit}`;
  }
  return point ? KINDS[pointKind(point)] : "no value";
};

/** A line in one sentence, for those who do not see it. */
export function lineSummary(line: CompareLine, measure: CompareMeasure, relative: boolean): string {
  const known = line.values.filter((value) => value !== null);
  const silent = line.points.filter((point) => pointKind(point) === "silent").length;
  if (known.length === 0) return `${line.name}: no value in this range${silent > 0 ? ", the probe was silent" : ""}`;
  const text = (value: number) => {
    const { value: digits, unit } = compareQuantity(value, measure, relative);
    return `${digits} ${unit}`;
  };
  const [low, high] = [known.reduce((a, b) => Math.min(a, b)), known.reduce((a, b) => Math.max(a, b))];
  const gaps = silent > 0 ? `; silent in ${silent} of ${line.points.length} buckets` : "";
  return `${line.name}: ${text(low)} to ${text(high)}${gaps}`;
}

/** One row a bucket, one column a node. */
export function compareCsv(lines: readonly CompareLine[]): string {
  const name = (text: string) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const rows = (lines[0]?.points ?? []).map((point, at) =>
    [point.time, ...lines.map((line) => line.values[at] ?? "")].join(","),
  );
  return `${[["time", ...lines.map((line) => name(line.name))].join(","), ...rows].join("\r\n")}\r\n`;
}
