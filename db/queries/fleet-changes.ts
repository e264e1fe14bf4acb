import { type Kysely, sql } from "kysely";
import { coverageOf, expectedCount } from "#lib/coverage.ts";
import type { BeforeFigures, FleetChanges, FleetTrend, NotComparable } from "#lib/model/fleet-changes.ts";
import type { Node, Slices } from "#lib/model/node.ts";
import { EXACT_ROWS, type FiguresPlan, percentileMethod, planFigures, sourcesOf } from "#lib/resolution.ts";
import { planSlices, sliceExpectation } from "#lib/slices.ts";
import type { Database } from "../schema/index.ts";
import { figuresOf } from "./figures.ts";
import type { FleetQuestion } from "./fleet.ts";
import { addSums, listNodeSums } from "./node-sums.ts";
import { listNodes } from "./nodes.ts";
import { listPercentiles } from "./percentiles.ts";
import { getRollupFacts } from "./rollup-facts.ts";
import { binsOf, percentilesOfBins, sumsOf } from "./segments.ts";

/** Slices of a tile's sparkline at most. */
const TREND_SLICES = 36;
/** Below this share of what an interval promises, a period says too little to be compared with. */
const COMPARABLE_COVERAGE = 0.5;

type SliceRow = {
  slice: number;
  n: number;
  replies: number;
  loss_known: number;
  uptime_sum: number;
  loss_sum: number | null;
  p50: number | null;
  p95: number | null;
};

/** Sums and percentiles of all nodes together, a row a slice that has measurements. */
const listTrend = async (db: Kysely<Database>, plan: FiguresPlan, slices: Slices): Promise<SliceRow[]> => {
  const slice = sql`floor(extract(epoch FROM time - ${slices.from}::timestamptz)::double precision / ${slices.seconds}::double precision)::integer`;
  const { rows } = await sql<SliceRow>`
    SELECT s.*, p.p50, p.p95
    FROM (
      SELECT ${slice} AS slice, sum(n) AS n, sum(replies) AS replies, sum(loss_known) AS loss_known,
             sum(uptime_sum) AS uptime_sum, sum(loss_sum) AS loss_sum
      FROM (${sumsOf(plan.segments)}) rollup GROUP BY 1
    ) s
    LEFT JOIN (${percentilesOfBins(
      sql`
      SELECT ${slice} AS key, latency_bin, replies FROM (${binsOf(plan.segments)}) histogram`,
      ["p50", "p95"],
    )}) p ON p.key = s.slice
    ORDER BY s.slice`.execute(db);
  return rows;
};

const trendOf = (rows: SliceRow[], nodes: Node[], question: FleetQuestion, slices: Slices): FleetTrend => {
  const row_of = new Map(rows.map((row) => [row.slice, row]));
  const due = sliceExpectation(slices, question);
  const each = (value: (row: SliceRow | undefined, slice: number) => number | null) =>
    Array.from({ length: slices.count }, (_, slice) => value(row_of.get(slice), slice));
  return {
    latency_ms_p50: each((row) => row?.p50 ?? null),
    latency_ms_p95: each((row) => row?.p95 ?? null),
    uptime_pct: each((row) => (row ? row.uptime_sum / row.n : null)),
    packet_loss: each((row) => (row && row.loss_known > 0 ? (row.loss_sum ?? 0) / row.loss_known : null)),
    coverage: each((row, slice) => {
      const expected = nodes.reduce((sum, node) => sum + due(node, slice, 0), 0);
      // Rounded down node by node, so a slice that is whole can seem to hold more than was due.
      return expected === 0 ? null : Math.min(1, coverageOf(row?.n ?? 0, expected) ?? 0);
    }),
  };
};

type Period = { from: Date; to: Date };

const promised = (interval_seconds: number, { from, to }: Period): number =>
  (to.getTime() - from.getTime()) / 1000 / interval_seconds;

const reasonOf = (node: Node, received: number, period: Period, kept: boolean): NotComparable | null => {
  if (received >= COMPARABLE_COVERAGE * promised(node.interval_seconds, period)) return null;
  const middle = (period.from.getTime() + period.to.getTime()) / 2;
  if (node.first_seen_at === null || Date.parse(node.first_seen_at) > middle) return "young";
  return kept ? "coverage" : "retention";
};

/** The fleet's reason is that of most of its nodes, once less than half of what they promise is there. */
const fleetReason = (nodes: Node[], received: number, period: Period, reasons: (NotComparable | null)[]) => {
  const all = nodes.reduce((sum, { interval_seconds }) => sum + promised(interval_seconds, period), 0);
  if (received > 0 && received >= COMPARABLE_COVERAGE * all) return null;
  const counts = Map.groupBy(reasons, (reason) => reason ?? "coverage");
  return [...counts].toSorted(([, a], [, b]) => b.length - a.length)[0]?.[0] ?? "coverage";
};

const beforeFigures = (figures: BeforeFigures): BeforeFigures => {
  const { latency_ms_p50, latency_ms_p95, latency_ms_avg, uptime_pct, packet_loss, coverage } = figures;
  return { latency_ms_p50, latency_ms_p95, latency_ms_avg, uptime_pct, packet_loss, coverage };
};

const readBefore = async (db: Kysely<Database>, nodes: Node[], period: Period & { now: Date }) => {
  const facts = await getRollupFacts(db, period);
  const expected_rows = nodes.reduce((sum, node) => sum + expectedCount(node, period, 0), 0);
  const plan = planFigures({ ...period, ...facts, expected_rows, exact_rows_max: EXACT_ROWS.fleet });
  const [sums, percentiles] = await Promise.all([listNodeSums(db, { plan }), listPercentiles(db, plan)]);
  const sums_of = new Map(sums.map((row) => [row.node_id, row]));
  const percentiles_of = new Map(percentiles.map((row) => [row.node_id, row]));
  const rows = nodes.map((node) => {
    const own = sums_of.get(node.node_id);
    const received = own?.n ?? 0;
    const figures = figuresOf(own, percentiles_of.get(node.node_id), expectedCount(node, period, received));
    const not_comparable = reasonOf(node, received, period, facts.measurements_kept);
    return { node_id: node.node_id, ...beforeFigures(figures), not_comparable };
  });
  const total = addSums(sums);
  const reasons = rows.map(({ not_comparable }) => not_comparable);
  const fleet = figuresOf(total, percentiles_of.get(null), Math.max(expected_rows, total.n));
  return {
    from: period.from.toISOString(),
    to: period.to.toISOString(),
    sources: sourcesOf(plan),
    percentiles: percentileMethod(plan.exact),
    fleet: { ...beforeFigures(fleet), not_comparable: fleetReason(nodes, total.n, period, reasons) },
    nodes: rows,
  };
};

const readTrend = async (db: Kysely<Database>, nodes: Node[], question: FleetQuestion) => {
  const facts = await getRollupFacts(db, question);
  const expected_rows = nodes.reduce((sum, node) => sum + expectedCount(node, question, 0), 0);
  const asked = { ...question, ...facts, expected_rows, exact_rows_max: EXACT_ROWS.fleet };
  const { plan, slices } = planSlices({ ...asked, nodes, count_max: TREND_SLICES, hour_rows_max: 50_000 });
  return { slices, trend: trendOf(await listTrend(db, plan, slices), nodes, question, slices) };
};

/**
 * Every node in the period of the same length before [from, to), and the fleet over slices of the range. Eight queries whatever
 * the fleet's size; reads what getFleetSummary would read of the same ranges.
 */
export const getFleetChanges = async (db: Kysely<Database>, question: FleetQuestion): Promise<FleetChanges> => {
  const { from, to, now } = question;
  const nodes = await listNodes(db);
  const period = { from: new Date(2 * from.getTime() - to.getTime()), to: from, now };
  const [before, trend] = await Promise.all([readBefore(db, nodes, period), readTrend(db, nodes, question)]);
  return {
    from: from.toISOString(),
    to: to.toISOString(),
    time_zone: "UTC",
    as_of: now.toISOString(),
    before,
    ...trend,
  };
};
