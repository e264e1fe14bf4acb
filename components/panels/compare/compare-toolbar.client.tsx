"use client";

import { Button } from "#components/ui/button.tsx";
import { Menu, MenuChoice } from "#components/ui/menu.client.tsx";
import { COMPARE_MEASURES, compareMeasure } from "#lib/compare-lines.ts";
import { NodePicker } from "./node-picker.client.tsx";
import type { ComparisonState } from "./use-comparison.ts";

const LAYOUTS = [
  { key: "panels", label: "Panels" },
  { key: "overlay", label: "Overlay" },
] as const;

/** Which nodes, which measure, beside or over each other, as measured or relative to each one's own level. */
export function CompareToolbar({ state }: { state: ComparisonState }) {
  const { name, latency } = compareMeasure(state.measure);
  return (
    <div className="flex flex-wrap items-center gap-2">
      <NodePicker state={state} />
      <Menu label={`Measure: ${name}`} trigger={<span>{name}</span>} align="start">
        <MenuChoice
          value={state.measure}
          onChange={(measure) => state.set({ measure })}
          options={COMPARE_MEASURES.map((measure) => ({ value: measure.key, label: measure.name, hint: measure.unit }))}
        />
      </Menu>
      <fieldset className="flex gap-1">
        <legend className="sr-only">Layout</legend>
        {LAYOUTS.map(({ key, label }) => (
          <Button key={key} look="ghost" aria-pressed={state.layout === key} onClick={() => state.set({ layout: key })}>
            {label}
          </Button>
        ))}
      </fieldset>
      <Button
        aria-pressed={latency && state.relative}
        disabled={!latency}
        title={
          latency ? "Latency in percent of each node's own median" : "Shares have no level of their own to relate to"
        }
        onClick={() => state.set({ relative: !state.relative })}
      >
        Relative to own median
      </Button>
    </div>
  );
}
