import { connection } from "next/server";
import { settle } from "#app/settle.ts";
import { CompareView } from "#components/panels/compare/compare-view.client.tsx";
import { getComparison } from "#db/queries/compare.ts";
import { reader } from "#db/server.ts";
import { resolveRange } from "#lib/range.ts";
import type { RangeChoice } from "#lib/range.ts";

/** Reads the nodes over the range and hands them to the view, which refreshes them from there. */
export async function ComparisonOf({ node_ids, choice }: { node_ids: string[]; choice: RangeChoice }) {
  await connection();
  const now = new Date();
  const { initial, initialProblem } = await settle(() =>
    getComparison(reader(), { node_ids, ...resolveRange(choice, now), now }),
  );
  return <CompareView node_ids={node_ids} choice={choice} initial={initial} problem={initialProblem} />;
}
