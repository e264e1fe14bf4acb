import { jsonRoute } from "#app/api/problem.ts";
import { readChunkName, type ChunkContext } from "#app/api/v1/storage/names.ts";
import { getChunkDetail } from "#db/queries/chunk-detail.ts";
import { catalogReader } from "#db/server.ts";

export { DELETE, OPTIONS, PATCH, POST, PUT } from "#app/api/only-get.ts";
export const dynamic = "force-dynamic";

/** Everything about one chunk, by its name or `newest`: lib/model/storage-detail.ts, ChunkDetail. */
export const GET = jsonRoute(async (request, context: ChunkContext) =>
  getChunkDetail(catalogReader(), await readChunkName(request, context)),
);
