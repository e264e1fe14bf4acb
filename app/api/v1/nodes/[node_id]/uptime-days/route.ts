import { jsonRoute } from "#app/api/problem.ts";
import { readParameters, readTimeZone } from "#app/api/v1/parameters.ts";
import { listUptimeDays } from "#db/queries/uptime-days.ts";
import { reader } from "#db/server.ts";

export { DELETE, OPTIONS, PATCH, POST, PUT } from "#app/api/only-get.ts";
export const dynamic = "force-dynamic";

type Context = { params: Promise<{ node_id: string }> };

/** A node's newest 90 days in a zone: lib/model/day-pattern.ts, UptimeDays. */
export const GET = jsonRoute(
  async (request, { params }: Context) => {
    const time_zone = readTimeZone(readParameters(request, ["time_zone"]));
    return listUptimeDays(reader(), { time_zone, now: new Date(), ...(await params) });
  },
  { scope: "read", node: true, shared: true },
);
