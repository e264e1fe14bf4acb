import type { Kysely } from "kysely";
import { expectedCount } from "#lib/coverage.ts";
import type { Figures, Node, PercentileMethod, RangeSource } from "#lib/model/node.ts";
import { percentileMethod, sourcesOf } from "#lib/resolution.ts";
import type { Database } from "../schema/index.ts";
import { figuresOf } from "./figures.ts";
import { listNodeSums } from "./node-sums.ts";
import { findNodePercentiles } from "./percentiles.ts";
import { listCurrentOutages } from "./current-outages.ts";
import { planOfNode } from "./node-plan.ts";

export type NodeFigures = {
  node: Node;
  from: string;
  to: string;
  figures: Figures;
  /** Since when its target gives no reply now, whatever the range; null: it replies, or its probe is silent. */
  down_since: string | null;
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
  const { node, plan } = await planOfNode(db, question);
  const [[sums], percentiles, [outage]] = await Promise.all([
    listNodeSums(db, { plan, node_id }),
    findNodePercentiles(db, plan, node_id),
    listCurrentOutages(db, { now, node_id }),
  ]);
  return {
    node,
    from: from.toISOString(),
    to: to.toISOString(),
    figures: figuresOf(sums, percentiles, expectedCount(node, question, sums?.n ?? 0)),
    down_since: outage?.down_since ?? null,
    sources: sourcesOf(plan),
    percentiles: percentileMethod(plan.exact),
    as_of: now.toISOString(),
  };
};
