import { jsonRoute } from "#app/api/problem.ts";
import { RANGE_PARAMETERS, readParameters, readRange } from "#app/api/v1/parameters.ts";
import { getComparison } from "#db/queries/compare.ts";
import { reader } from "#db/server.ts";
import { parseCompared } from "#lib/compare.ts";
import { invalidInput } from "#lib/errors.ts";

export { DELETE, OPTIONS, PATCH, POST, PUT } from "#app/api/only-get.ts";
export const dynamic = "force-dynamic";

/** 1 to 24 nodes (`node`, repeated) over the same buckets of the range: lib/model/comparison.ts, Comparison. */
export const GET = jsonRoute(
  (request) => {
    const { node, ...range } = readParameters(request, [...RANGE_PARAMETERS, "node"]);
    const node_ids = parseCompared(node);
    if (node_ids.length === 0) throw invalidInput("node", "Name at least one node: node=<node_id>, repeated.");
    return getComparison(reader(), { node_ids, ...readRange(range) });
  },
  { scope: "read", shared: true },
);
