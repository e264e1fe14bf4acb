import { jsonRoute } from "#app/api/problem.ts";
import { readParameters } from "#app/api/v1/parameters.ts";
import { listNodes } from "#db/queries/nodes.ts";
import { reader } from "#db/server.ts";

export { DELETE, OPTIONS, PATCH, POST, PUT } from "#app/api/only-get.ts";
export const dynamic = "force-dynamic";

/** Every node by name with its id and region, and nothing measured: what a picker offers. */
export const GET = jsonRoute(async (request) => {
  readParameters(request, []);
  const nodes = await listNodes(reader());
  return { nodes: nodes.map(({ node_id, node_name, region }) => ({ node_id, node_name, region })) };
});
