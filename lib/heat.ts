import { quantile } from "./chart-bounds.ts";
import { latencyQuantity, percentQuantity, quantityText, significant } from "./format.ts";
import { HEAT_NO_VALUE, HEAT_SILENT } from "./model/heat-map.ts";
import type { HeatMap, HeatMeasure, HeatRow } from "./model/heat-map.ts";

export const HEAT_MEASURES = ["latency", "loss", "coverage"] as const;

export const isHeatMeasure = (value: unknown): value is HeatMeasure => HEAT_MEASURES.some((known) => known === value);

/** What can be shown of the measures: latency also in percent of each node's own median over the range. */
export const HEAT_SHOWN = ["latency", "relative", "loss", "coverage"] as const;
export type HeatShown = (typeof HEAT_SHOWN)[number];

/** A heat map as it is shown. */
export type ShownHeatMap = Omit<HeatMap, "measure"> & { measure: HeatShown };

/** The measure that is asked for. */
export const heatAsked = (shown: HeatShown): HeatMeasure => (shown === "relative" ? "latency" : shown);

const ofMedian = (row: HeatRow): HeatRow => {
  const values = sortedValues([row]);
  const median = values.length > 0 ? quantile(values, 0.5) : 0;
  return row.map((value) => (value === null || value < 0 || median <= 0 ? value : (value / median) * 100));
};

/** The answer as it is shown. */
export const shownMap = (map: HeatMap, shown: HeatShown): ShownHeatMap => ({
  ...map,
  measure: shown,
  rows: shown === "relative" ? map.rows.map(ofMedian) : map.rows,
});

/** Steps of the ramp, darker (in the light theme) for worse. */
export const HEAT_STEPS = 8;

/** What a value says: from `labels[i]` on it has step i; step 0 is everything better. */
export type HeatScale = {
  stepOf: (value: number) => number;
  /** Where each step begins, as text with the unit told once by the measure; as many as there are steps. */
  labels: string[];
  unit: string;
};

const LOSS_FROM = [0, Number.MIN_VALUE, 0.5, 1, 2, 5, 20, 50];
const LOSS_LABELS = ["0", "> 0", "0.5", "1", "2", "5", "20", "50"];
/** Percent of a node's own median: up to a tenth more is calm. */
const RELATIVE_FROM = [0, 110, 125, 150, 200, 300, 500, 1000];
/** Coverage below these. */
const COVERAGE_BELOW = [Number.POSITIVE_INFINITY, 100, 99, 95, 90, 75, 50, 25];
const COVERAGE_LABELS = ["100", "< 100", "< 99", "< 95", "< 90", "< 75", "< 50", "< 25"];

const lastIndex = (limits: readonly number[], holds: (limit: number) => boolean): number =>
  Math.max(
    0,
    limits.findLastIndex((limit) => holds(limit)),
  );

/** Every value of the rows in order of size, without silence and gaps. */
const sortedValues = (rows: readonly HeatRow[]): number[] =>
  rows.flatMap((row) => row.filter((value) => value !== null && value >= 0) as number[]).toSorted((a, b) => a - b);

/** Latency: equal steps of the logarithm between what 1 % and 99 % of the cells stay below. Loss and coverage: fixed limits. */
export function heatScale(measure: HeatShown, rows: readonly HeatRow[]): HeatScale {
  if (measure === "loss")
    return { stepOf: (value) => lastIndex(LOSS_FROM, (from) => value >= from), labels: LOSS_LABELS, unit: "%" };
  if (measure === "coverage")
    return {
      stepOf: (value) => lastIndex(COVERAGE_BELOW, (below) => value < below),
      labels: COVERAGE_LABELS,
      unit: "%",
    };
  if (measure === "relative")
    return {
      stepOf: (value) => lastIndex(RELATIVE_FROM, (from) => value >= from),
      labels: RELATIVE_FROM.map(String),
      unit: "% of own median",
    };
  const values = sortedValues(rows);
  const at = (share: number) => values[Math.floor(share * (values.length - 1))] ?? 1;
  const low = Math.max(0.01, at(0.01));
  const high = Math.max(low * 1.5, at(0.99));
  const limits = Array.from({ length: HEAT_STEPS }, (_, step) =>
    step === 0 ? 0 : Number((low * (high / low) ** (step / HEAT_STEPS)).toPrecision(2)),
  );
  return {
    stepOf: (value) => lastIndex(limits, (limit) => value >= limit),
    labels: limits.map((limit) => significant(limit)),
    unit: "ms",
  };
}

/** The worse of two cells: silence before no value, before the larger latency or loss or the smaller coverage, before nothing due. */
const worse = (a: number | null, b: number | null, measure: HeatShown): number | null => {
  if (a === null || b === null) return a ?? b;
  if (a < 0 || b < 0) {
    if (a === HEAT_NO_VALUE || b === HEAT_NO_VALUE) return measure !== "loss" ? HEAT_NO_VALUE : Math.max(a, b);
    return HEAT_SILENT;
  }
  return measure === "coverage" ? Math.min(a, b) : Math.max(a, b);
};

/** A line of the picture: one row, or the worst of several neighbouring rows, slice by slice. */
export type HeatLine = { first: number; count: number; cells: HeatRow };

/** Rows in lines of `size` each. */
export function heatLines(rows: readonly HeatRow[], size: number, measure: HeatShown): HeatLine[] {
  if (size <= 1) return rows.map((cells, first) => ({ first, count: 1, cells }));
  return Array.from({ length: Math.ceil(rows.length / size) }, (_, line) => {
    const members = rows.slice(line * size, (line + 1) * size);
    const cells = (members[0] ?? []).map((_, slice) =>
      members.reduce<number | null>((found, row) => worse(found, row[slice] ?? null, measure), null),
    );
    return { first: line * size, count: members.length, cells };
  });
}

/** The row of a line that is the worst in a slice. */
export const worstRow = (rows: readonly HeatRow[], line: HeatLine, slice: number): number => {
  const wanted = line.cells[slice] ?? null;
  const found = rows.slice(line.first, line.first + line.count).findIndex((row) => (row[slice] ?? null) === wanted);
  return line.first + Math.max(0, found);
};

/** A cell in words: "41.2 ms", "probe silent", "no reply", "none due". */
export function cellText(value: number | null | undefined, measure: HeatShown): string {
  if (value == null) return "none due";
  if (value === HEAT_SILENT) return "probe silent";
  if (value === HEAT_NO_VALUE) return measure === "loss" ? "loss not known" : "no reply";
  if (measure === "relative") return `${significant(value)}\u00a0% of its median`;
  return quantityText(measure === "latency" ? latencyQuantity(value) : percentQuantity(value));
}
