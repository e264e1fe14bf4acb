import { jsonRoute } from "#app/api/problem.ts";
import { readParameters } from "#app/api/v1/parameters.ts";
import { listNodesMatching } from "#db/queries/node-search.ts";
import { reader } from "#db/server.ts";
import { invalidInput } from "#lib/errors.ts";

export { DELETE, OPTIONS, PATCH, POST, PUT } from "#app/api/only-get.ts";
export const dynamic = "force-dynamic";

const TEXT_MAX_LENGTH = 100;

/** Nodes whose name or region contains `q`: `{nodes: [{node_id, node_name, region}]}`, at most twenty; none without it. */
export const GET = jsonRoute(async (request) => {
  const { q = "" } = readParameters(request, ["q"]);
  if (typeof q !== "string" || q.length > TEXT_MAX_LENGTH || q.includes("\0"))
    throw invalidInput("q", `q must be one text, with at most ${TEXT_MAX_LENGTH} characters.`);
  return { nodes: await listNodesMatching(reader(), q) };
});
