import { quantile } from "./chart-bounds.ts";
import type { KeptForecast } from "./model/capacity.ts";

/** How forecasts of one distance did. */
export type ForecastScore = {
  horizon_days: number;
  /** Kept, of these due by now, of these held against a sample. */
  kept: number;
  due: number;
  compared: number;
  /** Of the compared ones. */
  within_band: number;
  /** Median of |said - came| / came; null: none compared. */
  median_error: number | null;
  /** Median of (said - came) / came: above 0, too much was said. */
  median_bias: number | null;
  /** When the next one is due; null: none is kept for later. */
  next_due_at: string | null;
};

const median = (values: number[]): number | null =>
  values.length === 0
    ? null
    : quantile(
        values.toSorted((a, b) => a - b),
        0.5,
      );

/** Forecasts against what came, by how far they looked ahead, nearest first. */
export const scoreForecasts = (forecasts: readonly KeptForecast[], now_ms: number): ForecastScore[] => {
  const horizons = [...new Set(forecasts.map(({ horizon_days }) => horizon_days))].toSorted((a, b) => a - b);
  return horizons.map((horizon_days) => {
    const kept = forecasts.filter((forecast) => forecast.horizon_days === horizon_days);
    const due = kept.filter(({ target_at }) => Date.parse(target_at) <= now_ms);
    const compared = due.flatMap((f) =>
      f.actual_bytes === null || f.actual_bytes <= 0 ? [] : [{ ...f, came: f.actual_bytes }],
    );
    const errors = compared.map(({ expected_bytes, came }) => (expected_bytes - came) / came);
    const later = kept.flatMap(({ target_at }) => (Date.parse(target_at) > now_ms ? [target_at] : []));
    return {
      horizon_days,
      kept: kept.length,
      due: due.length,
      compared: compared.length,
      within_band: compared.filter(({ low_bytes, high_bytes, came }) => came >= low_bytes && came <= high_bytes).length,
      median_error: median(errors.map(Math.abs)),
      median_bias: median(errors),
      next_due_at: later.toSorted((a, b) => Date.parse(a) - Date.parse(b))[0] ?? null,
    };
  });
};
