import { expectedCount } from "./coverage.ts";
import type { Node, Slices } from "./model/node.ts";
import { type FiguresPlan, type FiguresQuestion, planFigures } from "./resolution.ts";
import { SECONDS } from "./units.ts";

/** Lengths of slices: minutes from measurements, else whole hours or whole days of UTC. */
const LENGTHS = [
  ...[1, 2, 5, 10, 15, 20, 30].map((minutes) => minutes * SECONDS.minute),
  ...[1, 2, 3, 6, 12].map((hours) => hours * SECONDS.hour),
  ...[1, 2, 7, 14, 28, 91, 364].map((days) => days * SECONDS.day),
];

/** While a fleet has at most this many hours of nodes in a range, slices are made of hours, else of days. */
export const HOUR_ROWS_MAX = 250_000;

export type SliceQuestion = FiguresQuestion & {
  nodes: readonly Pick<Node, "interval_seconds">[];
  count_max: number;
  /** Fewer for what reads histograms, which have several rows an hour. */
  hour_rows_max?: number;
};

const medianInterval = (nodes: SliceQuestion["nodes"]): number =>
  nodes.map(({ interval_seconds }) => interval_seconds).toSorted((a, b) => a - b)[nodes.length >> 1] ?? SECONDS.minute;

/** The finest length that rows of the plan can fill, and that holds two measurements of a usual node. */
const finest = (plan: FiguresPlan, nodes: SliceQuestion["nodes"]): number => {
  if (plan.exact) return 2 * medianInterval(nodes);
  return plan.segments.some(({ source }) => source === "aggregates_daily") ? SECONDS.day : SECONDS.hour;
};

/**
 * How a range is cut for sparklines and the heat map, and which rows fill it: at most `count_max` slices (one more where the
 * range begins or ends amid one), each made of whole buckets.
 */
export const planSlices = (question: SliceQuestion): { plan: FiguresPlan; slices: Slices } => {
  const { from, to, nodes, count_max, hour_rows_max = HOUR_ROWS_MAX } = question;
  const seconds = (to.getTime() - from.getTime()) / 1000;
  const by_hours = (seconds / SECONDS.hour) * nodes.length <= hour_rows_max;
  const plan = planFigures(by_hours ? { ...question, daily_until: null } : question);
  const least = Math.max(finest(plan, nodes), seconds / count_max);
  const length = LENGTHS.find((known) => known >= least) ?? Math.ceil(least / SECONDS.day) * SECONDS.day;
  const start_ms = Math.floor(from.getTime() / 1000 / length) * length * 1000;
  return {
    plan,
    slices: {
      from: new Date(start_ms).toISOString(),
      seconds: length,
      count: Math.ceil((to.getTime() - start_ms) / 1000 / length),
    },
  };
};

/** The window of a slice inside the range. */
export const sliceWindow = (slices: Slices, index: number, range: { from: Date; to: Date }) => {
  const start = Date.parse(slices.from) + index * slices.seconds * 1000;
  return {
    from: new Date(Math.max(start, range.from.getTime())),
    to: new Date(Math.min(start + slices.seconds * 1000, range.to.getTime())),
  };
};

type Range = { from: Date; to: Date; now: Date };

/** How many measurements were due in each slice, by node; a node's `received` raises what only it can tell (see expectedCount). */
export const sliceExpectation = (slices: Slices, { from, to, now }: Range) => {
  const windows = Array.from({ length: slices.count }, (_, index) => ({
    ...sliceWindow(slices, index, { from, to }),
    now,
  }));
  return (node: Pick<Node, "first_seen_at" | "interval_seconds">, index: number, received: number): number => {
    const window = windows[index];
    return window ? expectedCount(node, window, received) : 0;
  };
};
