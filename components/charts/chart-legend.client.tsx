"use client";

import type { ReactNode } from "react";
import { cn } from "#components/ui/cn.ts";
import { Figure } from "#components/ui/figure.tsx";
import { formatTime } from "#lib/format.ts";
import type { Quantity } from "#lib/format.ts";
import { useChartGroup, usePointer } from "./chart-group.client.tsx";

/** One value of the legend row: what it is, its swatch in the chart, and the figure or words at the cursor. */
export type LegendItem = { label: string; swatch?: ReactNode; value: Quantity | string; className?: string };

type ChartLegendProps = {
  /** What is told without a cursor: "newest" unless said otherwise. */
  idle?: string;
  /** The values at a time; without a cursor, of the newest stretch. Returns the stretch they hold for. */
  at: (time_ms: number | null) => { from_ms: number; to_ms: number; items: LegendItem[] } | null;
};

/** The values under the shared cursor in a row that never moves. Without a cursor it tells the newest ones. */
export function ChartLegend({ at, idle = "newest" }: ChartLegendProps) {
  const { zone } = useChartGroup();
  const { cursor_ms } = usePointer();
  const shown = at(cursor_ms);
  if (!shown) return null;
  return (
    <div data-testid="chart-legend" className="@container pb-2">
      <dl className="grid grid-cols-[repeat(3,minmax(0,1fr))] gap-x-4 gap-y-1 @lg:flex @lg:flex-wrap">
        <div className="col-span-3 @lg:w-52">
          <dt className="text-12 text-ink-3">{cursor_ms === null ? idle : "at the cursor"}</dt>
          <dd className="figure text-13">{stretchText(shown, zone)}</dd>
        </div>
        {shown.items.map(({ label, swatch, value, className }) => (
          <div key={label} className={cn("min-w-0", className ?? "@lg:w-24")}>
            <dt className="flex items-center gap-1.5 text-12 text-ink-3">
              {swatch}
              <span className="truncate">{label}</span>
            </dt>
            <dd className="truncate text-13">
              {typeof value === "string" ? <span className="figure">{value}</span> : <Figure quantity={value} />}
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

const DAY = 86_400_000;

/** "2026-11-22 13:00 +2 min": where a bucket begins and how long it is. Days are told by their first moment. */
function stretchText({ from_ms, to_ms }: { from_ms: number; to_ms: number }, zone: string): string {
  const start = formatTime(from_ms, zone);
  const minutes = Math.round((to_ms - from_ms) / 60_000);
  if (minutes < 1) return start;
  const length =
    minutes % (DAY / 60_000) === 0
      ? `${minutes / 1440} d`
      : minutes % 60 === 0
        ? `${minutes / 60} h`
        : `${minutes} min`;
  return `${start} + ${length}`;
}
