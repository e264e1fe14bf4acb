import { jsonRoute } from "#app/api/problem.ts";
import { readParameters } from "#app/api/v1/parameters.ts";
import { listAggregates } from "#db/queries/aggregates.ts";
import { catalogReader } from "#db/server.ts";

export { DELETE, OPTIONS, PATCH, POST, PUT } from "#app/api/only-get.ts";
export const dynamic = "force-dynamic";

/** Every continuous aggregate with its freshness: `{items, as_of}`, items as lib/model/storage.ts tells, Aggregate. */
export const GET = jsonRoute(async (request) => {
  readParameters(request, []);
  return { items: await listAggregates(catalogReader()), as_of: new Date().toISOString() };
});
