import { diskFull, lifecycleOf, project, storeSizer, wholeChunks } from "./capacity.ts";
import type { FullIn, StoreSize, WholeChunks } from "./capacity.ts";
import { readScenario } from "./capacity-scenario.ts";
import type { ScenarioText } from "./capacity-scenario.ts";
import { scoreForecasts } from "./forecasts.ts";
import type { ForecastScore } from "./forecasts.ts";
import type { CapacityBasis, KeptForecast, Scenario } from "./model/capacity.ts";

/** What was measured, and the forecasts that were kept. */
export type CapacityFacts = { basis: CapacityBasis; forecasts: KeptForecast[] };

export type CapacityAnswer = {
  as_of: string;
  scenario: Scenario;
  /** The database day by day, bytes. */
  projection: { time: string; low_bytes: number; expected_bytes: number; high_bytes: number }[];
  stores: { name: string; bytes_then: StoreSize; whole_chunks: WholeChunks }[];
  /** Null: no disk was given, or nothing is measured that could be projected. */
  disk_full: FullIn | null;
  forecasts: { scores: ForecastScore[]; kept: KeptForecast[] };
  basis: CapacityBasis;
};

/**
 * The answer of the API and of the command line: a projection of the scenario in `text`, and all it rests on. Throws
 * `invalid_input` for a field that cannot be understood.
 */
export const answerCapacity = ({ basis, forecasts }: CapacityFacts, text: ScenarioText): CapacityAnswer => {
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
    disk_full: diskFull(basis, scenario),
    forecasts: { scores: scoreForecasts(forecasts, Date.parse(basis.as_of)), kept: forecasts },
    basis,
  };
};
