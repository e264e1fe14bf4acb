import { jsonRoute } from "#app/api/problem.ts";
import { RANGE_PARAMETERS, readParameters, readRange } from "#app/api/v1/parameters.ts";
import { getFleetChanges } from "#db/queries/fleet-changes.ts";
import { reader } from "#db/server.ts";

export { DELETE, OPTIONS, PATCH, POST, PUT } from "#app/api/only-get.ts";
export const dynamic = "force-dynamic";

/** Every node in the period before the range, and the fleet over its slices: lib/model/fleet-changes.ts, FleetChanges. */
export const GET = jsonRoute(
  (request) => getFleetChanges(reader(), readRange(readParameters(request, RANGE_PARAMETERS))),
  { scope: "read", shared: "slow" },
);
