import { jsonRoute } from "#app/api/problem.ts";
import { RANGE_PARAMETERS, readParameters, readRange } from "#app/api/v1/parameters.ts";
import { getGrowth } from "#db/queries/growth.ts";
import { catalogReader } from "#db/server.ts";

export { DELETE, OPTIONS, PATCH, POST, PUT } from "#app/api/only-get.ts";
export const dynamic = "force-dynamic";

/**
 * How the database and its hypertables grew, from the samples it keeps: as lib/model/growth.ts tells, Growth. `range`, or
 * `from` and `to`; without them all samples that are kept.
 */
export const GET = jsonRoute(async (request) => {
  const parameters = readParameters(request, RANGE_PARAMETERS);
  const given = Object.keys(parameters).length > 0;
  return getGrowth(catalogReader(), given ? readRange(parameters) : { now: new Date() });
});
