import { offsetMs } from "./chart-zone.ts";
import { dayEdges } from "./days.ts";
import { HEALTH_LIMITS } from "./health.ts";
import type { Series, SeriesPoint } from "./model/series.ts";
import { UTC } from "./time-zone.ts";

/** Uptime of an equal slice of the range, weighted by measurements; null when none came. */
export type UptimeBar = {
  from_ms: number;
  to_ms: number;
  count: number;
  expected_count: number;
  uptime_pct: number | null;
};

export type UptimeShade = "good" | "reduced" | "bad";

const { degraded, bad } = HEALTH_LIMITS.uptime_pct;

export const UPTIME_LABELS: Record<UptimeShade, string> = {
  good: `≥ ${degraded} %`,
  reduced: `≥ ${bad} %`,
  bad: `< ${bad} %`,
};

/** The shade of an uptime, by the limits of health. */
export function uptimeShade(uptime_pct: number): UptimeShade {
  if (uptime_pct >= degraded) return "good";
  return uptime_pct >= bad ? "reduced" : "bad";
}

const DAY = 86_400;
const SLICES = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, DAY, 7 * DAY];
/** More bars than this cannot be told apart on a telephone; fewer would hide where the trouble was. */
const MAX_BARS = 72;
const MIN_BARS = 20;

/** Seconds of a bar, whole buckets: days from two weeks on, else the finest round slice that gives at most 72 bars. */
export function uptimeSlice(span_seconds: number, bucket_seconds: number): number {
  const days = span_seconds >= 14 * DAY && span_seconds <= 120 * DAY;
  const round = SLICES.filter((slice) => slice >= bucket_seconds && slice % bucket_seconds === 0);
  if (days && round.includes(DAY)) return DAY;
  const fits = round.find((slice) => span_seconds / slice <= MAX_BARS);
  if (fits !== undefined && (fits === bucket_seconds || span_seconds / fits >= MIN_BARS)) return fits;
  return Math.max(1, Math.ceil(span_seconds / MAX_BARS / bucket_seconds)) * bucket_seconds;
}

/**
 * Whose days bars of whole days are: those of the series where its buckets are days, else those of the shown zone where
 * whole buckets add up to them, else those of UTC.
 */
export function barsZone({ points, bucket_seconds, time_zone }: Series, slice_seconds: number, zone: string): string {
  if (slice_seconds % DAY !== 0) return UTC;
  if (bucket_seconds % DAY === 0) return time_zone;
  const fits = points.every(({ time }) => offsetMs(Date.parse(time), zone) % (bucket_seconds * 1000) === 0);
  return fits ? zone : UTC;
}

/** Where the bar that holds a moment begins and ends: slices from the UTC epoch, or whole days of `zone`. */
function slot(time_ms: number, slice_seconds: number, zone: string): { from_ms: number; to_ms: number } {
  if (slice_seconds % DAY === 0) {
    const [from_ms, to_ms] = dayEdges(time_ms, time_ms + 1, zone, slice_seconds / DAY);
    return { from_ms: from_ms!, to_ms: to_ms! };
  }
  const slice = slice_seconds * 1000;
  const from_ms = Math.floor(time_ms / slice) * slice;
  return { from_ms, to_ms: from_ms + slice };
}

/** The bars of a series; those of whole days are days of `zone`, see barsZone(). Slices without any point are left out. */
export function uptimeBars(points: SeriesPoint[], slice_seconds: number, zone: string = UTC): UptimeBar[] {
  const bars = new Map<number, UptimeBar & { weighted: number; known: number }>();
  let at = { from_ms: 0, to_ms: 0 };
  for (const point of points) {
    const time_ms = Date.parse(point.time);
    if (time_ms < at.from_ms || time_ms >= at.to_ms) at = slot(time_ms, slice_seconds, zone);
    const bar = bars.get(at.from_ms) ?? {
      ...at,
      count: 0,
      expected_count: 0,
      uptime_pct: null,
      weighted: 0,
      known: 0,
    };
    bar.count += point.count;
    bar.expected_count += point.expected_count;
    if (point.uptime_pct !== null) {
      bar.weighted += point.uptime_pct * point.count;
      bar.known += point.count;
    }
    bars.set(at.from_ms, bar);
  }
  return [...bars.values()].map(({ weighted, known, ...bar }) => ({
    ...bar,
    uptime_pct: known > 0 ? weighted / known : null,
  }));
}
