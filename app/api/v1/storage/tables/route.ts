import { jsonRoute } from "#app/api/problem.ts";
import { readParameters } from "#app/api/v1/parameters.ts";
import { listTables } from "#db/queries/tables.ts";
import { catalogReader } from "#db/server.ts";

export { DELETE, OPTIONS, PATCH, POST, PUT } from "#app/api/only-get.ts";
export const dynamic = "force-dynamic";

/** Ordinary tables, the largest first: `{items, as_of}`, items as lib/model/storage-detail.ts tells, OrdinaryTable. */
export const GET = jsonRoute(async (request) => {
  readParameters(request, []);
  return { items: await listTables(catalogReader()), as_of: new Date().toISOString() };
});
