"use client";

import { useMemo } from "react";
import { databaseSeries, GROWTH_PARTS, growthGaps, growthPoints } from "#lib/chart-growth.ts";
import type { GrowthPart, GrowthPoint } from "#lib/chart-growth.ts";
import { bytesScale, lineRuns, runArea, runLine } from "#lib/chart-lines.ts";
import { PLOT_WIDTH } from "#lib/chart-paths.ts";
import type { Window } from "#lib/chart-zoom.ts";
import { bytesQuantity, formatBytes, formatTime } from "#lib/format.ts";
import type { Growth } from "#lib/model/growth.ts";
import { ChartFrame } from "./chart-frame.client.tsx";
import { ChartGroup } from "./chart-group.client.tsx";
import { ChartLegend } from "./chart-legend.client.tsx";
import { ChartKey, Drawing, Stretch, Swatch } from "./chart-marks.tsx";

const HEIGHT = 150;
const FILL: Record<GrowthPart, string> = {
  warm: "var(--tier-compressed)",
  hot: "var(--tier-row)",
  rest: "var(--ink-3)",
};
const NAMES: Record<GrowthPart, string> = { warm: "warm", hot: "hot", rest: "other tables" };
const SWATCH: Record<GrowthPart, string> = { warm: "bg-tier-compressed", hot: "bg-tier-row", rest: "bg-ink-3" };

type ChartAreaGrowthProps = { growth: Growth; view: Window; zone: string };

/** What the database weighed, sample by sample, in parts that add up. Where no sample was taken there is a hatch. */
export function ChartAreaGrowth({ growth, view, zone }: ChartAreaGrowthProps) {
  const points = useMemo(() => growthPoints(growth), [growth]);
  const stops = useMemo(() => points.flatMap((point) => (point ? [point.time_ms] : [])), [points]);
  const drawn = useMemo(() => draw(growth, points, view), [growth, points, view]);
  const nearest = (time_ms: number | null) => nearestOf(points, time_ms);
  return (
    <ChartGroup view={view} stops={stops} zone={zone} now_ms={view.to_ms}>
      <ChartLegend at={(time_ms) => legendAt(nearest(time_ms))} />
      <ChartFrame
        height={HEIGHT}
        label="Size of the database over time"
        summary={summaryOf(growth, zone)}
        valueText={(time_ms) => pointText(nearest(time_ms), zone)}
        axis={drawn.scale}
        unit={drawn.scale.unit}
      >
        {drawn.gaps.map((gap) => (
          <Stretch key={gap.from_ms} mark="gap" view={view} {...gap} className="hatch min-w-0.5" />
        ))}
        <Drawing height={HEIGHT} width={PLOT_WIDTH}>
          {drawn.areas.map(({ part, d }) => (
            <path key={part} d={d} fill={FILL[part]} fillOpacity={0.45} />
          ))}
          <path
            d={drawn.line}
            fill="none"
            stroke="var(--ink-2)"
            strokeWidth={1.5}
            strokeLinecap="round"
            vectorEffect="non-scaling-stroke"
          />
        </Drawing>
      </ChartFrame>
      <ChartKey
        items={[
          { swatch: <Swatch className="bg-tier-row" />, text: "hot: chunks not compressed" },
          { swatch: <Swatch className="bg-tier-compressed" />, text: "warm: compressed chunks" },
          { swatch: <Swatch className="bg-ink-3" />, text: "all other tables" },
          ...(drawn.gaps.length > 0 ? [{ swatch: <Swatch className="hatch border" />, text: "no sample taken" }] : []),
        ]}
      />
    </ChartGroup>
  );
}

function draw(growth: Growth, points: (GrowthPoint | null)[], view: Window) {
  const scale = bytesScale(Math.max(0, ...points.map((point) => point?.total ?? 0)), 3);
  const plot = { ...view, bucket_seconds: growth.bucket_seconds, min: scale.min, max: scale.max, height: HEIGHT };
  const runs = lineRuns(points, growth.bucket_seconds * 2000);
  const below = (point: GrowthPoint, part: GrowthPart) =>
    GROWTH_PARTS.slice(0, GROWTH_PARTS.indexOf(part)).reduce((sum, lower) => sum + point[lower], 0);
  const bands = (part: GrowthPart) =>
    runs.map((run) =>
      run.map((point) => ({ time_ms: point.time_ms, low: below(point, part), high: below(point, part) + point[part] })),
    );
  return {
    scale,
    gaps: growthGaps(growth),
    areas: GROWTH_PARTS.map((part) => ({
      part,
      d: bands(part)
        .map((run) => runArea(plot, run))
        .join(""),
    })),
    line: bands("rest")
      .map((run) => runLine(plot, run))
      .join(""),
  };
}

/** The sample nearest to a time; the newest when none is asked for. */
function nearestOf(points: (GrowthPoint | null)[], time_ms: number | null): GrowthPoint | undefined {
  const taken = points.filter((point) => point !== null);
  if (time_ms === null) return taken.at(-1);
  const [first] = taken.toSorted((a, b) => Math.abs(a.time_ms - time_ms) - Math.abs(b.time_ms - time_ms));
  return first;
}

function legendAt(point: GrowthPoint | undefined) {
  if (!point) return null;
  return {
    from_ms: point.time_ms,
    to_ms: point.time_ms,
    items: [
      { label: "database", value: bytesQuantity(point.total) },
      ...GROWTH_PARTS.toReversed().map((part) => ({
        label: NAMES[part],
        swatch: <Swatch className={SWATCH[part]} />,
        value: bytesQuantity(point[part]),
      })),
    ],
  };
}

const pointText = (point: GrowthPoint | undefined, zone: string): string =>
  point
    ? `${formatTime(point.time_ms, zone)}: database ${formatBytes(point.total)}, ${GROWTH_PARTS.map((part) => `${NAMES[part]} ${formatBytes(point[part])}`).join(", ")}`
    : "no sample";

function summaryOf(growth: Growth, zone: string): string {
  const bytes = (databaseSeries(growth)?.total_bytes ?? []).filter((value) => value !== null);
  const span = `${formatTime(growth.times[0] ?? null, zone)} to ${formatTime(growth.times.at(-1) ?? null, zone)}`;
  return `${bytes.length} samples, ${span}: from ${formatBytes(bytes[0])} to ${formatBytes(bytes.at(-1))}.`;
}
