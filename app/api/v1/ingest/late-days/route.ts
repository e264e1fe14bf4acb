import { jsonRoute } from "#app/api/problem.ts";
import { readParameters } from "#app/api/v1/parameters.ts";
import { listLateDays } from "#db/queries/late-days.ts";
import { reader } from "#db/server.ts";

export { DELETE, OPTIONS, PATCH, POST, PUT } from "#app/api/only-get.ts";
export const dynamic = "force-dynamic";

/** Days whose aggregates wait for a refresh, or had one: as lib/model/ingest-activity.ts tells, LateDays. */
export const GET = jsonRoute(async (request) => {
  readParameters(request, []);
  return listLateDays(reader(), { now: new Date() });
});
