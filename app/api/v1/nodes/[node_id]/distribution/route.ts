import { jsonRoute } from "#app/api/problem.ts";
import { RANGE_PARAMETERS, readParameters, readRange } from "#app/api/v1/parameters.ts";
import { getLatencyDistribution } from "#db/queries/distribution.ts";
import { reader } from "#db/server.ts";

export { DELETE, OPTIONS, PATCH, POST, PUT } from "#app/api/only-get.ts";
export const dynamic = "force-dynamic";

type Context = { params: Promise<{ node_id: string }> };

/** How a node's replies over one range are spread over latency: lib/model/distribution.ts, LatencyDistribution. */
export const GET = jsonRoute(
  async (request, { params }: Context) => {
    const question = readRange(readParameters(request, RANGE_PARAMETERS));
    return getLatencyDistribution(reader(), { ...question, ...(await params) });
  },
  { scope: "read", node: true, shared: true },
);
