import { jsonRoute } from "#app/api/problem.ts";
import { RANGE_PARAMETERS, readParameters, readRange } from "#app/api/v1/parameters.ts";
import { getNodeFigures } from "#db/queries/node-figures.ts";
import { reader } from "#db/server.ts";

export { DELETE, OPTIONS, PATCH, POST, PUT } from "#app/api/only-get.ts";
export const dynamic = "force-dynamic";

type Context = { params: Promise<{ node_id: string }> };

/** A node and its figures over one range: db/queries/node-figures.ts, NodeFigures. */
export const GET = jsonRoute(
  async (request, { params }: Context) => {
    const question = readRange(readParameters(request, RANGE_PARAMETERS));
    return getNodeFigures(reader(), { ...question, ...(await params) });
  },
  { scope: "read", node: true, shared: true },
);
