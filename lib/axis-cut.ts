/** A time axis from which long empty stretches are cut out. Places are percent of the width. */
export type CutAxis = {
  segments: { from_ms: number; to_ms: number; left: number; width: number }[];
  /** Where a time stands; within a cut in the middle of it; outside the axis at its ends. */
  place: (time_ms: number) => number;
  /** The time at a place. */
  time: (place: number) => number;
  /** The stretches left out. */
  cuts: { from_ms: number; to_ms: number; left: number }[];
};

type Stretch = { from_ms: number; to_ms: number };

/** Width of a cut, percent. */
const CUT_WIDTH = 4;
/** Cuts at most; where more stretches are empty, the longest are cut. */
const MOST_CUTS = 6;
/** Share of all that is shown from which on an empty stretch is cut. */
const CUT_FROM = 0.4;
/** Shown left and right of a segment, as a share of all that is shown. */
const MARGIN = 0.02;

/**
 * An axis over `content`: stretches that must be seen, in any order; a moment is a stretch of no length. Empty stretches
 * longer than two fifths of all content are cut, the six longest of them. Throws for no content.
 */
export function cutAxis(content: Stretch[]): CutAxis {
  const sorted = content.toSorted((a, b) => a.from_ms - b.from_ms);
  const first = sorted[0];
  if (!first) throw new Error("An axis needs something to show.");
  const solid: Stretch[] = [{ ...first }];
  for (const next of sorted.slice(1)) {
    const last = solid.at(-1);
    if (last && next.from_ms <= last.to_ms) last.to_ms = Math.max(last.to_ms, next.to_ms);
    else solid.push({ ...next });
  }
  const shown_ms = Math.max(
    1,
    solid.reduce((sum, s) => sum + s.to_ms - s.from_ms, 0),
  );
  const joined = joinShort(solid, shown_ms * CUT_FROM);
  const margin = shown_ms * MARGIN;
  const wide = joined.map(({ from_ms, to_ms }) => ({ from_ms: from_ms - margin, to_ms: to_ms + margin }));
  const total_ms = wide.reduce((sum, s) => sum + s.to_ms - s.from_ms, 0);
  const room = 100 - CUT_WIDTH * (wide.length - 1);
  let left = 0;
  const segments = wide.map((s) => {
    const segment = { ...s, left, width: ((s.to_ms - s.from_ms) / total_ms) * room };
    left += segment.width + CUT_WIDTH;
    return segment;
  });
  const cuts = segments.slice(1).map((s, i) => ({
    from_ms: segments[i]?.to_ms ?? s.from_ms,
    to_ms: s.from_ms,
    left: s.left - CUT_WIDTH,
  }));
  return { segments, cuts, place: (time_ms) => placeOf(segments, time_ms), time: (place) => timeOf(segments, place) };
}

/** Puts together what lies closer than `least_ms`, and more until no more than the longest gaps remain. */
function joinShort(solid: Stretch[], least_ms: number): Stretch[] {
  const gaps = solid.slice(1).map(({ from_ms }, i) => from_ms - (solid[i]?.to_ms ?? from_ms));
  const longest = gaps.filter((gap) => gap > least_ms).toSorted((a, b) => b - a);
  const cut_from_ms = Math.max(least_ms, longest[MOST_CUTS] ?? 0);
  const joined: Stretch[] = [];
  solid.forEach((next, i) => {
    const last = joined.at(-1);
    if (last && (gaps[i - 1] ?? 0) <= cut_from_ms) last.to_ms = next.to_ms;
    else joined.push({ ...next });
  });
  return joined;
}

const placeOf = (segments: CutAxis["segments"], time_ms: number): number => {
  const segment = segments.find((s) => time_ms <= s.to_ms);
  if (!segment) return 100;
  if (time_ms < segment.from_ms) return segment === segments[0] ? 0 : segment.left - CUT_WIDTH / 2;
  return segment.left + ((time_ms - segment.from_ms) / (segment.to_ms - segment.from_ms)) * segment.width;
};

const timeOf = (segments: CutAxis["segments"], place: number): number => {
  const segment = segments.find((s) => place <= s.left + s.width) ?? segments.at(-1);
  if (!segment) return 0;
  const share = Math.min(1, Math.max(0, (place - segment.left) / segment.width));
  return segment.from_ms + share * (segment.to_ms - segment.from_ms);
};
