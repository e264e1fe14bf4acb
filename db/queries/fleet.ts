import type { Kysely } from "kysely";
import { expectedCount } from "#lib/coverage.ts";
import { nodeHealth, nodeStatus } from "#lib/health.ts";
import type { Figures, FleetSummary, Node, NodeHealth, NodeStatus, NodeSummary, SliceKind } from "#lib/model/node.ts";
import { EXACT_ROWS, type FiguresPlan, percentileMethod, planFigures, sourcesOf } from "#lib/resolution.ts";
import { toDigits } from "#lib/round.ts";
import { planSlices, sliceExpectation } from "#lib/slices.ts";
import type { Database } from "../schema/index.ts";
import { listCurrentOutages } from "./current-outages.ts";
import { figuresOf } from "./figures.ts";
import { addSums, listSlicedSums, type SlicedSums } from "./node-sums.ts";
import { listNodes } from "./nodes.ts";
import { readSlices } from "./packed.ts";
import { listPercentiles, type Percentiles } from "./percentiles.ts";
import { getRollupFacts, type RollupFacts } from "./rollup-facts.ts";

export type FleetQuestion = { from: Date; to: Date; now: Date };

/** Slices of a sparkline at most: one for three pixels or so. */
const SPARK_SLICES = 36;

/** Nine digits are more than a measurement has; the other seven of a double are bytes that say nothing. */
const exactEnough = (figures: Figures): Figures => {
  const rounded = { ...figures };
  for (const key of Object.keys(figures) as (keyof Figures)[]) {
    const value = figures[key];
    if (value !== null) rounded[key] = toDigits(value, 9);
  }
  return rounded;
};

type Due = ReturnType<typeof sliceExpectation>;

/** Latency (as many digits as a line of 20 px can show) and kind of each slice. One without a row is silence where something was due. */
const slicesOf = (node: Node, sums: SlicedSums | undefined, due: Due, count: number) => {
  const latency_sums = new Float64Array(count);
  const replies = new Float64Array(count);
  const kinds: (SliceKind | undefined)[] = Array.from({ length: count });
  if (sums)
    readSlices(sums.slices, (slice, sum, reply_count) => {
      if (slice < 0 || slice >= count) return;
      if (reply_count === 0) kinds[slice] ??= "d";
      else {
        kinds[slice] = "r";
        latency_sums[slice]! += sum;
        replies[slice]! += reply_count;
      }
    });
  return {
    latency_ms_spark: Array.from(replies, (n, slice) => (n > 0 ? toDigits(latency_sums[slice]! / n, 4) : null)),
    slice_kinds: kinds.map((kind, slice) => kind ?? (due(node, slice, 0) > 0 ? "s" : "n")).join(""),
  };
};

type Measured = { sums?: SlicedSums; percentiles?: Percentiles; down_since: string | null };

const summaryOf = (node: Node, question: FleetQuestion, measured: Measured) => {
  const { sums, percentiles, down_since } = measured;
  const figures = exactEnough(figuresOf(sums, percentiles, expectedCount(node, question, sums?.n ?? 0)));
  const age_seconds =
    node.last_seen_at === null ? null : Math.max(0, (question.now.getTime() - Date.parse(node.last_seen_at)) / 1000);
  return {
    ...node,
    ...figures,
    status: nodeStatus(age_seconds, node.interval_seconds),
    health: nodeHealth(figures),
    age_seconds,
    down_since,
  };
};

const countBy = <K extends string>(keys: readonly K[], values: K[]): Record<K, number> => {
  const counts = Object.fromEntries(keys.map((key) => [key, 0])) as Record<K, number>;
  for (const value of values) counts[value] += 1;
  return counts;
};

const STATUSES: readonly NodeStatus[] = ["online", "late", "silent", "never"];
const HEALTHS: readonly NodeHealth[] = ["good", "degraded", "bad", "unknown"];

const freshUntil = (plan: FiguresPlan, facts: RollupFacts): string | null =>
  plan.exact ? null : (facts.hourly_until?.toISOString() ?? null);

/** Everything that is read of a fleet, by node. */
const readFleet = async (db: Kysely<Database>, question: FleetQuestion, exact_rows_max: number) => {
  const [nodes, facts, outages] = await Promise.all([
    listNodes(db),
    getRollupFacts(db, question),
    listCurrentOutages(db, question),
  ]);
  const expected_rows = nodes.reduce((sum, node) => sum + expectedCount(node, question, 0), 0);
  const asked = { ...question, ...facts, expected_rows, exact_rows_max };
  const plan = planFigures(asked);
  const { plan: slice_plan, slices } = planSlices({ ...asked, nodes, count_max: SPARK_SLICES });
  const [sums, percentiles] = await Promise.all([listSlicedSums(db, slice_plan, slices), listPercentiles(db, plan)]);
  return { nodes, facts, plan, slices, sums, percentiles, outages };
};

/**
 * Every node with its figures over [from, to), and the fleet's own. Six queries whatever the fleet's size. Reads the
 * measurements where they are few, else days, hours and the edges from measurements, as `sources` tells; whether a target
 * is down now comes from the newest measurements, whatever the range.
 */
export const getFleetSummary = async (
  db: Kysely<Database>,
  question: FleetQuestion,
  exact_rows_max: number = EXACT_ROWS.fleet,
): Promise<FleetSummary> => {
  const { from, to, now } = question;
  const { nodes, facts, plan, slices, sums, percentiles, outages } = await readFleet(db, question, exact_rows_max);
  const sums_of = new Map(sums.map((row) => [row.node_id, row]));
  const percentiles_of = new Map(percentiles.map((row) => [row.node_id, row]));
  const down_of = new Map(outages.map(({ node_id, down_since }) => [node_id, down_since]));
  const due = sliceExpectation(slices, question);
  const summaries: NodeSummary[] = nodes.map((node) => {
    const measured = { sums: sums_of.get(node.node_id), percentiles: percentiles_of.get(node.node_id) };
    return {
      ...summaryOf(node, question, { ...measured, down_since: down_of.get(node.node_id) ?? null }),
      ...slicesOf(node, measured.sums, due, slices.count),
    };
  });
  const expected = summaries.reduce((sum, node) => sum + node.expected_count, 0);
  return {
    from: from.toISOString(),
    to: to.toISOString(),
    time_zone: "UTC",
    sources: sourcesOf(plan),
    percentiles: percentileMethod(plan.exact),
    fresh_until: freshUntil(plan, facts),
    as_of: now.toISOString(),
    slices,
    status_counts: countBy(
      STATUSES,
      summaries.map(({ status }) => status),
    ),
    health_counts: countBy(
      HEALTHS,
      summaries.map(({ health }) => health),
    ),
    down_count: outages.length,
    fleet: figuresOf(addSums(sums), percentiles_of.get(null), expected),
    nodes: summaries,
  };
};
