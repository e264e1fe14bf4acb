import { requireApi } from "#app/guard.ts";
import { influxAnswer, influxProblem, withCredentials } from "#app/ingest/influx.ts";
import { readBodyOptions, receive } from "#app/ingest/receive.ts";
import { startIngest } from "#db/server-write.ts";

export { DELETE, GET, HEAD, OPTIONS, PATCH, PUT } from "#app/api/only-post.ts";
export const dynamic = "force-dynamic";

/** InfluxDB 2: line protocol, 204. `org` and `bucket` say nothing here. 400 names the lines that were refused. */
export const POST = async (request: Request): Promise<Response> => {
  try {
    const { principal } = await requireApi(withCredentials(request), { scope: "ingest" });
    const options = readBodyOptions(new URL(request.url).searchParams);
    return influxAnswer(2, await receive(request, principal, { ...options, format: "influx" }, startIngest));
  } catch (error) {
    return influxProblem(2, error);
  }
};
