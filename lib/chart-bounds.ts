import type { SeriesPoint } from "./model/series.ts";

/** A value above the chart: the index of its point, and the value. */
export type Outlier = { index: number; value: number };

export type LatencyBounds = { low: number; high: number; outliers: Outlier[] };

/** The value below which the share `q` of `sorted` lies, linear between neighbours. */
export function quantile(sorted: number[], q: number): number {
  const at = (sorted.length - 1) * q;
  const below = sorted[Math.floor(at)] ?? Number.NaN;
  const above = sorted[Math.ceil(at)] ?? Number.NaN;
  return below + (above - below) * (at - Math.floor(at));
}

const known = (values: (number | null)[]) => values.filter((v) => v !== null).toSorted((a, b) => a - b);

/**
 * The range a latency chart shows. Extreme maxima must not press the rest flat: `high` covers the 95th percentiles of all but the worst
 * hundredth of points, and nine tenths of the maxima as far as three times the height of that; when the highest value is not far above,
 * everything is shown. What is left out is in `outliers`, at most `groups` of them: the highest of each stretch of the range. Null without
 * one reply.
 */
export function latencyBounds(points: SeriesPoint[], groups: number): LatencyBounds | null {
  const maxima = known(points.map((p) => p.latency_ms_max));
  const highest = maxima.at(-1);
  const low = known(points.map((p) => p.latency_ms_min))[0];
  if (highest === undefined || low === undefined) return null;
  const typical = typicalHigh(points, maxima, low);
  if (highest <= low + (typical - low) * 1.6 || typical <= low) return { low, high: highest, outliers: [] };
  const high = low + (typical - low) * 1.15;
  return { low, high, outliers: highestOfGroups(points, high, groups) };
}

function typicalHigh(points: SeriesPoint[], maxima: number[], low: number): number {
  const most = quantile(maxima, 0.9);
  const p95s = known(points.map((p) => p.latency_ms_p95));
  if (p95s.length === 0) return most;
  const p95 = quantile(p95s, 0.99);
  return Math.max(p95, Math.min(most, low + (p95 - low) * 3));
}

function highestOfGroups(points: SeriesPoint[], above: number, groups: number): Outlier[] {
  const best = new Map<number, Outlier>();
  points.forEach((point, index) => {
    const value = point.latency_ms_max;
    if (value === null || value <= above) return;
    const group = Math.floor((index / points.length) * groups);
    if (value > (best.get(group)?.value ?? above)) best.set(group, { index, value });
  });
  return separated([...best.values()], points.length / groups);
}

/** Of two outliers closer than `distance` points only the higher keeps its mark. */
function separated(outliers: Outlier[], distance: number): Outlier[] {
  return outliers.filter(
    (o) =>
      !outliers.some((other) => other !== o && Math.abs(other.index - o.index) < distance && other.value > o.value),
  );
}
