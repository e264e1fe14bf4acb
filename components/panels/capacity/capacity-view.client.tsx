"use client";

import { parseAsString, useQueryStates } from "nuqs";
import { useDeferredValue, useMemo } from "react";
import type { HistoryPoint } from "#components/charts/chart-line-capacity.client.tsx";
import { useTimeZone } from "#components/shell/zone.client.tsx";
import { fullIn, project } from "#lib/capacity.ts";
import { readScenario } from "#lib/capacity-scenario.ts";
import type { ScenarioField } from "#lib/capacity-scenario.ts";
import type { CapacityBasis, KeptForecast } from "#lib/model/capacity.ts";
import { CapacityTiles } from "./capacity-tiles.tsx";
import { CompositionPanel } from "./composition-panel.client.tsx";
import { ForecastsPanel } from "./forecasts-panel.client.tsx";
import { ProjectionPanel } from "./projection-panel.client.tsx";
import { SeedPanel } from "./seed-panel.client.tsx";
import { WhatIfPanel } from "./what-if-panel.client.tsx";

const PARAMS = {
  nodes: parseAsString,
  interval: parseAsString,
  compress: parseAsString,
  retain: parseAsString,
  chunk: parseAsString,
  disk: parseAsString,
  until: parseAsString,
};

type CapacityViewProps = { basis: CapacityBasis; forecasts: KeptForecast[]; history: HistoryPoint[] };

/** All of the page: what is asked lives in the URL, and every change is computed here, at once. */
export function CapacityView({ basis, forecasts, history }: CapacityViewProps) {
  const { zone } = useTimeZone();
  const [text, setText] = useQueryStates(PARAMS, { history: "replace", clearOnDefault: true });
  const shown = useDeferredValue(text);
  const { scenario } = useMemo(() => readScenario(basis, shown), [basis, shown]);
  const { errors } = useMemo(() => readScenario(basis, text), [basis, text]);
  const days = useMemo(() => project(basis, scenario), [basis, scenario]);
  const full = useMemo(
    () => (scenario.disk_bytes === null ? null : fullIn(basis, scenario, scenario.disk_bytes)),
    [basis, scenario],
  );
  const onChange = (field: ScenarioField, value: string | null) =>
    void setText({ [field]: value === "" ? null : value });
  const shared = { basis, scenario, zone };
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4 xl:grid-cols-[minmax(0,1fr)_320px]">
      <div className="xl:col-span-2">
        <CapacityTiles {...shared} days={days} full={full} />
      </div>
      <ProjectionPanel {...shared} days={days} history={history} />
      <WhatIfPanel {...shared} text={text} errors={errors} onChange={onChange} onReset={() => void setText(null)} />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-4 xl:col-span-2">
        <CompositionPanel {...shared} />
        <SeedPanel basis={basis} />
        <ForecastsPanel forecasts={forecasts} as_of={basis.as_of} zone={zone} />
      </div>
    </div>
  );
}
