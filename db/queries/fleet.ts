import type { Kysely } from "kysely";
import { expectedCount } from "#lib/coverage.ts";
import { nodeHealth, nodeStatus } from "#lib/health.ts";
import type { FleetSummary, Node, NodeHealth, NodeStatus, NodeSummary } from "#lib/model/node.ts";
import { EXACT_ROWS, type FiguresPlan, percentileMethod, planFigures, sourcesOf } from "#lib/resolution.ts";
import type { Database } from "../schema/index.ts";
import { addSums, figuresOf, listNodeSums, listPercentiles, type NodeSums, type PercentileRow } from "./figures.ts";
import { listNodes } from "./nodes.ts";
import { getRollupFacts, type RollupFacts } from "./rollup-facts.ts";

export type FleetQuestion = { from: Date; to: Date; now: Date };

/** Slices of the sparkline: as many as the rollup can fill, so that a slice without a value is a true gap. */
const sliceCount = ({ from, to }: FleetQuestion, plan: FiguresPlan): number => {
  const hours = (to.getTime() - from.getTime()) / 3_600_000;
  if (plan.exact) return hours <= 1 ? 20 : 36;
  const has_days = plan.segments.some(({ source }) => source === "aggregates_daily");
  return Math.max(1, Math.min(has_days ? Math.floor(hours / 24) : Math.floor(hours), 36));
};

const sparkOf = (sums: NodeSums | undefined, slice_count: number): (number | null)[] => {
  const spark: (number | null)[] = Array.from({ length: slice_count }, () => null);
  sums?.slices.forEach((slice, index) => {
    if (slice >= 0 && slice < slice_count) spark[slice] = sums.slice_latency_ms[index] ?? null;
  });
  return spark;
};

type Measured = { sums?: NodeSums; percentiles?: PercentileRow; slice_count: number };

const summaryOf = (node: Node, question: FleetQuestion, measured: Measured): NodeSummary => {
  const { sums, percentiles, slice_count } = measured;
  const figures = figuresOf(sums, percentiles, expectedCount(node, question, sums?.n ?? 0));
  const age_seconds =
    node.last_seen_at === null ? null : Math.max(0, (question.now.getTime() - Date.parse(node.last_seen_at)) / 1000);
  return {
    ...node,
    ...figures,
    status: nodeStatus(age_seconds, node.interval_seconds),
    health: nodeHealth(figures),
    age_seconds,
    latency_ms_spark: sparkOf(sums, slice_count),
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

/**
 * Every node with its figures over [from, to), and the fleet's own. Five queries whatever the fleet's size. Reads the
 * measurements where they are few, else days, hours and the edges from measurements, as `sources` tells.
 */
export const getFleetSummary = async (
  db: Kysely<Database>,
  question: FleetQuestion,
  exact_rows_max: number = EXACT_ROWS.fleet,
): Promise<FleetSummary> => {
  const { from, to, now } = question;
  const [nodes, facts] = await Promise.all([listNodes(db), getRollupFacts(db, question)]);
  const expected_rows = nodes.reduce((sum, node) => sum + expectedCount(node, question, 0), 0);
  const plan = planFigures({ ...question, ...facts, expected_rows, exact_rows_max });
  const slice_count = sliceCount(question, plan);
  const [sums, percentiles] = await Promise.all([
    listNodeSums(db, { plan, from, to, slice_count }),
    listPercentiles(db, { plan }),
  ]);
  const sums_of = new Map(sums.map((row) => [row.node_id, row]));
  const percentiles_of = new Map(percentiles.map((row) => [row.node_id, row]));
  const summaries = nodes.map((node) =>
    summaryOf(node, question, {
      sums: sums_of.get(node.node_id),
      percentiles: percentiles_of.get(node.node_id),
      slice_count,
    }),
  );
  const expected = summaries.reduce((sum, node) => sum + node.expected_count, 0);
  return {
    from: from.toISOString(),
    to: to.toISOString(),
    time_zone: "UTC",
    sources: sourcesOf(plan),
    percentiles: percentileMethod(plan.exact),
    fresh_until: freshUntil(plan, facts),
    as_of: now.toISOString(),
    status_counts: countBy(
      STATUSES,
      summaries.map(({ status }) => status),
    ),
    health_counts: countBy(
      HEALTHS,
      summaries.map(({ health }) => health),
    ),
    fleet: figuresOf(addSums(sums), percentiles_of.get(null), expected),
    nodes: summaries,
  };
};
