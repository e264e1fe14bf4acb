import { quantile } from "./chart-bounds.ts";
import type { Measured, Spread } from "./model/capacity.ts";

/** With fewer values than this, lowest and highest are told instead of the 10th and 90th percentile. */
export const QUANTILES_FROM = 5;

/** The 10th, 50th and 90th percentile of values; lowest, median and highest of fewer than five; null of none. */
export const measure = (values: readonly number[]): Measured | null => {
  if (values.length === 0) return null;
  const sorted = values.toSorted((a, b) => a - b);
  const edge = sorted.length < QUANTILES_FROM ? 0 : 0.1;
  return {
    low: quantile(sorted, edge),
    mid: quantile(sorted, 0.5),
    high: quantile(sorted, 1 - edge),
    count: sorted.length,
  };
};

/** The spread of a product whose factors are low and high together. */
export const times = (a: Measured, b: Spread): Measured => ({
  low: a.low * b.low,
  mid: a.mid * b.mid,
  high: a.high * b.high,
  count: a.count,
});
