import { plotX, plotY } from "./chart-paths.ts";
import type { Plot } from "./chart-paths.ts";
import { valueScale } from "./axis.ts";
import type { ValueScale } from "./axis.ts";
import { scaleBytes } from "./units.ts";

/** A band of values at a time: an area between `low` and `high`, or a line where both are the same. */
export type BandPoint = { time_ms: number; low: number; high: number };

const round = (n: number) => Math.round(n * 100) / 100;
const path = (vertices: [number, number][]) => vertices.map(([x, y], i) => `${i === 0 ? "M" : "L"}${x} ${y}`).join("");

/** Points that are no further apart than `gap_ms`, run by run; a null ends a run. */
export function lineRuns<T extends { time_ms: number }>(points: readonly (T | null)[], gap_ms: number): T[][] {
  const runs: T[][] = [];
  let open: T[] | undefined;
  for (const point of points) {
    const last = open?.at(-1);
    if (point === null) open = undefined;
    else if (open && last && point.time_ms - last.time_ms <= gap_ms) open.push(point);
    else runs.push((open = [point]));
  }
  return runs;
}

const at = (plot: Plot, time_ms: number, value: number): [number, number] => [
  round(plotX(plot, time_ms)),
  round(plotY(plot, value)),
];

/** Straight lines through the points of a run, at their `high`. A lone point is a dot. */
export const runLine = (plot: Plot, run: readonly BandPoint[]): string =>
  run.length === 1
    ? `${path(run.map(({ time_ms, high }) => at(plot, time_ms, high)))}h0`
    : path(run.map(({ time_ms, high }) => at(plot, time_ms, high)));

/** The area of a run between low and high. */
export const runArea = (plot: Plot, run: readonly BandPoint[]): string =>
  run.length < 2
    ? ""
    : `${path([
        ...run.map(({ time_ms, high }) => at(plot, time_ms, high)),
        ...run.toReversed().map(({ time_ms, low }) => at(plot, time_ms, low)),
      ])}Z`;

/** An axis of bytes from zero, with round ticks in the unit that suits its top; `factor`: bytes in that unit. */
export function bytesScale(high: number, max_ticks = 4): ValueScale & { unit: string; factor: number } {
  const { value, unit } = scaleBytes(Math.max(1, high));
  const factor = Math.max(1, high) / value;
  const { min, max, ticks } = valueScale(0, value, { zero: true, max_ticks });
  return {
    min: min * factor,
    max: max * factor,
    ticks: ticks.map((tick) => ({ ...tick, value: tick.value * factor })),
    unit,
    factor,
  };
}
