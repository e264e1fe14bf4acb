import { lossLevel, spans } from "./chart-series.ts";
import type { LossLevel, Timed } from "./chart-series.ts";
import type { SeriesPoint } from "./model/series.ts";

/** Width of a drawing in its own units: charts scale it to the width they have, so that it needs no measuring. */
export const PLOT_WIDTH = 1000;

/** Where times and values lie in a drawing of PLOT_WIDTH x `height`. */
export type Plot = { from_ms: number; to_ms: number; bucket_seconds: number; min: number; max: number; height: number };

type Key =
  | "latency_ms_min"
  | "latency_ms_p05"
  | "latency_ms_p25"
  | "latency_ms_p50"
  | "latency_ms_p75"
  | "latency_ms_p95"
  | "latency_ms_p99"
  | "latency_ms_max"
  | "jitter_ms";
/** A point that has these figures. */
type With<K extends Key> = Timed & { [key in K]: number | null };
type Vertex = { x: number; y: number };

const round = (n: number) => Math.round(n * 100) / 100;

/** The horizontal place of a time, 0 to PLOT_WIDTH inside the range. */
export const plotX = (plot: Plot, time_ms: number) =>
  ((time_ms - plot.from_ms) / (plot.to_ms - plot.from_ms)) * PLOT_WIDTH;

/** The vertical place of a value, 0 at the top; values far outside end just outside. */
export function plotY(plot: Plot, value: number): number {
  const y = plot.height * (1 - (value - plot.min) / (plot.max - plot.min));
  return Math.min(plot.height + 20, Math.max(-20, y));
}

const left = (plot: Plot, point: Timed) => plotX(plot, Date.parse(point.time));
const bucketWidth = (plot: Plot) => ((plot.bucket_seconds * 1000) / (plot.to_ms - plot.from_ms)) * PLOT_WIDTH;

/** A run drawn from the start of its first bucket over the middles to the end of its last: it covers its buckets and nothing else. */
function runVertices<K extends Key>(plot: Plot, run: With<K>[], key: K): Vertex[] {
  const width = bucketWidth(plot);
  return run.flatMap((point, i) => {
    const y = plotY(plot, point[key] ?? Number.NaN);
    const start = left(plot, point);
    const places = [start + width / 2];
    if (i === 0) places.unshift(start);
    if (i === run.length - 1) places.push(start + width);
    return places.map((x) => ({ x, y }));
  });
}

const line = (vertices: Vertex[]) =>
  vertices.map(({ x, y }, i) => `${i === 0 ? "M" : "L"}${round(x)} ${round(y)}`).join("");

function runs<K extends Key, P extends With<K>>(plot: Plot, points: readonly P[], keys: K[]): P[][] {
  return spans(points, plot.bucket_seconds, (p) => keys.every((key) => p[key] !== null)).map(({ first, last }) =>
    points.slice(first, last + 1),
  );
}

/** The area between two percentiles, one closed piece per run of points that have both; never across a gap. */
export function bandPath<K extends Key>(plot: Plot, points: readonly With<K>[], low: K, high: K): string {
  return runs(plot, points, [low, high])
    .map(
      (run) =>
        `${line(runVertices(plot, run, high))}${line(runVertices(plot, run, low).toReversed()).replace("M", "L")}Z`,
    )
    .join("");
}

/** One line, broken at gaps. */
export function linePath<K extends Key>(plot: Plot, points: readonly With<K>[], key: K): string {
  return runs(plot, points, [key])
    .map((run) => line(runVertices(plot, run, key)))
    .join("");
}

export type LossPath = { level: LossLevel | null; d: string };

/** The median split by the loss ramp: each point owns the line half way to its neighbours. Higher losses come later, so they lie on top. */
export function medianPaths(plot: Plot, points: SeriesPoint[]): LossPath[] {
  const paths = new Map<LossLevel | null, string[]>();
  for (const run of runs(plot, points, ["latency_ms_p50"])) {
    let piece: Vertex[] = [];
    let level: LossLevel | null | undefined;
    const close = () => {
      if (level !== undefined) paths.set(level, [...(paths.get(level) ?? []), line(piece)]);
    };
    run.forEach((point, i) => {
      const own = ownVertices(plot, run, i);
      const next = lossLevel(point.packet_loss);
      if (next === level) piece.push(...own.slice(1));
      else {
        close();
        piece = own;
        level = next;
      }
    });
    close();
  }
  const order: (LossLevel | null)[] = [null, 0, 1, 2, 3, 4];
  return order.flatMap((level) => (paths.has(level) ? [{ level, d: (paths.get(level) ?? []).join("") }] : []));
}

function ownVertices(plot: Plot, run: SeriesPoint[], i: number): Vertex[] {
  const width = bucketWidth(plot);
  const at = (point: SeriesPoint) => ({
    x: left(plot, point) + width / 2,
    y: plotY(plot, point.latency_ms_p50 ?? Number.NaN),
  });
  const point = run[i];
  if (!point) return [];
  const here = at(point);
  const half = (other: SeriesPoint | undefined, edge: number): Vertex => {
    if (!other) return { x: edge, y: here.y };
    const there = at(other);
    return { x: (here.x + there.x) / 2, y: (here.y + there.y) / 2 };
  };
  return [half(run[i - 1], here.x - width / 2), here, half(run[i + 1], here.x + width / 2)];
}

/** Points with no neighbour, as dots: they would be too short to see as a line. */
export function lonePath(plot: Plot, points: SeriesPoint[]): LossPath[] {
  return runs(plot, points, ["latency_ms_p50"])
    .filter((run) => run.length === 1)
    .flatMap((run) => run)
    .map((point) => ({
      level: lossLevel(point.packet_loss),
      d: `M${round(left(plot, point) + bucketWidth(plot) / 2)} ${round(plotY(plot, point.latency_ms_p50 ?? 0))}h0`,
    }));
}

/** One bar from the base line, in PLOT units. */
export type Bar = { x: number; width: number; y: number; height: number };

/** A bar from `from_ms` to `to_ms` up to `value`, no thinner than `least` units; any value above zero shows at least 2 px. */
export function bar(plot: Plot, from_ms: number, to_ms: number, value: number, least = 1): Bar {
  const x = plotX(plot, from_ms);
  const natural = plotX(plot, to_ms) - x;
  const width = Math.max(natural, least);
  const y = Math.max(0, plotY(plot, value));
  const height = value > plot.min ? Math.max(2, plot.height - y) : 0;
  return {
    x: round(x - (width - natural) / 2),
    width: round(width),
    y: round(plot.height - height),
    height: round(height),
  };
}

export const barsPath = (bars: Bar[]) => bars.map((b) => `M${b.x} ${b.y}h${b.width}v${b.height}h${-b.width}Z`).join("");

/** The outline of a value that holds for its whole bucket (a share of it), broken at null. */
export function stepPath(plot: Plot, points: SeriesPoint[], value: (point: SeriesPoint) => number | null): string {
  const width = bucketWidth(plot);
  return spans(points, plot.bucket_seconds, (p) => value(p) !== null)
    .map(({ first, last }) =>
      line(
        points.slice(first, last + 1).flatMap((point) => {
          const [x, y] = [left(plot, point), plotY(plot, value(point) ?? 0)];
          return [
            { x, y },
            { x: x + width, y },
          ];
        }),
      ),
    )
    .join("");
}
