import { offsetMs, wallDate, wallToUtc } from "./chart-zone.ts";
import { UTC } from "./time-zone.ts";
import { MILLISECONDS } from "./units.ts";

/** Days are counted from this Monday, so that weeks begin on Mondays; TimescaleDB's time_bucket does the same. */
const ORIGIN_MS = Date.UTC(2000, 0, 3);

/** The calendar day of `wall_ms` that begins its group of `days` days. */
const groupStart = (wall_ms: number, days: number): number => {
  const width = days * MILLISECONDS.day;
  return Math.floor((wall_ms - ORIGIN_MS) / width) * width + ORIGIN_MS;
};

/** The first moment of the day (or of the group of `days` days, weeks from Monday) of `time_zone` that holds `time_ms`. */
export const dayStart = (time_ms: number, time_zone: string, days = 1): number =>
  wallToUtc(groupStart(wallDate(time_ms, time_zone), days), time_zone);

/**
 * Where the days of `time_zone` that touch [from_ms, to_ms) begin, oldest first, and where the last of them ends: one
 * more edge than days. Right where clocks change: such a day has 23 or 25 hours (Lord Howe: 23½ or 24½), and one whose
 * midnight is skipped begins at the first moment there is. `days` 7 gives weeks from Monday.
 */
export const dayEdges = (from_ms: number, to_ms: number, time_zone: string, days = 1): number[] => {
  let wall = groupStart(wallDate(from_ms, time_zone), days);
  const edges = [wallToUtc(wall, time_zone)];
  while (edges.at(-1)! < to_ms || edges.length === 1) {
    wall += days * MILLISECONDS.day;
    edges.push(wallToUtc(wall, time_zone));
  }
  return edges;
};

/** Offsets of the zone in the range, looked up once a week: none holds for less. */
const offsetsOf = (from_ms: number, to_ms: number, time_zone: string): number[] => {
  if (time_zone === UTC) return [0];
  const offsets = [offsetMs(to_ms, time_zone)];
  for (let at = from_ms; at < to_ms; at += 7 * MILLISECONDS.day) offsets.push(offsetMs(at, time_zone));
  return offsets;
};

/** Whether all days of the range begin on whole hours of UTC: only then can hourly rollups be added up to them. */
export const haveWholeHours = (from_ms: number, to_ms: number, time_zone: string): boolean =>
  offsetsOf(from_ms, to_ms, time_zone).every((offset) => offset % MILLISECONDS.hour === 0);

/** Whether the days of the zone are those of UTC in the whole range. */
export const areUtcDays = (from_ms: number, to_ms: number, time_zone: string): boolean =>
  offsetsOf(from_ms, to_ms, time_zone).every((offset) => offset === 0);
