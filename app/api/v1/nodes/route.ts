import { jsonRoute } from "#app/api/problem.ts";
import { RANGE_PARAMETERS, readParameters, readRange } from "#app/api/v1/parameters.ts";
import { getFleetSummary } from "#db/queries/fleet.ts";
import { reader } from "#db/server.ts";

export { DELETE, OPTIONS, PATCH, POST, PUT } from "#app/api/only-get.ts";
export const dynamic = "force-dynamic";

/** All nodes with status and the range's figures: lib/model/node.ts, FleetSummary. */
export const GET = jsonRoute(
  (request) => getFleetSummary(reader(), readRange(readParameters(request, RANGE_PARAMETERS))),
  { scope: "read", shared: true },
);
