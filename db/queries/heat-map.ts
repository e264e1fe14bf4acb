import { type Kysely, type RawBuilder, sql } from "kysely";
import { expectedCount } from "#lib/coverage.ts";
import { HEAT_NO_VALUE, HEAT_SILENT, type HeatMap, type HeatMeasure, type HeatRow } from "#lib/model/heat-map.ts";
import type { Node, Slices } from "#lib/model/node.ts";
import { EXACT_ROWS, type FiguresPlan, sourcesOf } from "#lib/resolution.ts";
import { toDigits } from "#lib/round.ts";
import { planSlices, sliceExpectation } from "#lib/slices.ts";
import type { Database } from "../schema/index.ts";
import type { FleetQuestion } from "./fleet.ts";
import { listNodes } from "./nodes.ts";
import { getRollupFacts } from "./rollup-facts.ts";
import { sumsOf } from "./segments.ts";

/** An answer has at most about this many cells: fewer slices for more nodes. */
const CELLS_MAX = 200_000;
const SLICES = { least: 12, most: 168 };

export type HeatQuestion = FleetQuestion & { measure: HeatMeasure };

/** Slices of one node that hold measurements, how many each has, and its value. */
type Row = { node_id: string; slices: number[]; counts: number[]; cell_values: (number | null)[] };

const VALUE: Record<HeatMeasure, RawBuilder<unknown>> = {
  latency: sql`sum(latency_sum) / nullif(sum(replies), 0)`,
  loss: sql`sum(loss_sum) / nullif(sum(loss_known), 0)`,
  coverage: sql`NULL::double precision`,
};

const listRows = async (
  db: Kysely<Database>,
  measure: HeatMeasure,
  plan: FiguresPlan,
  slices: Slices,
): Promise<Row[]> => {
  const { rows } = await sql<Row>`
    SELECT node_id, array_agg(slice) AS slices, array_agg(n) AS counts, array_agg(value) AS cell_values
    FROM (
      SELECT node_id, floor(extract(epoch FROM time - ${slices.from}::timestamptz)::double precision / ${slices.seconds}::double precision)::integer AS slice,
             sum(n)::integer AS n, ${VALUE[measure]} AS value
      FROM (${sumsOf(plan.segments)}) rollup
      GROUP BY 1, 2
    ) sliced
    GROUP BY node_id`.execute(db);
  return rows;
};

type Due = ReturnType<typeof sliceExpectation>;

const heatRow = (node: Node, row: Row | undefined, measure: HeatMeasure, due: Due, count: number): HeatRow => {
  const cells: HeatRow = Array.from({ length: count }, (_, slice) => (due(node, slice, 0) > 0 ? HEAT_SILENT : null));
  row?.slices.forEach((slice, at) => {
    if (slice < 0 || slice >= count) return;
    const received = row.counts[at] ?? 0;
    const value = measure === "coverage" ? shareOf(received, due(node, slice, received)) : row.cell_values[at];
    cells[slice] = value == null ? HEAT_NO_VALUE : toDigits(value, 3);
  });
  return cells;
};

const shareOf = (received: number, expected: number) =>
  expected > 0 ? Math.min(100, (received / expected) * 100) : 100;

/**
 * One measure of every node over slices of [from, to), nodes by name. Four queries whatever the fleet's size, at most about 200,000
 * cells. Reads measurements where they are few, else hours while they are few, else days.
 */
export const getHeatMap = async (db: Kysely<Database>, question: HeatQuestion): Promise<HeatMap> => {
  const { from, to, now, measure } = question;
  const [nodes, facts] = await Promise.all([listNodes(db), getRollupFacts(db, question)]);
  const expected_rows = nodes.reduce((sum, node) => sum + expectedCount(node, question, 0), 0);
  const count_max = Math.max(SLICES.least, Math.min(SLICES.most, Math.floor(CELLS_MAX / Math.max(1, nodes.length))));
  const asked = { ...question, ...facts, expected_rows, exact_rows_max: EXACT_ROWS.fleet };
  const { plan, slices } = planSlices({ ...asked, nodes, count_max });
  const rows = await listRows(db, measure, plan, slices);
  const row_of = new Map(rows.map((row) => [row.node_id, row]));
  const due = sliceExpectation(slices, question);
  return {
    measure,
    from: from.toISOString(),
    to: to.toISOString(),
    time_zone: "UTC",
    as_of: now.toISOString(),
    sources: sourcesOf(plan),
    slices,
    node_ids: nodes.map(({ node_id }) => node_id),
    rows: nodes.map((node) => heatRow(node, row_of.get(node.node_id), measure, due, slices.count)),
  };
};
