"use client";

import type { ReactNode } from "react";
import { cn } from "#components/ui/cn.ts";
import { Sunk } from "#components/ui/placed.tsx";
import type { ValueTick } from "#lib/axis.ts";
import { Plot } from "./chart-plot.client.tsx";
import { TimeAxis, TimeGrid } from "./time-axis.client.tsx";

type ChartFrameProps = {
  /** Height of the plot in px, without its time axis. */
  height: number;
  /** What the chart shows, for screen readers: its name, and a text that stands in for the picture. */
  label: string;
  summary: string;
  /** What the chart says at a time, for screen readers. */
  valueText: (time_ms: number) => string;
  /** Value axis: where it begins and ends, its ticks, its unit (told once, at the top). */
  axis: { min: number; max: number; ticks: ValueTick[] };
  unit: string;
  /** Marks above the plot: clipped outliers, trouble. */
  above?: ReactNode;
  children: ReactNode;
};

/** Axes, grid, cursor, drag and keys of a chart. The drawing inside stretches with the frame, so nothing is measured. */
export function ChartFrame({ height, label, summary, valueText, axis, unit, above, children }: ChartFrameProps) {
  return (
    <div className="@container">
      <div className="grid grid-cols-[44px_minmax(0,1fr)]">
        <div className="h-6 pr-2 text-right text-12 leading-4 text-ink-3">{unit}</div>
        <div className="relative h-6">{above}</div>
        <ValueAxis axis={axis} />
        <Plot height={height} label={label} summary={summary} valueText={valueText}>
          <ValueGrid axis={axis} />
          <TimeGrid />
          {children}
        </Plot>
        <div />
        <TimeAxis />
      </div>
    </div>
  );
}

const place = (axis: ChartFrameProps["axis"], value: number) =>
  100 - ((value - axis.min) / (axis.max - axis.min)) * 100;

function ValueAxis({ axis }: { axis: ChartFrameProps["axis"] }) {
  return (
    <div aria-hidden="true" className="relative">
      {axis.ticks.map(({ value, label }) => (
        <Sunk key={value} top={place(axis, value)} className="right-2">
          <span className="figure shrink-0 -translate-y-1/2 self-end text-12 text-ink-3">{label}</span>
        </Sunk>
      ))}
    </div>
  );
}

function ValueGrid({ axis }: { axis: ChartFrameProps["axis"] }) {
  return axis.ticks.map(({ value }, i) => (
    <Sunk key={value} top={place(axis, value)}>
      <div className={cn("h-px shrink-0 -translate-y-px", i === 0 ? "bg-line-strong" : "bg-grid")} />
    </Sunk>
  ));
}
