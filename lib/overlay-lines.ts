import { nearestPoint, pointKind } from "./chart-series.ts";
import { resolutionText } from "./chart-source.ts";
import { formatDuration, formatLatency, formatRecentTime, formatShare } from "./format.ts";
import type { Overlay, OverlayPoint } from "./model/overlay.ts";
import type { Series } from "./model/series.ts";
import { percentilesText } from "./source-line.ts";

/** How an overlay is told apart: a sign at the end of its line, a dash, and a colour (--data-1 to --data-8). */
export type OverlayLook = { sign: string; dash: string; colour: number };

/** An overlay as it is drawn: its points moved onto the chart's axis, its look, and a name that stands alone. */
export type OverlayLine = OverlayLook & { overlay: Overlay; points: OverlayPoint[]; label: string };

const REGION: OverlayLook = { sign: "R", dash: "8 3", colour: 2 };
const BEFORE: OverlayLook = { sign: "B", dash: "1.5 2.5", colour: 6 };
const NODES: OverlayLook[] = [
  { sign: "1", dash: "10 3 2 3", colour: 3 },
  { sign: "2", dash: "4 2", colour: 7 },
  { sign: "3", dash: "12 2 2 2 2 2", colour: 5 },
];

/** The look of each key in the order of the address: a node keeps its own while others come and go behind it. */
export function overlayLooks(keys: readonly string[]): Map<string, OverlayLook> {
  const node_ids = keys.filter((key) => key !== "region" && key !== "before");
  return new Map(
    keys.map((key) => {
      if (key === "region") return [key, REGION];
      return [key, key === "before" ? BEFORE : NODES[node_ids.indexOf(key) % NODES.length]!];
    }),
  );
}

const moved = ({ points, shift_seconds }: Overlay): OverlayPoint[] =>
  shift_seconds === 0
    ? points
    : points.map((point) => ({
        ...point,
        time: new Date(Date.parse(point.time) + shift_seconds * 1000).toISOString(),
      }));

const labelOf = ({ kind, name, shift_seconds }: Overlay): string => {
  if (kind === "region") return `region ${name}`;
  return kind === "before" ? `${formatDuration(shift_seconds)} before` : name;
};

/** The overlays of an answer as lines over the chart. */
export function overlayLines(overlays: readonly Overlay[], keys: readonly string[]): OverlayLine[] {
  const looks = overlayLooks(keys);
  return overlays.flatMap((overlay) => {
    const look = looks.get(overlay.key);
    return look ? [{ ...look, overlay, points: moved(overlay), label: labelOf(overlay) }] : [];
  });
}

/** The bucket of a line that holds a moment of the chart; undefined outside its range. */
export function overlayPointAt({ points, overlay }: OverlayLine, time_ms: number): OverlayPoint | undefined {
  const point = points[nearestPoint(points, overlay.bucket_seconds, time_ms)];
  if (!point) return undefined;
  const from_ms = Date.parse(point.time);
  return time_ms >= from_ms && time_ms < from_ms + overlay.bucket_seconds * 1000 ? point : undefined;
}

/** The median of each bucket of the chart on a line: that of the line's bucket which holds the middle of the chart's. */
export const overlayValues = (line: OverlayLine, { points, bucket_seconds }: Series): (number | null)[] =>
  points.map(({ time }) => overlayPointAt(line, Date.parse(time) + bucket_seconds * 500)?.latency_ms_p50 ?? null);

const KINDS = { silent: "silent", down: "no reply", unexpected: "none due", replies: "–" } as const;

/** What a line says at a moment: its median in words, or why there is none. */
export function overlayText(line: OverlayLine, time_ms: number): string {
  const point = overlayPointAt(line, time_ms);
  if (!point) return "no value";
  return point.latency_ms_p50 === null ? KINDS[pointKind(point)] : formatLatency(point.latency_ms_p50);
}

/** What a line is and rests on: whose replies, source, exactness, coverage, when it was read. */
export function overlaySource({ overlay }: OverlayLine, zone: string, as_of: string): string {
  const { kind, node_count, from, to, percentiles, coverage } = overlay;
  const whose = {
    region: `median of all replies of its ${node_count} nodes`,
    before: `median, ${formatRecentTime(from, zone, as_of)} to ${formatRecentTime(to, zone, as_of)}`,
    node: "median",
  }[kind];
  return [
    whose,
    resolutionText(overlay),
    percentilesText(percentiles, "").trim(),
    `coverage ${formatShare(coverage)}`,
    `read ${formatRecentTime(as_of, zone, as_of)}`,
  ].join(" · ");
}

/** A line in a sentence: where its median lies, and how often the node's own is above it. */
export function overlaySummary(line: OverlayLine, series: Series): string {
  const { kind, name, node_count, shift_seconds } = line.overlay;
  const what = {
    region: `The median of region ${name} (${node_count} nodes)`,
    before: `The median ${formatDuration(shift_seconds)} before`,
    node: `The median of ${name}`,
  }[kind];
  const values = overlayValues(line, series);
  const known = values.filter((value) => value !== null);
  if (known.length === 0) return `${what} is not known: no reply came.`;
  const pairs = series.points.flatMap(({ latency_ms_p50 }, at) => {
    const value = values[at] ?? null;
    return latency_ms_p50 === null || value === null ? [] : [latency_ms_p50 > value];
  });
  const [low, high] = [known.reduce((a, b) => Math.min(a, b)), known.reduce((a, b) => Math.max(a, b))];
  const above =
    pairs.length > 0 ? `; this node's is above it in ${pairs.filter(Boolean).length} of ${pairs.length} buckets` : "";
  return `${what} lies between ${formatLatency(low)} and ${formatLatency(high)}${above}.`;
}

/** The column of a line in tables and files. */
export const overlayColumn = ({ overlay }: OverlayLine): string =>
  overlay.kind === "node" ? `${overlay.name}_latency_ms_p50` : `${overlay.kind}_latency_ms_p50`;
