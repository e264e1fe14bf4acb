import { queryOptions } from "@tanstack/react-query";
import type { Comparison } from "#lib/model/comparison.ts";
import type { Node } from "#lib/model/node.ts";
import { rangeParams } from "#lib/range.ts";
import type { RangeChoice } from "#lib/range.ts";
import { getJson } from "./get-json.ts";

/** The route that answers for a comparison. */
export const comparisonPath = (node_ids: readonly string[], choice: RangeChoice): string => {
  const params = rangeParams(choice);
  for (const node_id of node_ids) params.append("node", node_id);
  return `/api/v1/compare?${params.toString()}`;
};

/** GET /api/v1/compare: several nodes over the same buckets. */
export const comparisonQuery = (node_ids: readonly string[], choice: RangeChoice) =>
  queryOptions({
    queryKey: ["compare", ...node_ids, rangeParams(choice).toString()] as const,
    queryFn: ({ signal }) => getJson<Comparison>(comparisonPath(node_ids, choice), signal),
  });

export type NodeName = Pick<Node, "node_id" | "node_name" | "region">;

/** GET /api/v1/nodes/names: what a picker offers. */
export const nodeNamesQuery = () =>
  queryOptions({
    queryKey: ["nodes", "names"] as const,
    queryFn: async ({ signal }) => (await getJson<{ nodes: NodeName[] }>("/api/v1/nodes/names", signal)).nodes,
    staleTime: 60_000,
  });
