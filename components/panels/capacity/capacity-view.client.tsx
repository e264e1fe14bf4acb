"use client";

import { parseAsString, useQueryStates } from "nuqs";
import { useDeferredValue, useMemo } from "react";
import { ProblemMessage } from "#components/shell/problem-message.tsx";
import { StaleNotice } from "#components/shell/stale-notice.client.tsx";
import { RETRY_SECONDS, useLiveQuery } from "#components/shell/use-live-query.ts";
import { useTimeZone } from "#components/shell/zone.client.tsx";
import { Panel, PanelSkeleton } from "#components/ui/panel.tsx";
import { capacityQuery, STORAGE_CHOICE } from "#lib/api/storage.ts";
import type { CapacitySource } from "#lib/api/storage.ts";
import { diskFull, project } from "#lib/capacity.ts";
import { readScenario } from "#lib/capacity-scenario.ts";
import type { ScenarioField } from "#lib/capacity-scenario.ts";
import type { Problem } from "#lib/problem.ts";
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

type CapacityViewProps = { initial: CapacitySource | undefined; initialProblem: Problem | undefined };

/** All of the page, measured anew while it is open; or why there is nothing to compute from. */
export function CapacityView(props: CapacityViewProps) {
  const answer = useLiveQuery<CapacitySource>({ options: capacityQuery(), ...props, choice: STORAGE_CHOICE });
  const { data, problem } = answer;
  if (data === undefined)
    return (
      <Panel title="Projection" source={problem ? `Retrying every ${RETRY_SECONDS} s` : ""} height={480}>
        {problem ? <ProblemMessage problem={problem} /> : <PanelSkeleton rows={10} />}
      </Panel>
    );
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <StaleNotice answer={answer} />
      <Projected {...data} />
    </div>
  );
}

/** What is asked lives in the URL, and every change is computed here, at once. */
function Projected({ basis, forecasts, history }: CapacitySource) {
  const { zone } = useTimeZone();
  const [text, setText] = useQueryStates(PARAMS, { history: "replace", clearOnDefault: true });
  const shown = useDeferredValue(text);
  const { scenario } = useMemo(() => readScenario(basis, shown), [basis, shown]);
  const { errors } = useMemo(() => readScenario(basis, text), [basis, text]);
  const days = useMemo(() => project(basis, scenario), [basis, scenario]);
  const full = useMemo(() => diskFull(basis, scenario), [basis, scenario]);
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
