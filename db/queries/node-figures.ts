import type { Kysely } from "kysely";
import { expectedCount } from "#lib/coverage.ts";
import { LATENCY_BIN_RELATIVE_ERROR } from "#lib/latency-bins.ts";
import type { Figures, Node, PercentileMethod, RangeSource } from "#lib/model/node.ts";
import { EXACT_ROWS, planFigures } from "#lib/resolution.ts";
import type { Database } from "../schema/index.ts";
import { figuresOf, listNodeSums, listPercentiles } from "./figures.ts";
import { getNode } from "./nodes.ts";
import { getRollupFacts } from "./rollup-facts.ts";

export type NodeFigures = {
  node: Node;
  from: string;
  to: string;
  figures: Figures;
  sources: RangeSource[];
  percentiles: PercentileMethod;
  as_of: string;
};

/**
 * One node's figures over [from, to): from its measurements while they are kept and at most 200,000 are expected (so
 * 90 days at a minute are exact), else from days, hours and merged histograms. Unknown node: FiberError not_found.
 */
export const getNodeFigures = async (
  db: Kysely<Database>,
  question: { node_id: string; from: Date; to: Date; now: Date },
): Promise<NodeFigures> => {
  const { node_id, from, to, now } = question;
  const [node, facts] = await Promise.all([getNode(db, node_id), getRollupFacts(db, question)]);
  const first_seen_ms = node.first_seen_at === null ? null : Date.parse(node.first_seen_at);
  const window = { from_ms: from.getTime(), to_ms: to.getTime(), now_ms: now.getTime(), first_seen_ms };
  const expected = (received: number) =>
    expectedCount({ ...window, interval_seconds: node.interval_seconds }, received);
  const plan = planFigures({ from, to, ...facts, expected_rows: expected(0), exact_rows_max: EXACT_ROWS.node });
  const [[sums], percentiles] = await Promise.all([
    listNodeSums(db, { plan, node_id, from, to, slice_count: 1 }),
    listPercentiles(db, { plan, node_id }),
  ]);
  const own = percentiles.find((row) => row.node_id === node_id);
  return {
    node,
    from: from.toISOString(),
    to: to.toISOString(),
    figures: figuresOf(sums, own, expected(sums?.n ?? 0)),
    sources: plan.segments.map((part) => ({
      source: part.source,
      from: part.from.toISOString(),
      to: part.to.toISOString(),
    })),
    percentiles: plan.exact
      ? { method: "measurements", relative_error_max: 0 }
      : { method: "histogram", relative_error_max: LATENCY_BIN_RELATIVE_ERROR },
    as_of: now.toISOString(),
  };
};
