import { jsonRoute } from "#app/api/problem.ts";
import { RANGE_PARAMETERS, readParameters, readRange } from "#app/api/v1/parameters.ts";
import { getLevelShifts } from "#db/queries/level-shifts.ts";
import { reader } from "#db/server.ts";

export { DELETE, OPTIONS, PATCH, POST, PUT } from "#app/api/only-get.ts";
export const dynamic = "force-dynamic";

type Context = { params: Promise<{ node_id: string }> };

/** When the level of a node's latency shifted: lib/model/level-shift.ts, LevelShifts. */
export const GET = jsonRoute(
  async (request, { params }: Context) => {
    const question = readRange(readParameters(request, RANGE_PARAMETERS));
    return getLevelShifts(reader(), { ...question, ...(await params) });
  },
  { scope: "read", node: true, shared: "slow" },
);
