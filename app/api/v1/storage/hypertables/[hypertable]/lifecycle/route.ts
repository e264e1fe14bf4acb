import { jsonRoute } from "#app/api/problem.ts";
import { readHypertable, type HypertableContext } from "#app/api/v1/storage/names.ts";
import { getLifecycle } from "#db/queries/lifecycle.ts";
import { catalogReader } from "#db/server.ts";

export { DELETE, OPTIONS, PATCH, POST, PUT } from "#app/api/only-get.ts";
export const dynamic = "force-dynamic";

/** What becomes of the rows of one hypertable or aggregate over time: lib/model/lifecycle.ts, Lifecycle. `schema` tells hypertables of one name apart. */
export const GET = jsonRoute(async (request, context: HypertableContext) =>
  getLifecycle(catalogReader(), await readHypertable(request, context)),
);
