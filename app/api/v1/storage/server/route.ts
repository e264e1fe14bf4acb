import { jsonRoute } from "#app/api/problem.ts";
import { readParameters } from "#app/api/v1/parameters.ts";
import { getServerHealth } from "#db/queries/server-health.ts";
import { catalogReader } from "#db/server.ts";

export { DELETE, OPTIONS, PATCH, POST, PUT } from "#app/api/only-get.ts";
export const dynamic = "force-dynamic";

/** The server around the database: lib/model/server.ts, ServerHealth. */
export const GET = jsonRoute((request) => {
  readParameters(request, []);
  return getServerHealth(catalogReader());
});
