const INTERVAL_MIN_SECONDS = 1;
const INTERVAL_MAX_SECONDS = 86_400;

/**
 * The interval of a probe in whole seconds: the median distance of its distinct times (epoch milliseconds, any order).
 * Undefined with fewer than two.
 */
export const estimateInterval = (times: readonly number[]): number | undefined => {
  const sorted = [...new Set(times)].toSorted((a, b) => a - b);
  const gaps = sorted.slice(1).map((time, at) => time - (sorted[at] as number));
  const middle = gaps.toSorted((a, b) => a - b)[Math.floor(gaps.length / 2)];
  if (middle === undefined) return undefined;
  return Math.min(Math.max(Math.round(middle / 1000), INTERVAL_MIN_SECONDS), INTERVAL_MAX_SECONDS);
};
