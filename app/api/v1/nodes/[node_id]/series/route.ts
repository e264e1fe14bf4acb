import { jsonRoute } from "#app/api/problem.ts";
import { readSeriesQuestion } from "#app/api/v1/parameters.ts";
import { getNodeSeries } from "#db/queries/series.ts";
import { reader } from "#db/server.ts";

export { DELETE, OPTIONS, PATCH, POST, PUT } from "#app/api/only-get.ts";
export const dynamic = "force-dynamic";

type Context = { params: Promise<{ node_id: string }> };

/** A node's series: lib/model/series.ts, Series. */
export const GET = jsonRoute(
  async (request, { params }: Context) =>
    getNodeSeries(reader(), { ...readSeriesQuestion(request), ...(await params) }),
  { scope: "read", node: true, shared: true },
);
