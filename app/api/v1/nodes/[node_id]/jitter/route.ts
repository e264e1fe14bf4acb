import { jsonRoute } from "#app/api/problem.ts";
import { readSeriesQuestion } from "#app/api/v1/parameters.ts";
import { getJitter } from "#db/queries/jitter.ts";
import { reader } from "#db/server.ts";

export { DELETE, OPTIONS, PATCH, POST, PUT } from "#app/api/only-get.ts";
export const dynamic = "force-dynamic";

type Context = { params: Promise<{ node_id: string }> };

/** How much a node's latency varies: lib/model/jitter.ts, Jitter. */
export const GET = jsonRoute(
  async (request, { params }: Context) => getJitter(reader(), { ...readSeriesQuestion(request), ...(await params) }),
  { scope: "read", node: true, shared: true },
);
