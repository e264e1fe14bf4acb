"use client";

import { PanelMenu } from "#components/ui/panel-menu.client.tsx";
import { Panel, PanelMessage } from "#components/ui/panel.tsx";
import { capacityPath } from "#lib/api/storage.ts";
import { scoreForecasts } from "#lib/forecasts.ts";
import type { ForecastScore } from "#lib/forecasts.ts";
import { changeText, fixed, formatTime, NOTHING } from "#lib/format.ts";
import type { KeptForecast } from "#lib/model/capacity.ts";
import { recordsCsv } from "#lib/records-csv.ts";

type ForecastsPanelProps = { forecasts: KeptForecast[]; as_of: string; zone: string };

/** Forecasts that were kept, held against what came. */
export function ForecastsPanel({ forecasts, as_of, zone }: ForecastsPanelProps) {
  const scores = scoreForecasts(forecasts, Date.parse(as_of));
  return (
    <Panel
      title="Forecasts held against what came"
      source="fiber.storage_forecasts, kept once a day (UTC) as things were · what came: the sample nearest to the moment"
      height={170}
      menu={
        <PanelMenu
          title="Forecasts held against what came"
          file="forecasts"
          sql={capacityPath}
          {...(forecasts.length > 0 ? { csv: () => recordsCsv([...forecasts], KEYS) } : {})}
        />
      }
    >
      {scores.length === 0 ? (
        <PanelMessage kind="empty" title="No forecast was kept yet.">
          The console keeps one a day, once a whole day of measurements is counted and samples span an hour.
        </PanelMessage>
      ) : (
        <div className="overflow-x-auto" tabIndex={0} role="group" aria-label="Forecasts">
          <table className="w-full text-13">
            <thead className="text-12 text-ink-3">
              <tr>
                {[
                  "looked ahead",
                  "kept",
                  "due",
                  "compared",
                  "within the band",
                  "error, median",
                  "too high or low",
                  "next due",
                ].map((heading, i) => (
                  <th
                    key={heading}
                    className={`py-1 font-normal whitespace-nowrap ${i === 0 ? "pr-4 text-left" : "pl-4 text-right"}`}
                  >
                    {heading}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {scores.map((score) => (
                <tr key={score.horizon_days} className="border-t">
                  <th scope="row" className="figure py-1.5 pr-4 text-left font-medium">
                    {score.horizon_days} d
                  </th>
                  {cellsOf(score, zone).map(({ name, text }) => (
                    <td key={name} className="figure py-1.5 pl-4 text-right whitespace-nowrap">
                      {text}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Panel>
  );
}

const KEYS: (keyof KeptForecast)[] = [
  "made_at",
  "horizon_days",
  "target_at",
  "low_bytes",
  "expected_bytes",
  "high_bytes",
  "actual_bytes",
];

const percent = (share: number | null): string => (share === null ? NOTHING : `${fixed(share * 100, 1)} %`);

const cellsOf = (score: ForecastScore, zone: string) => [
  { name: "kept", text: String(score.kept) },
  { name: "due", text: String(score.due) },
  { name: "compared", text: String(score.compared) },
  { name: "within", text: score.compared === 0 ? NOTHING : `${score.within_band} of ${score.compared}` },
  { name: "error", text: percent(score.median_error) },
  { name: "bias", text: score.median_bias === null ? NOTHING : `${changeText(score.median_bias * 100)} %` },
  { name: "next", text: formatTime(score.next_due_at, zone) },
];
