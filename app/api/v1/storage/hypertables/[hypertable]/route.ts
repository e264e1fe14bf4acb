import { jsonRoute } from "#app/api/problem.ts";
import { readHypertable, type HypertableContext } from "#app/api/v1/storage/names.ts";
import { getHypertableLayout } from "#db/queries/hypertable-layout.ts";
import { catalogReader } from "#db/server.ts";

export { DELETE, OPTIONS, PATCH, POST, PUT } from "#app/api/only-get.ts";
export const dynamic = "force-dynamic";

/** How one hypertable or aggregate is laid out: lib/model/storage-detail.ts, HypertableLayout. `schema` tells hypertables of one name apart. */
export const GET = jsonRoute(async (request, context: HypertableContext) =>
  getHypertableLayout(catalogReader(), await readHypertable(request, context)),
);
