import { performance } from "node:perf_hooks";

/** One line of the table: a figure, what plain SQL took for the same in the same run, and what it may be. */
export type Measure = {
  name: string;
  value: number;
  unit: string;
  /** The same by plain SQL in the same run, in the same unit. */
  raw?: number;
  /** To another figure of the same run, so that machines can be compared; `value / raw` when left out. */
  ratio?: number;
  /** What the ratio is to. */
  against?: string;
  /** Largest (`at_most`) or smallest (`at_least`) ratio that is wanted. */
  at_most?: number;
  at_least?: number;
  /** Largest value that is wanted: `factor` × raw + `extra`, in the value's unit. */
  budget?: { factor: number; extra: number };
};

/** A measure as the table and the JSON have it. */
export type Line = {
  part: string;
  figure: string;
  value: number;
  unit: string;
  raw_sql: number | null;
  ratio: number | null;
  against: string | null;
  limit: string | null;
  verdict: "met" | "missed" | "no limit";
};

const digits = (value: number): string => String(Number(value.toPrecision(4)));

const ratioOf = ({ value, raw, ratio }: Measure): number | null => ratio ?? (raw ? value / raw : null);

const budgetWords = ({ factor, extra }: { factor: number; extra: number }, raw: number, unit: string): string =>
  factor === 0
    ? `≤ ${digits(extra)} ${unit}`
    : `≤ ${factor} × raw + ${extra} ${unit} = ${digits(factor * raw + extra)} ${unit}`;

const limitOf = ({ budget, at_most, at_least, raw = 0, unit }: Measure): string | null => {
  if (budget) return budgetWords(budget, raw, unit);
  if (at_most !== undefined) return `ratio ≤ ${at_most}`;
  return at_least === undefined ? null : `ratio ≥ ${at_least}`;
};

const verdictOf = (measure: Measure): Line["verdict"] => {
  const { value, raw = 0, budget, at_most, at_least } = measure;
  if (budget) return value <= budget.factor * raw + budget.extra ? "met" : "missed";
  const ratio = ratioOf(measure);
  if (ratio === null || (at_most === undefined && at_least === undefined)) return "no limit";
  return ratio <= (at_most ?? Number.POSITIVE_INFINITY) && ratio >= (at_least ?? 0) ? "met" : "missed";
};

/** The line of a measure. */
export const lineOf = (part: string, measure: Measure): Line => ({
  part,
  figure: measure.name,
  value: measure.value,
  unit: measure.unit,
  raw_sql: measure.raw ?? null,
  ratio: ratioOf(measure),
  against: measure.against ?? null,
  limit: limitOf(measure),
  verdict: verdictOf(measure),
});

/** The line as a person reads it. */
export const shownLine = ({ part, figure, value, unit, raw_sql, ratio, against, limit, verdict }: Line) => ({
  part,
  figure,
  value: `${digits(value)} ${unit}`,
  "raw SQL": raw_sql === null ? "" : `${digits(raw_sql)} ${unit}`,
  ratio: ratio === null ? "" : `${ratio.toFixed(2)}${against === null ? "" : ` of ${against}`}`,
  limit: limit ?? "",
  verdict: verdict === "no limit" ? "" : verdict,
});

/** The middle of some values. */
export const medianOf = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

/** The quickest of some times: whatever else a machine does only adds, to some of them. */
export const quickestOf = (times: readonly number[]): number => Math.min(...times);

/** Milliseconds of one call. */
export const timeMs = async (run: () => Promise<unknown>): Promise<number> => {
  const started = performance.now();
  await run();
  return performance.now() - started;
};
