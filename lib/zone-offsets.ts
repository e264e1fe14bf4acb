import { offsetMs } from "./chart-zone.ts";
import { MILLISECONDS } from "./units.ts";

/** From `from_ms` on the clock of the zone is `offset_ms` ahead of UTC. */
export type OffsetSpan = { from_ms: number; offset_ms: number };

/** The first second in (before, after] at which the zone's clock has the offset of `after`. */
const changeBetween = (before: number, after: number, zone: string): number => {
  const later = offsetMs(after, zone);
  let [low, high] = [before, after];
  while (high - low > MILLISECONDS.second) {
    const middle = Math.floor((low + high) / 2000) * 1000;
    if (offsetMs(middle, zone) === later) high = middle;
    else low = middle;
  }
  return high;
};

/** The offsets of `zone` over [from_ms, to_ms), oldest first: more than one where its clock changes. */
export function offsetSpans(from_ms: number, to_ms: number, zone: string): OffsetSpan[] {
  const spans = [{ from_ms, offset_ms: offsetMs(from_ms, zone) }];
  for (let at = from_ms; at < to_ms; at += MILLISECONDS.day) {
    const next = Math.min(at + MILLISECONDS.day, to_ms);
    const offset_ms = offsetMs(next, zone);
    if (offset_ms !== spans.at(-1)!.offset_ms) spans.push({ from_ms: changeBetween(at, next, zone), offset_ms });
  }
  return spans;
}
