import { jsonRoute } from "#app/api/problem.ts";
import { RANGE_PARAMETERS, readParameters, readPoints, readRange } from "#app/api/v1/parameters.ts";
import { getNodeSeries } from "#db/queries/series.ts";
import { reader } from "#db/server.ts";

export const dynamic = "force-dynamic";

type Context = { params: Promise<{ node_id: string }> };

/** A node's series: lib/model/series.ts, Series. */
export const GET = jsonRoute(
  async (request, { params }: Context) => {
    const parameters = readParameters(request, [...RANGE_PARAMETERS, "points"]);
    const question = { ...readRange(parameters), points: readPoints(parameters) };
    return getNodeSeries(reader(), { ...question, ...(await params) });
  },
  { scope: "read", node: true },
);
