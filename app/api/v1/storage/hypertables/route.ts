import { jsonRoute } from "#app/api/problem.ts";
import { readParameters } from "#app/api/v1/parameters.ts";
import { listHypertables } from "#db/queries/hypertables.ts";
import { catalogReader } from "#db/server.ts";

export { DELETE, OPTIONS, PATCH, POST, PUT } from "#app/api/only-get.ts";
export const dynamic = "force-dynamic";

/** Every hypertable, those of continuous aggregates included: `{items, as_of}`, items as lib/model/storage.ts tells, Hypertable. */
export const GET = jsonRoute(async (request) => {
  readParameters(request, []);
  return { items: await listHypertables(catalogReader()), as_of: new Date().toISOString() };
});
