import { fixed, NOTHING } from "./format.ts";
import type { Quantity } from "./format.ts";
import type { BeforeFigures, ChangeMeasure, NotComparable } from "./model/fleet-changes.ts";
import type { PercentileMethod } from "./model/node.ts";

/** The measures in the order they are offered: name, unit of a difference, digits, and which direction is worse. */
export const CHANGE_MEASURES: readonly {
  key: ChangeMeasure;
  name: string;
  unit: string;
  decimals: number;
  worse: 1 | -1;
}[] = [
  { key: "latency_ms_p50", name: "p50", unit: "ms", decimals: 1, worse: 1 },
  { key: "latency_ms_p95", name: "p95", unit: "ms", decimals: 1, worse: 1 },
  { key: "latency_ms_avg", name: "average", unit: "ms", decimals: 1, worse: 1 },
  { key: "uptime_pct", name: "uptime", unit: "points", decimals: 2, worse: -1 },
  { key: "packet_loss", name: "loss", unit: "points", decimals: 2, worse: 1 },
  { key: "coverage", name: "coverage", unit: "points", decimals: 1, worse: -1 },
];

export const measureOf = (key: ChangeMeasure) => CHANGE_MEASURES.find((measure) => measure.key === key)!;

const WORDS: Record<NotComparable | "now" | "no_value", string> = {
  young: "not comparable: the node was not there in the period before",
  retention: "not comparable: retention ended the period before",
  coverage: "not comparable: less than half of the period before was measured",
  now: "not comparable: less than half of this range was measured",
  no_value: "not comparable: no value in one of the periods",
};

/** Difference against the period before, or why there is none. `within_error`: smaller than what the percentiles' error allows to tell. */
export type Change =
  | { kind: "change"; delta: number; worse: boolean; within_error: boolean }
  | { kind: "not_comparable"; reason: string };

type Now = BeforeFigures;
type Before = BeforeFigures & { not_comparable: NotComparable | null };

const no = (why: keyof typeof WORDS): Change => ({ kind: "not_comparable", reason: WORDS[why] });

/** Shares are told in percent, as everywhere. */
const valueOf = (figures: BeforeFigures, key: ChangeMeasure): number | null =>
  key === "coverage" ? figures.coverage && figures.coverage * 100 : figures[key];

const isPercentile = (key: ChangeMeasure) => key === "latency_ms_p50" || key === "latency_ms_p95";

/** The change of one measure. Both periods must be measured by half; coverage itself can always be compared with. */
export function changeOf(now: Now, before: Before, key: ChangeMeasure, methods: readonly PercentileMethod[]): Change {
  const { worse } = measureOf(key);
  if (before.not_comparable !== null && (key !== "coverage" || before.not_comparable !== "coverage"))
    return no(before.not_comparable);
  if (key !== "coverage" && (now.coverage ?? 0) < 0.5) return no("now");
  const [current, earlier] = [valueOf(now, key), valueOf(before, key)];
  if (current === null || earlier === null) return no("no_value");
  const delta = current - earlier;
  const error = isPercentile(key) ? Math.max(0, ...methods.map(({ relative_error_max }) => relative_error_max)) : 0;
  return {
    kind: "change",
    delta,
    worse: delta * worse > 0,
    within_error: Math.abs(delta) < error * (Math.abs(current) + Math.abs(earlier)),
  };
}

/** "+0.4 ms", "−0.02 points", "=" when it rounds to nothing. */
export function changeQuantity(change: Change | undefined, key: ChangeMeasure): Quantity {
  if (!change || change.kind === "not_comparable")
    return { value: NOTHING, unit: "", spoken: change ? change.reason : "not known yet" };
  const { decimals, unit, name } = measureOf(key);
  const digits = fixed(change.delta, decimals);
  if (Number(change.delta.toFixed(decimals)) === 0) return { value: "=", unit: "", spoken: `${name} as before` };
  const value = change.delta > 0 ? `+${digits}` : digits;
  return { value, unit, spoken: `${name} ${value} ${unit}` };
}

/** How much worse, comparable between nodes: latency relative to the period before, shares in points. Not positive: not worse. */
export function worsening(change: Change, before: BeforeFigures, key: ChangeMeasure): number {
  if (change.kind === "not_comparable" || change.within_error || !change.worse) return 0;
  const earlier = valueOf(before, key) ?? 0;
  if (measureOf(key).unit !== "ms") return Math.abs(change.delta);
  // A millisecond more on a link of three is no news.
  return change.delta < 1 || earlier === 0 ? 0 : change.delta / earlier;
}
