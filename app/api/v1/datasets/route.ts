import { jsonRoute } from "#app/api/problem.ts";
import { readParameters } from "#app/api/v1/parameters.ts";
import { listDatasets } from "#db/queries/datasets.ts";
import { reader } from "#db/server.ts";

export { DELETE, OPTIONS, PATCH, POST, PUT } from "#app/api/only-get.ts";
export const dynamic = "force-dynamic";

/** What is shown but was not measured by live probes. */
export const GET = jsonRoute(async (request) => {
  readParameters(request, []);
  return { items: await listDatasets(reader()), as_of: new Date().toISOString() };
});
