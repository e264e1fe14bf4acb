import { jsonRoute } from "#app/api/problem.ts";
import { readParameters } from "#app/api/v1/parameters.ts";
import { listJobs } from "#db/queries/jobs.ts";
import { reader } from "#db/server.ts";

export const dynamic = "force-dynamic";

/** Every policy and job with its last run: `{items, as_of}`, items as lib/model/storage.ts tells, Job. */
export const GET = jsonRoute(async (request) => {
  readParameters(request, []);
  return { items: await listJobs(reader()), as_of: new Date().toISOString() };
});
