import { jsonRoute } from "#app/api/problem.ts";
import { readParameters } from "#app/api/v1/parameters.ts";
import { getCapacityBasis } from "#db/queries/capacity.ts";
import { listForecasts } from "#db/queries/forecasts.ts";
import { catalogReader } from "#db/server.ts";
import { answerCapacity } from "#lib/capacity-answer.ts";
import { readDiskBytes } from "#lib/env-disk.ts";
import { readScenarioText, SCENARIO_FIELDS } from "#lib/capacity-scenario.ts";

export { DELETE, OPTIONS, PATCH, POST, PUT } from "#app/api/only-get.ts";
export const dynamic = "force-dynamic";

/**
 * How large the database will be: `{scenario, projection, stores, disk_full, forecasts, basis, as_of}`. `nodes`,
 * `interval`, `compress`, `retain` and `chunk` are as measured or in force unless given; `until` is a day or a distance
 * like 90d (a year), `disk` a size like 500GiB (that of FIBER_DISK_SIZE, if it is set).
 */
export const GET = jsonRoute(async (request) => {
  const text = readScenarioText(readParameters(request, SCENARIO_FIELDS));
  const basis = await getCapacityBasis(catalogReader(), { disk_bytes: readDiskBytes(process.env) });
  return answerCapacity({ basis, forecasts: await listForecasts(catalogReader()) }, text);
});
