import type { Kysely } from "kysely";
import { expectedCount } from "#lib/coverage.ts";
import type { Node } from "#lib/model/node.ts";
import { EXACT_ROWS, type FiguresPlan, planFigures } from "#lib/resolution.ts";
import type { Database } from "../schema/index.ts";
import { getNode } from "./nodes.ts";
import { getRollupFacts } from "./rollup-facts.ts";

export type NodeQuestion = { node_id: string; from: Date; to: Date; now: Date };

/** The node and where the figures of its range come from; what asks by the same plan gets counts that add up. */
export const planOfNode = async (
  db: Kysely<Database>,
  question: NodeQuestion,
): Promise<{ node: Node; plan: FiguresPlan; measurements_kept: boolean }> => {
  const [node, facts] = await Promise.all([getNode(db, question.node_id), getRollupFacts(db, question)]);
  const expected_rows = expectedCount(node, question, 0);
  const plan = planFigures({ ...question, ...facts, expected_rows, exact_rows_max: EXACT_ROWS.node });
  return { node, plan, measurements_kept: facts.measurements_kept };
};
