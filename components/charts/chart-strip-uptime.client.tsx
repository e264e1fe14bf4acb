"use client";

import { useMemo } from "react";
import { Placed } from "#components/ui/placed.tsx";
import { bar, barsPath, PLOT_WIDTH } from "#lib/chart-paths.ts";
import { pointKind, spans } from "#lib/chart-series.ts";
import { shareSummary } from "#lib/chart-summary.ts";
import { barsZone, uptimeBars, UPTIME_LABELS, uptimeShade, uptimeSlice } from "#lib/chart-uptime.ts";
import type { UptimeBar, UptimeShade } from "#lib/chart-uptime.ts";
import type { Window } from "#lib/chart-zoom.ts";
import { formatPercent, formatTime, percentQuantity } from "#lib/format.ts";
import type { Series } from "#lib/model/series.ts";
import { ChartFrame } from "./chart-frame.client.tsx";
import { useChartGroup } from "./chart-group.client.tsx";
import { ChartLegend } from "./chart-legend.client.tsx";
import { ChartKey, Drawing, Silences, Swatch } from "./chart-marks.tsx";

const HEIGHT = 56;
const SHADES: UptimeShade[] = ["good", "reduced", "bad"];
const FILL: Record<UptimeShade, string> = {
  good: "var(--status-online)",
  reduced: "var(--status-late)",
  bad: "var(--status-bad)",
};
/** Good looks like nothing: it stands back. */
const OPACITY: Record<UptimeShade, number> = { good: 0.38, reduced: 0.8, bad: 1 };
/** Of the share that is lost: the more of it, the stronger, so that a day of nothing is the strongest bar. */
const LOST_OPACITY: Record<UptimeShade, number> = { good: 0.18, reduced: 0.3, bad: 0.55 };
/** Colour and opacity together. */
const SWATCH: Record<UptimeShade, string> = {
  good: "bg-online opacity-38",
  reduced: "bg-late opacity-80",
  bad: "bg-bad",
};
const AXIS = {
  min: 0,
  max: 100,
  ticks: [
    { value: 0, label: "0" },
    { value: 100, label: "100" },
  ],
};

/** Uptime in equal bars: height and shade say how much, a mark above says where it is not good, a hatch where the probe was silent. */
export function ChartStripUptime({ series }: { series: Series }) {
  const { view, zone } = useChartGroup();
  const { bars, paths, silent } = useMemo(() => draw(series, view, zone), [series, view, zone]);
  const barAt = (time_ms: number | null) =>
    bars.find((b) => time_ms !== null && time_ms >= b.from_ms && time_ms < b.to_ms) ??
    bars.findLast((b) => b.count > 0) ??
    bars.at(-1);
  return (
    <>
      <ChartLegend at={(time_ms) => legendOf(barAt(time_ms))} />
      <ChartFrame
        height={HEIGHT}
        label="Uptime over time"
        summary={useMemo(() => shareSummary(series, "uptime_pct", zone), [series, zone])}
        valueText={(time_ms) => barText(barAt(time_ms), zone)}
        axis={AXIS}
        unit="%"
        above={<Trouble bars={bars} view={view} />}
      >
        <Drawing height={HEIGHT} width={PLOT_WIDTH}>
          {paths.map(({ shade, d, lost }) => (
            <g key={shade} fill={FILL[shade]}>
              <path d={lost} fillOpacity={LOST_OPACITY[shade]} />
              <path d={d} fillOpacity={OPACITY[shade]} />
            </g>
          ))}
        </Drawing>
        <Silences view={view} spans={silent} solid />
      </ChartFrame>
      <ChartKey
        items={[
          ...SHADES.map((shade) => ({
            swatch: <Swatch className={SWATCH[shade]} />,
            text: UPTIME_LABELS[shade],
          })),
          ...(silent.length > 0
            ? [{ swatch: <Swatch className="hatch border border-(--hatch)" />, text: "probe silent" }]
            : []),
        ]}
      />
    </>
  );
}

function draw(series: Series, view: Window, zone: string) {
  const { points, bucket_seconds } = series;
  const slice = uptimeSlice((view.to_ms - view.from_ms) / 1000, bucket_seconds);
  const bars = uptimeBars(points, slice, barsZone(series, slice, zone));
  const plot = { ...view, bucket_seconds, min: 0, max: 100, height: HEIGHT };
  // As fine as the other charts tell it: a bar speaks only for the part of it that was measured.
  const silent = spans(points, bucket_seconds, (p) => pointKind(p) === "silent");
  const paths = SHADES.map((shade) => {
    const shown = bars.flatMap(({ uptime_pct, from_ms, to_ms }) => {
      if (uptime_pct === null || uptimeShade(uptime_pct) !== shade) return [];
      // A lost share too small for a pixel still takes three off the bar; the air between bars is a fifth of them.
      const height = uptime_pct < 100 ? Math.min(uptime_pct, 100 - 300 / HEIGHT) : 100;
      const air = (to_ms - from_ms) * 0.1;
      const slot = [Math.max(from_ms, view.from_ms) + air, Math.min(to_ms, view.to_ms) - air] as const;
      return [{ up: bar(plot, ...slot, height), whole: bar(plot, ...slot, 100), lost: uptime_pct < 100 }];
    });
    return {
      shade,
      d: barsPath(shown.map(({ up }) => up)),
      lost: barsPath(shown.filter(({ lost }) => lost).map(({ whole }) => whole)),
    };
  });
  return { bars, paths, silent };
}

/** ▲ above stretches below 99 %, △ above those below 99.9 %. */
function Trouble({ bars, view }: { bars: UptimeBar[]; view: Window }) {
  const marks: { shade: UptimeShade; from_ms: number; to_ms: number }[] = [];
  for (const { uptime_pct, from_ms, to_ms } of bars) {
    const shade = uptime_pct === null ? "good" : uptimeShade(uptime_pct);
    const open = marks.at(-1);
    if (open && open.shade === shade && open.to_ms === from_ms) open.to_ms = to_ms;
    else marks.push({ shade, from_ms, to_ms });
  }
  const at = (m: Window) => (((m.from_ms + m.to_ms) / 2 - view.from_ms) / (view.to_ms - view.from_ms)) * 100;
  return marks
    .filter(({ shade }) => shade !== "good")
    .map((m) => (
      <Placed key={m.from_ms} left={at(m)} boundsClassName="min-w-[4px] max-w-[calc(100%-4px)]" className="bottom-1">
        <svg
          viewBox="0 0 8 8"
          width="8"
          height="8"
          aria-hidden="true"
          className={`shrink-0 -translate-x-1/2 self-end ${m.shade === "bad" ? "text-bad" : "text-late"}`}
        >
          <path
            d="M4 1 7.3 7H.7z"
            fill={m.shade === "bad" ? "currentColor" : "none"}
            stroke="currentColor"
            strokeWidth={1}
            strokeLinejoin="round"
          />
        </svg>
      </Placed>
    ));
}

function legendOf(found: UptimeBar | undefined) {
  if (!found) return null;
  return {
    from_ms: found.from_ms,
    to_ms: found.to_ms,
    items: [
      { label: "uptime", value: found.uptime_pct === null ? silentWords(found) : percentQuantity(found.uptime_pct, 2) },
      { label: "received", value: `${found.count} of ${found.expected_count}` },
    ],
  };
}

const silentWords = (found: UptimeBar) => (found.expected_count > 0 ? "probe silent" : "none due");

function barText(found: UptimeBar | undefined, zone: string): string {
  if (!found) return "no value";
  const value = found.uptime_pct === null ? silentWords(found) : `uptime ${formatPercent(found.uptime_pct)}`;
  return `${formatTime(found.from_ms, zone)}: ${value}, ${found.count} of ${found.expected_count} received`;
}
