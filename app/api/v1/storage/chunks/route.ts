import { jsonRoute } from "#app/api/problem.ts";
import { readParameters } from "#app/api/v1/parameters.ts";
import { listChunks } from "#db/queries/chunks.ts";
import { reader } from "#db/server.ts";
import { CHUNK_PARAMETERS, readChunkFilter } from "./parameters.ts";

export const dynamic = "force-dynamic";

/**
 * The newest chunks, newest first: `{items, as_of}`, items as lib/model/storage.ts tells, Chunk. `hypertable` takes the
 * name of a hypertable or of a continuous aggregate, `schema` narrows it, `limit` is 500 unless given.
 */
export const GET = jsonRoute(async (request) => {
  const filter = readChunkFilter(readParameters(request, CHUNK_PARAMETERS));
  return { items: await listChunks(reader(), filter), as_of: new Date().toISOString() };
});
