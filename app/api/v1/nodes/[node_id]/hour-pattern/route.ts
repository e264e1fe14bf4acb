import { jsonRoute } from "#app/api/problem.ts";
import { RANGE_PARAMETERS, readParameters, readRange, readTimeZone } from "#app/api/v1/parameters.ts";
import { getHourPattern } from "#db/queries/hour-pattern.ts";
import { reader } from "#db/server.ts";

export { DELETE, OPTIONS, PATCH, POST, PUT } from "#app/api/only-get.ts";
export const dynamic = "force-dynamic";

type Context = { params: Promise<{ node_id: string }> };

/** What a node's latency is like by hour of the day: lib/model/day-pattern.ts, HourPattern. */
export const GET = jsonRoute(
  async (request, { params }: Context) => {
    const parameters = readParameters(request, [...RANGE_PARAMETERS, "time_zone"]);
    const question = { ...readRange(parameters), time_zone: readTimeZone(parameters) };
    return getHourPattern(reader(), { ...question, ...(await params) });
  },
  { scope: "read", node: true, shared: true },
);
