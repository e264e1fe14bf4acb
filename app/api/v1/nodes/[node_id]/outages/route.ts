import { jsonRoute } from "#app/api/problem.ts";
import { RANGE_PARAMETERS, readParameters, readRange } from "#app/api/v1/parameters.ts";
import { getNodeOutages } from "#db/queries/outages.ts";
import { reader } from "#db/server.ts";

export { DELETE, OPTIONS, PATCH, POST, PUT } from "#app/api/only-get.ts";
export const dynamic = "force-dynamic";

type Context = { params: Promise<{ node_id: string }> };

/** When a node's target gave no reply and when its probe was silent: lib/model/outage.ts, NodeOutages. */
export const GET = jsonRoute(
  async (request, { params }: Context) => {
    const question = readRange(readParameters(request, RANGE_PARAMETERS));
    return getNodeOutages(reader(), { ...question, ...(await params) });
  },
  { scope: "read", node: true, shared: true },
);
