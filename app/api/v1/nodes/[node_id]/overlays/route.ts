import { jsonRoute } from "#app/api/problem.ts";
import { readOverlayQuestion } from "#app/api/v1/parameters.ts";
import { getSeriesOverlays } from "#db/queries/series-overlays.ts";
import { reader } from "#db/server.ts";

export { DELETE, OPTIONS, PATCH, POST, PUT } from "#app/api/only-get.ts";
export const dynamic = "force-dynamic";

type Context = { params: Promise<{ node_id: string }> };

/** What is laid over a node's latency: lib/model/overlay.ts, SeriesOverlays. */
export const GET = jsonRoute(
  async (request, { params }: Context) => {
    const { node_id } = await params;
    return getSeriesOverlays(reader(), { ...readOverlayQuestion(request, node_id), node_id });
  },
  { scope: "read", node: true, shared: "slow" },
);
