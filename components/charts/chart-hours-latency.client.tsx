"use client";

import { useState } from "react";
import type { KeyboardEvent } from "react";
import { cn } from "#components/ui/cn.ts";
import { Box, Sunk } from "#components/ui/placed.tsx";
import { valueScale } from "#lib/axis.ts";
import { hoursSummary, hourText } from "#lib/day-pattern.ts";
import { formatCount, formatLatency } from "#lib/format.ts";
import type { HourOfDay } from "#lib/model/day-pattern.ts";
import { ChartKey, Swatch } from "./chart-marks.tsx";

const told = ({ hour, reply_count, latency_ms_p50, latency_ms_p95 }: HourOfDay): string =>
  reply_count === 0
    ? `${hourText(hour)}: no reply`
    : `${hourText(hour)}: median ${formatLatency(latency_ms_p50)}, p95 ${formatLatency(latency_ms_p95)}, ${formatCount(reply_count)} replies`;

/** A bar an hour from the median to p95, its foot the median: free of a zero, as latency is. */
export function ChartHoursLatency({ hours }: { hours: HourOfDay[] }) {
  const [at, setAt] = useState<number | null>(null);
  const values = hours.flatMap(({ latency_ms_p50, latency_ms_p95 }) =>
    [latency_ms_p50 ?? [], latency_ms_p95 ?? []].flat(),
  );
  const scale = valueScale(Math.min(...values), Math.max(...values), { zero: false, max_ticks: 4 });
  const from_top = (value: number) => 100 - ((value - scale.min) / (scale.max - scale.min)) * 100;
  const keys = (event: KeyboardEvent) => {
    const moves: Record<string, number | null> = {
      ArrowLeft: Math.max(0, (at ?? 24) - 1),
      ArrowRight: Math.min(23, (at ?? -1) + 1),
      Home: 0,
      End: 23,
      Escape: null,
    };
    if (!(event.key in moves) || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    setAt(moves[event.key] ?? null);
  };
  const shown = at === null ? undefined : hours[at];
  return (
    <>
      <p className="min-h-5 pb-2 text-13 tabular-nums max-md:min-h-9">
        {shown ? told(shown) : hoursSummary({ hours })}
      </p>
      <div className="grid flex-1 grid-cols-[44px_minmax(0,1fr)] grid-rows-[minmax(0,1fr)_auto]">
        <div aria-hidden="true" className="relative">
          {scale.ticks.map(({ value, label }, index) => (
            <Sunk key={value} top={from_top(value)} className="right-2">
              <span className="figure shrink-0 -translate-y-1/2 self-end text-12 text-ink-3">
                {label}
                {index === scale.ticks.length - 1 ? " ms" : ""}
              </span>
            </Sunk>
          ))}
        </div>
        <div
          role="slider"
          tabIndex={0}
          aria-label="Latency by hour of the day. Arrow keys read single hours."
          aria-valuemin={0}
          aria-valuemax={23}
          aria-valuenow={at ?? 0}
          aria-valuetext={shown ? told(shown) : hoursSummary({ hours })}
          className="relative flex gap-px outline-offset-2 md:gap-1"
          onKeyDown={keys}
          onBlur={() => setAt(null)}
          onPointerLeave={() => setAt(null)}
        >
          {scale.ticks.map(({ value }) => (
            <Sunk key={value} top={from_top(value)}>
              <div className="h-px shrink-0 -translate-y-px bg-grid" />
            </Sunk>
          ))}
          {hours.map((hour) => (
            <HourBar
              key={hour.hour}
              hour={hour}
              from_top={from_top}
              current={hour.hour === at}
              onPoint={() => setAt(hour.hour)}
            />
          ))}
        </div>
        <div />
        <div aria-hidden="true" className="flex pt-1 text-12 text-ink-3">
          {[0, 6, 12, 18].map((hour) => (
            <span key={hour} className="figure flex-1">{`${String(hour).padStart(2, "0")}:00`}</span>
          ))}
        </div>
      </div>
      <ChartKey
        items={[
          { swatch: <Swatch className="h-0.5! bg-accent" />, text: "median" },
          { swatch: <Swatch className="bg-(--smoke)/30" />, text: "median to p95" },
        ]}
      />
    </>
  );
}

type HourBarProps = { hour: HourOfDay; from_top: (value: number) => number; current: boolean; onPoint: () => void };

function HourBar({ hour: { latency_ms_p50, latency_ms_p95 }, from_top, current, onPoint }: HourBarProps) {
  const known = latency_ms_p50 !== null && latency_ms_p95 !== null;
  return (
    <div className={cn("relative min-w-0 flex-1", current && "bg-hover")} onPointerEnter={onPoint}>
      {known ? (
        <Sunk top={from_top(latency_ms_p95)}>
          <Box
            width="100%"
            height={`${from_top(latency_ms_p50) - from_top(latency_ms_p95)}%`}
            className="min-h-0.5 border-b-2 border-accent bg-(--smoke)/30"
          />
        </Sunk>
      ) : (
        <div className="absolute inset-x-0 bottom-0 h-1.5 bg-loss-4" />
      )}
    </div>
  );
}
