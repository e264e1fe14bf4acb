import { jsonRoute } from "#app/api/problem.ts";
import { RANGE_PARAMETERS, readParameters, readRange } from "#app/api/v1/parameters.ts";
import { getIngestActivity } from "#db/queries/ingest-activity.ts";
import { reader } from "#db/server.ts";

export { DELETE, OPTIONS, PATCH, POST, PUT } from "#app/api/only-get.ts";
export const dynamic = "force-dynamic";

/** What ingest did in `range`, or between `from` and `to`: as lib/model/ingest-activity.ts tells, IngestActivity. */
export const GET = jsonRoute(async (request) =>
  getIngestActivity(reader(), readRange(readParameters(request, RANGE_PARAMETERS))),
);
