import { latencyBin, latencyOfBin } from "./latency-bins.ts";

/** The position of a fraction among `count` sorted values as percentile_cont has it: two neighbours and the way between. */
const positionOf = (fraction: number, count: number) => {
  const position = fraction * (count - 1);
  const lower = Math.floor(position);
  return { lower, upper: Math.ceil(position), between: position - lower };
};

/** Exact percentiles as percentile_cont computes them; sorts `values` where they are. Null when there are none. */
export const percentilesOf = (values: Float32Array, fractions: readonly number[]): (number | null)[] => {
  values.sort();
  return fractions.map((fraction) => {
    const { lower, upper, between } = positionOf(fraction, values.length);
    const [low, high] = [values[lower], values[upper]];
    return low === undefined || high === undefined ? null : low + between * (high - low);
  });
};

/** Bins are a smallint in the database. */
const BINS = 65_536;
const MIDDLE = BINS / 2;

/**
 * Counts of replies by latency bin (lib/latency-bins.ts), added up from any number of histograms. Its percentiles are
 * those of percentile_cont over the same replies, each by the middle of its bin: within 2.5 %. To be used again, it is emptied.
 */
export const createLatencyHistogram = () => {
  const counts = new Float64Array(BINS);
  let lowest = BINS;
  let highest = -1;
  let total = 0;

  const addAt = (at: number, count: number): void => {
    counts[at]! += count;
    total += count;
    if (at < lowest) lowest = at;
    if (at > highest) highest = at;
  };

  /** The bin of the reply of this rank, the quickest being 0, from `at` on where the replies before number `before`. */
  const seek = (rank: number, from: { at: number; before: number }) => {
    let { at, before } = from;
    while (at < highest && before + counts[at]! <= rank) {
      before += counts[at]!;
      at += 1;
    }
    return { at, before };
  };

  return {
    add: (bin: number, count: number): void => addAt(bin + MIDDLE, count),
    addReply: (latency_ms: number): void => addAt(latencyBin(latency_ms) + MIDDLE, 1),
    /** Adds all that this one holds to `other`. */
    addTo: (other: { add: (bin: number, count: number) => void }): void => {
      for (let at = lowest; at <= highest; at += 1) if (counts[at]! > 0) other.add(at - MIDDLE, counts[at]!);
    },
    /** The percentiles of these fractions, which ascend; null when nothing was added. */
    percentiles: (fractions: readonly number[]): (number | null)[] => {
      let place = { at: lowest, before: 0 };
      return fractions.map((fraction) => {
        if (total === 0) return null;
        const { lower, upper, between } = positionOf(fraction, total);
        place = seek(lower, place);
        const low = latencyOfBin(place.at - MIDDLE);
        const high = latencyOfBin(seek(upper, place).at - MIDDLE);
        return low + between * (high - low);
      });
    },
    clear: (): void => {
      if (highest >= 0) counts.fill(0, lowest, highest + 1);
      lowest = BINS;
      highest = -1;
      total = 0;
    },
  };
};

export type LatencyHistogram = ReturnType<typeof createLatencyHistogram>;
