import { jsonRoute } from "#app/api/problem.ts";
import { RANGE_PARAMETERS, readParameters, readRange } from "#app/api/v1/parameters.ts";
import { getHeatMap } from "#db/queries/heat-map.ts";
import { reader } from "#db/server.ts";
import { invalidInput } from "#lib/errors.ts";
import { HEAT_MEASURES, isHeatMeasure } from "#lib/heat.ts";

export { DELETE, OPTIONS, PATCH, POST, PUT } from "#app/api/only-get.ts";
export const dynamic = "force-dynamic";

/** One measure (`latency`, `loss`, `coverage`) of all nodes over slices of the range: lib/model/heat-map.ts, HeatMap. */
export const GET = jsonRoute(
  (request) => {
    const parameters = readParameters(request, [...RANGE_PARAMETERS, "measure"]);
    const { measure = "latency" } = parameters;
    if (!isHeatMeasure(measure)) throw invalidInput("measure", `measure must be one of ${HEAT_MEASURES.join(", ")}.`);
    return getHeatMap(reader(), { ...readRange(parameters), measure });
  },
  { scope: "read", shared: "slow" },
);
