import { fullIn, lifecycleOf, project, storeSizer, wholeChunks } from "./capacity.ts";
import { readScenario } from "./capacity-scenario.ts";
import type { ScenarioText } from "./capacity-scenario.ts";
import { scoreForecasts } from "./forecasts.ts";
import type { CapacityBasis, KeptForecast } from "./model/capacity.ts";

/** What was measured, and the forecasts that were kept. */
export type CapacityFacts = { basis: CapacityBasis; forecasts: KeptForecast[] };

/**
 * The answer of the API and of the command line: a projection of the scenario in `text`, and all it rests on. Throws
 * `invalid_input` for a field that cannot be understood.
 */
export const answerCapacity = ({ basis, forecasts }: CapacityFacts, text: ScenarioText) => {
  const { scenario, errors } = readScenario(basis, text);
  const [error] = Object.values(errors);
  if (error) throw error;
  return {
    as_of: basis.as_of,
    scenario,
    projection: project(basis, scenario).map(({ time_ms, low, mid, high }) => ({
      time: new Date(time_ms).toISOString(),
      low_bytes: Math.round(low),
      expected_bytes: Math.round(mid),
      high_bytes: Math.round(high),
    })),
    stores: basis.stores.map((store) => ({
      name: store.name,
      bytes_then: storeSizer(store, basis, scenario)(scenario.until_ms),
      whole_chunks: wholeChunks(lifecycleOf(store, scenario)),
    })),
    disk_full: scenario.disk_bytes === null ? null : fullIn(basis, scenario, scenario.disk_bytes),
    forecasts: { scores: scoreForecasts(forecasts, Date.parse(basis.as_of)), kept: forecasts },
    basis,
  };
};
