/**
 * Finds where the level of a series changes and stays changed. Every value is the median of a bucket, so single outliers
 * are gone before; what is chosen here was chosen by docs/decisions/0017-level-shifts.md on half of the probes of a set
 * in which a person marked the shifts, and measured on the other half.
 */

/** A level lasts for at least so many values. */
export const LEVEL_VALUES_MIN = 4;
/** Values at each side of a moment by which it is found. */
const STEP_VALUES = 3;
/** Values of a level next to a shift that it is judged by: what is further away may be another time of the day. */
const JUDGED_VALUES = 60;
/** A smaller change is none: in milliseconds, and as a share of the lower level. */
const CHANGE_MIN = 1;
const CHANGE_SHARE_MIN = 0.005;
/** How many times the noise of both levels a change must be; and in a level of few values, divided by the root of their number. */
const NOISE_MIN = 3;
const SHORT_NOISE_MIN = 20;
/** The share of either side's values that must be on its own side of the middle between both levels. */
const APART_SHARE_MIN = 0.8;

/** The share of the change that happens within a few values: less is a slow drift and no shift. */
const STEP_SHARE_MIN = 0.4;

/** Makes a median absolute deviation comparable with a standard deviation. */
const MAD_SCALE = 1.4826;

/** Before this index the values have one level, from it on another: medians of what was judged. */
export type Shift = { index: number; before: number; after: number };

const medianOf = (values: Float64Array): number => {
  const sorted = values.toSorted();
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
};

const stepAt = (values: Float64Array, index: number): number =>
  Math.abs(
    medianOf(values.subarray(index, index + STEP_VALUES)) - medianOf(values.subarray(index - STEP_VALUES, index)),
  );

/** How badly a step between two levels of a few values fits if it is at `index`: what is left of their deviations. */
const misfitAt = (values: Float64Array, index: number, start: number, end: number): number =>
  [values.subarray(start, index), values.subarray(index, end)].reduce((sum, side) => {
    const median = medianOf(side);
    return side.reduce((left, value) => left + Math.abs(value - median), sum);
  }, 0);

/** A median hides where exactly the step is: it is at the value, or at one of its neighbours, that leaves the least. */
const settle = (values: Float64Array, index: number): number => {
  const [start, end] = [index - LEVEL_VALUES_MIN, index + LEVEL_VALUES_MIN];
  const misfits = [index, index - 1, index + 1].map((at) => ({ at, misfit: misfitAt(values, at, start, end) }));
  return misfits.reduce((best, other) => (other.misfit < best.misfit ? other : best)).at;
};

/** Where the values step most within a few of them: every shift is at one of these. */
const findSteps = (values: Float64Array): number[] => {
  const steps = new Float64Array(values.length + 1);
  const last = values.length - LEVEL_VALUES_MIN;
  for (let index = LEVEL_VALUES_MIN; index <= last; index++) steps[index] = stepAt(values, index);
  const found: number[] = [];
  for (let index = LEVEL_VALUES_MIN; index <= last; index++) {
    const step = steps[index]!;
    if (step < CHANGE_MIN / 2) continue;
    const earlier = steps.subarray(Math.max(0, index - STEP_VALUES + 1), index);
    const later = steps.subarray(index + 1, index + STEP_VALUES);
    if (earlier.every((other) => other < step) && later.every((other) => other <= step))
      found.push(settle(values, index));
  }
  return found;
};

type Level = { values: Float64Array; median: number; noise: number };

const levelOf = (values: Float64Array): Level => {
  const median = medianOf(values);
  return { values, median, noise: MAD_SCALE * medianOf(values.map((value) => Math.abs(value - median))) };
};

/** The smaller share of the two sides that lies on its own side of the middle between them. */
const apartShare = (before: Level, after: Level): number => {
  const middle = (before.median + after.median) / 2;
  const sign = after.median > before.median ? 1 : -1;
  const shareOf = ({ values }: Level, side: number) =>
    values.reduce((count, value) => count + ((value - middle) * side > 0 ? 1 : 0), 0) / values.length;
  return Math.min(shareOf(before, -sign), shareOf(after, sign));
};

type Judged = Shift & {
  /** How many times as large as it must be to count; below 1 it is none. */
  strength: number;
};

/** What a boundary between two others is worth. */
const judge = (values: Float64Array, start: number, index: number, end: number): Judged => {
  if (index - start < LEVEL_VALUES_MIN || end - index < LEVEL_VALUES_MIN)
    // One of two goes before any other does, and it is the smaller step of them.
    return { index, before: Number.NaN, after: Number.NaN, strength: -1 / stepAt(values, index) };
  const before = levelOf(values.subarray(Math.max(start, index - JUDGED_VALUES), index));
  const after = levelOf(values.subarray(index, Math.min(end, index + JUDGED_VALUES)));
  const [n_before, n_after] = [before.values.length, after.values.length];
  const noise = (before.noise * n_before + after.noise * n_after) / (n_before + n_after);
  const least = Math.max(
    CHANGE_MIN,
    CHANGE_SHARE_MIN * Math.min(before.median, after.median),
    NOISE_MIN * noise,
    (SHORT_NOISE_MIN * noise) / Math.sqrt(Math.min(n_before, n_after)),
  );
  const strength = Math.abs(after.median - before.median) / least;
  const judged = { index, before: before.median, after: after.median };
  if (strength < 1) return { ...judged, strength };
  const step = stepAt(values, index) / Math.abs(after.median - before.median);
  if (step < STEP_SHARE_MIN) return { ...judged, strength: Math.min(0.99, step) };
  const share = apartShare(before, after);
  return { ...judged, strength: share < APART_SHARE_MIN ? share : strength };
};

/**
 * The shifts of a series, oldest first. Begins with every step as a boundary and takes away the weakest, again and again,
 * until each that is left is a shift between its neighbours.
 */
export const findLevelShifts = (values: Float64Array): Shift[] => {
  const cuts = [0, ...findSteps(values), values.length];
  const judged = cuts.slice(1, -1).map((index, at) => judge(values, cuts[at]!, index, cuts[at + 2]!));
  const renew = (at: number) => {
    if (at < 0 || at >= judged.length) return;
    const [start, end] = [judged[at - 1]?.index ?? 0, judged[at + 1]?.index ?? values.length];
    judged[at] = judge(values, start, judged[at]!.index, end);
  };
  for (;;) {
    let weakest = -1;
    let strength = 1;
    for (const [at, boundary] of judged.entries())
      if (boundary.strength < strength) [weakest, strength] = [at, boundary.strength];
    if (weakest === -1) return judged.map(({ index, before, after }) => ({ index, before, after }));
    judged.splice(weakest, 1);
    renew(weakest - 1);
    renew(weakest);
  }
};
