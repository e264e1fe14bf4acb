import { jsonRoute } from "#app/api/problem.ts";
import { readParameters } from "#app/api/v1/parameters.ts";
import { listIngestRejects } from "#db/queries/ingest-rejects.ts";
import { reader } from "#db/server.ts";

export { DELETE, OPTIONS, PATCH, POST, PUT } from "#app/api/only-get.ts";
export const dynamic = "force-dynamic";

/** The last refused lines and the region conflicts: as lib/model/ingest-activity.ts tells, IngestRejects. */
export const GET = jsonRoute(async (request) => {
  readParameters(request, []);
  return listIngestRejects(reader(), { now: new Date() });
});
