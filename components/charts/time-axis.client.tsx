"use client";

import { useMemo } from "react";
import { cn } from "#components/ui/cn.ts";
import { Placed } from "#components/ui/placed.tsx";
import { timeTicks } from "#lib/axis.ts";
import { useChartGroup } from "./chart-group.client.tsx";

/** Ticks for a wide and for a narrow frame; the style sheet shows one of the two. */
function useTicks() {
  const { view, zone } = useChartGroup();
  return useMemo(
    () =>
      [8, 4].map((count) => ({
        shown: count === 8 ? "hidden @lg:block" : "@lg:hidden",
        ticks: timeTicks(view.from_ms, view.to_ms, zone, count).map((tick) => ({
          ...tick,
          left: ((tick.time_ms - view.from_ms) / (view.to_ms - view.from_ms)) * 100,
        })),
      })),
    [view, zone],
  );
}

/** Hairlines at the ticks. */
export function TimeGrid() {
  return useTicks().map(({ shown, ticks }) => (
    <div key={shown} aria-hidden="true" className={shown}>
      {ticks.map(({ time_ms, left, major }) => (
        <Placed key={time_ms} left={left}>
          <div className={cn("w-px shrink-0", major ? "bg-line-strong" : "bg-grid")} />
        </Placed>
      ))}
    </div>
  ));
}

/** Names of the ticks, in the viewer's zone, 20 px high. */
export function TimeAxis() {
  return (
    <div aria-hidden="true" className="relative h-5">
      {useTicks().map(({ shown, ticks }) => (
        <div key={shown} className={shown}>
          {ticks.map(({ time_ms, left, label, major }) => (
            <Placed key={time_ms} left={left} className="top-1">
              <span className={cn("figure shrink-0 text-12", major ? "text-ink-2" : "text-ink-3", anchor(left))}>
                {label}
              </span>
            </Placed>
          ))}
        </div>
      ))}
    </div>
  );
}

/** Labels are centred below their tick, but those at an end stay inside. */
const anchor = (left: number) => (left < 3 ? "" : left > 97 ? "-translate-x-full" : "-translate-x-1/2");
