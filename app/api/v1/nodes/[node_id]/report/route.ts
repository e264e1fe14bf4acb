import { jsonRoute } from "#app/api/problem.ts";
import { RANGE_PARAMETERS, readParameters, readRange, readTimeZone } from "#app/api/v1/parameters.ts";
import { getServiceLevel } from "#db/queries/service-level.ts";
import { reader } from "#db/server.ts";
import { ACCOUNTING_PARAMETERS, parseAccounting } from "#lib/service-level.ts";

export { DELETE, OPTIONS, PATCH, POST, PUT } from "#app/api/only-get.ts";
export const dynamic = "force-dynamic";

type Context = { params: Promise<{ node_id: string }> };

/** What a node's service-level report rests on: lib/model/service-level.ts, ServiceLevel. */
export const GET = jsonRoute(
  async (request, { params }: Context) => {
    const parameters = readParameters(request, [...RANGE_PARAMETERS, ...ACCOUNTING_PARAMETERS, "time_zone"]);
    const question = { ...readRange(parameters), time_zone: readTimeZone(parameters) };
    return getServiceLevel(reader(), { ...question, accounting: parseAccounting(parameters), ...(await params) });
  },
  { scope: "read", node: true, shared: true },
);
