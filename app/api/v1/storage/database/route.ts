import { jsonRoute } from "#app/api/problem.ts";
import { readParameters } from "#app/api/v1/parameters.ts";
import { getDatabaseOverview } from "#db/queries/database.ts";
import { catalogReader, replicaExpected } from "#db/server.ts";

export { DELETE, OPTIONS, PATCH, POST, PUT } from "#app/api/only-get.ts";
export const dynamic = "force-dynamic";

/** The database as a whole: lib/model/storage.ts, DatabaseOverview. */
export const GET = jsonRoute((request) => {
  readParameters(request, []);
  return getDatabaseOverview(catalogReader(), { replica_expected: replicaExpected() });
});
