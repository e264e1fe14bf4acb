"use client";

import { useMemo, useState } from "react";
import { Bar, BarChart, CartesianGrid, ReferenceLine, usePlotArea, XAxis, YAxis } from "recharts";
import { cn } from "#components/ui/cn.ts";
import { countScale, distributionBars, latencyTicks } from "#lib/chart-distribution.ts";
import type { DistributionBar, Percentiles } from "#lib/chart-distribution.ts";
import type { LatencyDistribution } from "#lib/model/distribution.ts";
import { DistributionCursor } from "./distribution-cursor.client.tsx";
import { DistributionLegend, percentileLines } from "./distribution-legend.tsx";
import type { PercentileLine } from "./distribution-legend.tsx";

/**
 * Names of the percentiles above, the plot, the axis of latency below; together the drawing's height. In px; classes below
 * say the same: h-[228px], top-[24px], h-[180px], left-[56px].
 */
const ROOM = { above: 24, plot: 180, below: 24 } as const;
/** Wide enough for "150,000". */
const LEFT = 56;
const TEXT = { fontSize: 12, fill: "var(--ink-3)" };

type ChartBarsDistributionProps = {
  distribution: LatencyDistribution;
  /** Of the same range; undefined while they are not known. */
  percentiles: Percentiles | undefined;
  summary: string;
};

/** How many replies took how long: a bar a bin over a logarithmic axis, counts from zero, percentiles as lines. Never empty. */
export function ChartBarsDistribution({ distribution, percentiles, summary }: ChartBarsDistributionProps) {
  const [cursor, setCursor] = useState<number | null>(null);
  const bars = useMemo(() => distributionBars(distribution), [distribution]);
  const lines = useMemo(() => percentileLines(percentiles), [percentiles]);
  // Moving the cursor draws nothing anew.
  const drawing = useMemo(() => <Drawing bars={bars} lines={lines} />, [bars, lines]);
  const at = cursor !== null && cursor < bars.length ? cursor : null;
  return (
    <>
      <DistributionLegend at={at === null ? null : (bars[at] ?? null)} distribution={distribution} lines={lines} />
      <div className="relative h-[228px]">
        <div aria-hidden="true" className="absolute inset-0">
          {drawing}
          <Unit className="top-0" name="replies" />
          <Unit className="top-[210px]" name="ms" />
        </div>
        <DistributionCursor
          bars={bars}
          cursor={at}
          onMove={setCursor}
          summary={summary}
          className="top-[24px] right-0 left-[56px] h-[180px]"
        />
      </div>
    </>
  );
}

/** What an axis counts, told once, in the column of the numbers. */
const Unit = ({ className, name }: { className: string; name: string }) => (
  <span className={cn("absolute left-0 w-[56px] pr-3.5 text-right text-12 leading-4 text-ink-3", className)}>
    {name}
  </span>
);

/** Two axes lie over each other: bins in equal bands for the bars, and their edges in milliseconds for ticks and lines. */
function Drawing({ bars, lines }: { bars: DistributionBar[]; lines: PercentileLine[] }) {
  const counts = useMemo(() => countScale(bars), [bars]);
  return (
    <BarChart
      responsive
      data={bars}
      className="size-full"
      margin={{ top: ROOM.above, right: 0, bottom: 0, left: 0 }}
      // Many bars are one silhouette, few stand apart by a pixel.
      barCategoryGap={bars.length <= 60 ? 0.5 : 0}
      accessibilityLayer={false}
    >
      <XAxis xAxisId="bin" dataKey="latency_ms_from" hide height={0} />
      <YAxis
        width={LEFT}
        domain={[counts.min, counts.max]}
        ticks={counts.ticks.map(({ value }) => value)}
        tickFormatter={(value: number) => counts.ticks.find((tick) => tick.value === value)?.label ?? ""}
        tick={TEXT}
        tickMargin={8}
        interval={0}
        axisLine={false}
        tickLine={false}
      />
      <LatencyAxis from_ms={bars[0]?.latency_ms_from ?? 1} to_ms={bars.at(-1)?.latency_ms_to ?? 10} />
      <CartesianGrid xAxisId="ms" stroke="var(--grid)" vertical={false} />
      <Bar
        xAxisId="bin"
        dataKey="reply_count"
        fill="var(--smoke)"
        shapeRendering="crispEdges"
        isAnimationActive={false}
        // One reply among many still is a mark.
        minPointSize={(value) => (Number(value) > 0 ? 2 : 0)}
      />
      {lines.map(({ name, value, dash }) => (
        <ReferenceLine
          key={name}
          xAxisId="ms"
          x={value}
          stroke="var(--ink)"
          strokeWidth={1.5}
          {...(dash ? { strokeDasharray: dash } : {})}
        />
      ))}
      <PercentileNames lines={lines} from_ms={bars[0]?.latency_ms_from ?? 1} to_ms={bars.at(-1)?.latency_ms_to ?? 10} />
    </BarChart>
  );
}

type Edges = { from_ms: number; to_ms: number };

/** Above their lines; lines that stand close share one text. */
function PercentileNames({ lines, from_ms, to_ms }: Edges & { lines: PercentileLine[] }) {
  const area = usePlotArea();
  if (!area) return null;
  const groups: { names: string[]; first: number; last: number }[] = [];
  for (const { name, value } of lines) {
    const x = area.x + (Math.log(value / from_ms) / Math.log(to_ms / from_ms)) * area.width;
    const open = groups.at(-1);
    if (open && x - open.last < 40) [open.last, open.names] = [x, [...open.names, name]];
    else groups.push({ names: [name], first: x, last: x });
  }
  return groups.map(({ names, first, last }) => (
    <text
      key={names[0]}
      x={Math.min(area.x + area.width - names.length * 16, Math.max(area.x + names.length * 16, (first + last) / 2))}
      y={area.y - 6}
      textAnchor="middle"
      fontSize={12}
      fill="var(--ink-2)"
    >
      {names.join(" · ")}
    </text>
  ));
}

function LatencyAxis({ from_ms, to_ms }: Edges) {
  const width = usePlotArea()?.width ?? 800;
  const ticks = latencyTicks(from_ms, to_ms, Math.max(0.08, 48 / width));
  return (
    <XAxis
      xAxisId="ms"
      // Without a key an axis counts bars, whatever its domain says.
      dataKey="latency_ms_from"
      type="number"
      scale="log"
      domain={[from_ms, to_ms]}
      allowDataOverflow
      ticks={ticks.map(({ value }) => value)}
      tickFormatter={(value: number) => ticks.find((tick) => tick.value === value)?.label ?? ""}
      tick={TEXT}
      height={ROOM.below}
      interval={0}
      axisLine={{ stroke: "var(--line-strong)" }}
      tickLine={{ stroke: "var(--line-strong)" }}
    />
  );
}
