import { jsonRoute } from "#app/api/problem.ts";
import { readParameters } from "#app/api/v1/parameters.ts";
import { listChunks } from "#db/queries/chunks.ts";
import { catalogReader } from "#db/server.ts";
import { toColumns } from "#lib/columns.ts";
import { CHUNK_PARAMETERS, readChunkFilter } from "./parameters.ts";

export { DELETE, OPTIONS, PATCH, POST, PUT } from "#app/api/only-get.ts";
export const dynamic = "force-dynamic";

/**
 * The newest chunks, newest first: `{items, as_of}`, items as lib/model/storage.ts tells, Chunk. `hypertable` takes the
 * name of a hypertable or of a continuous aggregate, `schema` narrows it, `limit` is 500 unless given. `shape=columns`
 * answers the same as `{columns, rows, as_of}`, a fifth of the bytes.
 */
export const GET = jsonRoute(async (request) => {
  const { shape, ...filter } = readChunkFilter(readParameters(request, CHUNK_PARAMETERS));
  const items = await listChunks(catalogReader(), filter);
  const as_of = new Date().toISOString();
  return shape === "columns" ? { ...toColumns(items), as_of } : { items, as_of };
});
