import { performance } from "node:perf_hooks";

/** One line of the table. `ratio` compares two figures of the same run, so that machines can be compared. */
export type Measure = {
  name: string;
  value: number;
  unit: string;
  ratio?: number;
  /** What the ratio is to, and its bound. */
  against?: string;
  /** Largest (`at_most`) or smallest (`at_least`) ratio that is wanted. */
  at_most?: number;
  at_least?: number;
};

/** Median milliseconds of `runs` calls, after one that warms up. */
export const medianMs = async (run: () => Promise<unknown>, runs = 7): Promise<number> => {
  await run();
  const taken: number[] = [];
  for (let i = 0; i < runs; i += 1) {
    const start = performance.now();
    await run();
    taken.push(performance.now() - start);
  }
  return taken.toSorted((a, b) => a - b)[Math.floor(runs / 2)]!;
};

/** Whether a ratio is on the wrong side of its bound. */
export const misses = ({ ratio, at_most, at_least }: Measure): boolean =>
  ratio !== undefined && ((at_most !== undefined && ratio > at_most) || (at_least !== undefined && ratio < at_least));
