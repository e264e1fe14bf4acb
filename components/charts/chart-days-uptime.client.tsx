"use client";

import { useState } from "react";
import type { KeyboardEvent } from "react";
import { cn } from "#components/ui/cn.ts";
import { Box } from "#components/ui/placed.tsx";
import { UPTIME_LABELS } from "#lib/chart-uptime.ts";
import { dayShade, daysSummary, dayText, silentShare } from "#lib/day-pattern.ts";
import type { DayShade } from "#lib/day-pattern.ts";
import { formatDay } from "#lib/format.ts";
import type { UptimeDay, UptimeDays } from "#lib/model/day-pattern.ts";
import { ChartKey, Swatch } from "./chart-marks.tsx";

/** What each shade means. */
export const DAY_KEY: Record<DayShade, string> = { ...UPTIME_LABELS, silent: "probe silent", none: "none due" };

/** Good stands back; what is bad is strong and has a mark below; silence is a hatch. */
const FILL: Record<DayShade, string> = {
  good: "bg-online/40",
  reduced: "bg-late/80",
  bad: "bg-bad",
  silent: "hatch border border-(--hatch)",
  none: "border border-dashed border-line",
};
const MARK: Partial<Record<DayShade, string>> = { reduced: "△", bad: "▲" };

type ChartDaysUptimeProps = { answer: UptimeDays; onZoom: (day: UptimeDay) => void };

/** One bar a day, all of one width and height: shade and mark say how much, a hatch how much of it the probe was silent. */
export function ChartDaysUptime({ answer, onZoom }: ChartDaysUptimeProps) {
  const { days, time_zone } = answer;
  const [at, setAt] = useState(days.length - 1);
  const keys = (event: KeyboardEvent<HTMLButtonElement>) => {
    const moves: Record<string, number> = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: days.length - 1 };
    const next = moves[event.key];
    if (next === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const index = Math.min(days.length - 1, Math.max(0, next));
    setAt(index);
    event.currentTarget.parentElement?.querySelectorAll<HTMLButtonElement>("button")[index]?.focus();
  };
  const shown = days[Math.min(at, days.length - 1)];
  const shades = (["good", "reduced", "bad", "silent", "none"] as const).filter(
    (shade) => shade !== "none" || days.some((day) => dayShade(day) === shade),
  );
  return (
    <>
      <p className="min-h-5 pb-2 text-13 tabular-nums max-md:min-h-9" data-testid="day-at">
        {shown ? dayText(shown, time_zone) : ""}
      </p>
      <p className="sr-only">{daysSummary(answer)}</p>
      <div role="group" aria-label="Uptime of 90 days" className="flex h-16 gap-px md:gap-0.5">
        {days.map((day, index) => (
          <DayBar
            key={day.from}
            day={day}
            label={dayText(day, time_zone)}
            current={index === at}
            onKeys={keys}
            onPoint={() => setAt(index)}
            onZoom={() => onZoom(day)}
          />
        ))}
      </div>
      <div className="flex justify-between pt-1 text-12 text-ink-3">
        <span className="figure">{days[0] ? formatDay(days[0].from, time_zone) : ""}</span>
        <span>today</span>
      </div>
      <ChartKey items={shades.map((shade) => ({ swatch: <Swatch className={FILL[shade]} />, text: DAY_KEY[shade] }))} />
    </>
  );
}

type DayBarProps = {
  day: UptimeDay;
  label: string;
  current: boolean;
  onKeys: (event: KeyboardEvent<HTMLButtonElement>) => void;
  onPoint: () => void;
  onZoom: () => void;
};

function DayBar({ day, label, current, onKeys, onPoint, onZoom }: DayBarProps) {
  const shade = dayShade(day);
  const silent = shade === "silent" || shade === "none" ? 0 : silentShare(day);
  return (
    <button
      type="button"
      tabIndex={current ? 0 : -1}
      aria-label={`Zoom to ${label}`}
      data-shade={shade}
      className="group flex min-w-0 flex-1 flex-col outline-offset-1"
      onKeyDown={onKeys}
      onPointerEnter={onPoint}
      onFocus={onPoint}
      onClick={onZoom}
    >
      <span
        className={cn(
          "flex w-full flex-1 flex-col overflow-hidden rounded-[2px] group-hover:brightness-90",
          FILL[shade],
        )}
      >
        {silent >= 0.005 ? (
          <Box width="100%" height={`${silent * 100}%`} className="hatch min-h-1 border-b border-(--hatch) bg-panel" />
        ) : null}
      </span>
      <span
        aria-hidden="true"
        className={cn(
          "h-3 text-center text-[8px] leading-3 max-md:invisible",
          shade === "bad" ? "text-bad" : "text-late",
        )}
      >
        {MARK[shade]}
      </span>
    </button>
  );
}
