"use client";

import { useMemo } from "react";
import { pointAt, rangeSeconds, rateOf, ratePaths, rateScale, rateText, secondsOf } from "#lib/chart-ingest.ts";
import type { Part } from "#lib/chart-ingest.ts";
import { PLOT_WIDTH } from "#lib/chart-paths.ts";
import { formatCount, formatTime } from "#lib/format.ts";
import type { IngestActivity } from "#lib/model/ingest-activity.ts";
import { ChartFrame } from "./chart-frame.client.tsx";
import { useChartGroup } from "./chart-group.client.tsx";
import { ChartLegend } from "./chart-legend.client.tsx";
import { ChartKey, Drawing, PlotNote, Swatch } from "./chart-marks.tsx";

const HEIGHT = 96;
const FILL: Record<Part, string> = {
  accepted: "var(--seq-5)",
  duplicates: "var(--ink-3)",
  rejected: "var(--loss-4)",
};

/** Rows a second, stored, repeated and refused on top of each other. */
export function ChartBarsIngest({ activity }: { activity: IngestActivity }) {
  const { view, zone } = useChartGroup();
  const { bucket_seconds } = activity;
  const drawn = useMemo(() => {
    const scale = rateScale(activity);
    return { scale, paths: ratePaths(activity, { ...view, bucket_seconds, ...scale, height: HEIGHT }) };
  }, [activity, bucket_seconds, view]);
  return (
    <>
      <ChartLegend at={(time_ms) => legendAt(activity, time_ms)} />
      <ChartFrame
        height={HEIGHT}
        label="Rows per second over time"
        summary={summaryOf(activity)}
        valueText={(time_ms) => pointText(activity, time_ms, zone)}
        axis={drawn.scale}
        unit="rows/s"
      >
        <Drawing height={HEIGHT} width={PLOT_WIDTH}>
          {drawn.paths.map(({ part, d }) => (
            <path key={part} d={d} fill={FILL[part]} />
          ))}
        </Drawing>
        {activity.points.length === 0 ? <PlotNote>Nothing arrived in this range.</PlotNote> : null}
      </ChartFrame>
      <ChartKey
        items={[
          { swatch: <Swatch className="bg-(--seq-5)" />, text: "stored" },
          { swatch: <Swatch className="bg-ink-3" />, text: "stored already: changed nothing" },
          { swatch: <Swatch className="bg-loss-4" />, text: "refused" },
        ]}
      />
    </>
  );
}

function legendAt(activity: IngestActivity, time_ms: number | null) {
  const step = activity.bucket_seconds * 1000;
  const point = pointAt(activity, time_ms);
  if (!point) {
    if (time_ms === null) return null;
    const first = Date.parse(activity.from);
    const from_ms = first + Math.floor((time_ms - first) / step) * step;
    return { from_ms, to_ms: from_ms + step, items: [{ label: "rows", value: "none arrived" }] };
  }
  const from_ms = Date.parse(point.time);
  const rate = (rows: number) => rateText(rows / secondsOf(activity, point.time));
  return {
    from_ms,
    to_ms: from_ms + step,
    items: [
      { label: "stored", swatch: <Swatch className="bg-(--seq-5)" />, value: rate(point.accepted) },
      { label: "repeated", swatch: <Swatch className="bg-ink-3" />, value: rate(point.duplicates) },
      { label: "refused", swatch: <Swatch className="bg-loss-4" />, value: rate(point.rejected) },
    ],
  };
}

function pointText(activity: IngestActivity, time_ms: number, zone: string): string {
  const point = pointAt(activity, time_ms);
  if (!point) return `${formatTime(time_ms, zone)}: nothing arrived`;
  const { accepted, duplicates, rejected } = point;
  return `${formatTime(point.time, zone)}: ${rateText(rateOf(activity, point))}; ${formatCount(accepted)} stored, ${formatCount(duplicates)} repeated, ${formatCount(rejected)} refused`;
}

function summaryOf(activity: IngestActivity): string {
  const { accepted, duplicates, rejected } = activity.total;
  const rate = rateText((accepted + duplicates + rejected) / rangeSeconds(activity));
  return `${formatCount(accepted)} rows stored, ${formatCount(duplicates)} repeated, ${formatCount(rejected)} refused: ${rate} on average.`;
}
