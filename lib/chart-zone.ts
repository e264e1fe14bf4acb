import { offsetMinutes, UTC } from "./time-zone.ts";
import { MILLISECONDS } from "./units.ts";

/** Wall clocks: a "wall" time is the local date and clock of a zone written as if it were UTC, in ms. */
const DAY = MILLISECONDS.day;

/** How far the clock of `time_zone` (an IANA name) is ahead of UTC at `time_ms`, in ms. RangeError for an unknown zone. */
export const offsetMs = (time_ms: number, time_zone: string): number =>
  time_zone === UTC ? 0 : offsetMinutes(time_ms, time_zone) * MILLISECONDS.minute;

/** The start of the local day that holds `time_ms`, as wall time. */
export function wallDate(time_ms: number, time_zone: string): number {
  return Math.floor((time_ms + offsetMs(time_ms, time_zone)) / DAY) * DAY;
}

/** The first moment at which the clock of `time_zone` shows `wall_ms`, or, where it skips that, the first moment after. */
export function wallToUtc(wall_ms: number, time_zone: string): number {
  // The offsets a day before and after are the only two that can apply; the larger one gives the earlier moment.
  const offsets = [offsetMs(wall_ms - DAY, time_zone), offsetMs(wall_ms + DAY, time_zone)];
  const earliest = wall_ms - Math.max(...offsets);
  const latest = wall_ms - Math.min(...offsets);
  if (earliest + offsetMs(earliest, time_zone) === wall_ms) return earliest;
  if (latest + offsetMs(latest, time_zone) === wall_ms) return latest;
  return firstMomentAfter(earliest, latest, wall_ms, time_zone);
}

/** Between the two lies the change that skips `wall_ms`: find it by halving. */
function firstMomentAfter(before: number, after: number, wall_ms: number, time_zone: string): number {
  let [low, high] = [before, after];
  while (high - low > 1000) {
    const middle = Math.floor((low + high) / 2000) * 1000;
    if (middle + offsetMs(middle, time_zone) < wall_ms) low = middle;
    else high = middle;
  }
  return high;
}
