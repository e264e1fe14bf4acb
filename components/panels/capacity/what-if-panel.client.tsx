"use client";

import { Button } from "#components/ui/button.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { durationText, SCENARIO_FIELDS, scenarioInForce, sizeText } from "#lib/capacity-scenario.ts";
import type { ReadScenario, ScenarioField, ScenarioText } from "#lib/capacity-scenario.ts";
import { wholeChunksText } from "#lib/capacity-words.ts";
import { fixed, formatDay } from "#lib/format.ts";
import type { CapacityBasis, Scenario } from "#lib/model/capacity.ts";
import { WhatIfField } from "./what-if-field.client.tsx";

type WhatIfPanelProps = {
  basis: CapacityBasis;
  scenario: Scenario;
  zone: string;
  text: ScenarioText;
  errors: ReadScenario["errors"];
  onChange: (field: ScenarioField, value: string | null) => void;
  onReset: () => void;
};

const LABELS: Record<ScenarioField, string> = {
  nodes: "Nodes",
  interval: "Interval",
  compress: "Compress after",
  retain: "Keep",
  chunk: "Chunk interval",
  disk: "Disk",
  until: "Until",
};

/** Where a slider stops. A value between them can be written. */
const STOPS: Record<ScenarioField, readonly string[]> = {
  nodes: ["5", "10", "20", "50", "100", "200", "500", "1000", "2000", "5000", "10000", "50000", "100000"],
  interval: ["1s", "5s", "10s", "15s", "30s", "1min", "2min", "5min", "10min", "15min", "30min", "1h"],
  compress: ["1h", "6h", "12h", "1d", "2d", "3d", "5d", "7d", "14d", "30d", "90d", "never"],
  retain: ["7d", "14d", "30d", "60d", "90d", "180d", "365d", "730d", "1825d", "never"],
  chunk: ["1h", "6h", "12h", "1d", "2d", "3d", "7d", "14d", "30d", "90d"],
  disk: ["1GiB", "10GiB", "20GiB", "50GiB", "100GiB", "200GiB", "500GiB", "1TiB", "2TiB", "5TiB", "10TiB", "50TiB"],
  until: ["7d", "30d", "90d", "180d", "365d", "730d", "1095d", "1825d", "3650d"],
};

/** What if: every answer depends on these, and nothing in the database changes. */
export function WhatIfPanel({ basis, scenario, zone, text, errors, onChange, onReset }: WhatIfPanelProps) {
  const asked = SCENARIO_FIELDS.some((field) => text[field]);
  const now = inForce(basis);
  return (
    <Panel
      title="What if"
      source="computed here; changes nothing in the database"
      menu={
        <Button look="ghost" onClick={onReset} disabled={!asked}>
          Reset
        </Button>
      }
    >
      <div className="grid grid-cols-[minmax(0,1fr)] gap-3 sm:grid-cols-2 xl:grid-cols-1">
        {SCENARIO_FIELDS.map((field) => (
          <WhatIfField
            key={field}
            label={LABELS[field]}
            value={text[field] ?? null}
            now={now[field]}
            stops={STOPS[field]}
            hint={hintOf(field, now[field], scenario, zone)}
            error={errors[field]?.message}
            onChange={(value) => onChange(field, value)}
          />
        ))}
      </div>
      <p className="pt-3 text-12 text-ink-2" data-testid="whole-chunks">
        {wholeChunksText(scenario)}
      </p>
    </Panel>
  );
}

/** What each field is when nothing is asked: measured, or in force. */
function inForce(basis: CapacityBasis): Record<ScenarioField, string> {
  const scenario = scenarioInForce(basis);
  return {
    nodes: String(scenario.nodes),
    interval: durationText(Math.round(scenario.interval_seconds * 10) / 10),
    compress: durationText(scenario.compress_after_seconds),
    retain: durationText(scenario.retain_seconds),
    chunk: durationText(scenario.chunk_seconds),
    disk: sizeText(scenario.disk_bytes),
    until: "365d",
  };
}

function hintOf(field: ScenarioField, now: string, scenario: Scenario, zone: string): string {
  if (field === "disk") return now === "" ? "the database cannot know it" : `${now} by FIBER_DISK_SIZE`;
  if (field === "until") return formatDay(scenario.until_ms, zone);
  if (field === "nodes") return `${fixed(Number(now), 0)} sent on the last whole day`;
  return field === "interval" ? `${now} now, on average` : `in force: ${now}`;
}
