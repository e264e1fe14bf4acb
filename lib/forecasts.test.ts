import { expect, it } from "vitest";
import { scoreForecasts } from "./forecasts.ts";
import type { KeptForecast } from "./model/capacity.ts";

const kept = (made_at: string, horizon_days: number, actual_bytes: number | null): KeptForecast => ({
  made_at,
  horizon_days,
  target_at: new Date(Date.parse(made_at) + horizon_days * 86_400_000).toISOString(),
  base_bytes: 900,
  low_bytes: 950,
  expected_bytes: 1000,
  high_bytes: 1050,
  actual_bytes,
});

it("holds what was said against what came, by distance", () => {
  const forecasts = [
    kept("2026-01-04T00:00:00Z", 1, null),
    kept("2026-01-03T00:00:00Z", 1, null),
    kept("2026-01-02T00:00:00Z", 1, 1040),
    kept("2026-01-01T00:00:00Z", 1, 800),
    kept("2026-01-01T00:00:00Z", 30, null),
  ];
  const [day, month] = scoreForecasts(forecasts, Date.parse("2026-01-04T12:00:00Z"));
  expect(day).toMatchObject({ horizon_days: 1, kept: 4, due: 3, compared: 2, within_band: 1 });
  expect(day?.next_due_at).toBe("2026-01-05T00:00:00.000Z");
  // |1000 - 1040| / 1040 and |1000 - 800| / 800
  expect(day?.median_error).toBeCloseTo((40 / 1040 + 200 / 800) / 2, 12);
  expect(day?.median_bias).toBeCloseTo((-40 / 1040 + 200 / 800) / 2, 12);
  expect(month).toMatchObject({ horizon_days: 30, due: 0, compared: 0, median_error: null, median_bias: null });
});

it("says nothing without a forecast", () => {
  expect(scoreForecasts([], 0)).toEqual([]);
});
