"use client";

import { useMemo } from "react";
import { lagPath, lagScale, lagText, pointAt } from "#lib/chart-ingest.ts";
import { PLOT_WIDTH } from "#lib/chart-paths.ts";
import { formatTime } from "#lib/format.ts";
import type { IngestActivity } from "#lib/model/ingest-activity.ts";
import { ChartFrame } from "./chart-frame.client.tsx";
import { useChartGroup } from "./chart-group.client.tsx";
import { ChartLegend } from "./chart-legend.client.tsx";
import { ChartKey, Drawing, Swatch } from "./chart-marks.tsx";

const HEIGHT = 96;

/** How long after they were measured rows arrived: half of them, and 95 of 100, within so much. */
export function ChartBarsLag({ activity }: { activity: IngestActivity }) {
  const { view, zone } = useChartGroup();
  const { bucket_seconds } = activity;
  const drawn = useMemo(() => {
    const plot = { ...view, bucket_seconds, min: lagScale.min, max: lagScale.max, height: HEIGHT };
    return { half: lagPath(activity, plot, 0.5), most: lagPath(activity, plot, 0.95) };
  }, [activity, bucket_seconds, view]);
  return (
    <>
      <ChartLegend at={(time_ms) => legendAt(activity, time_ms)} />
      <ChartFrame
        height={HEIGHT}
        label="Lag between measurement and arrival over time"
        summary={`Half of the rows arrived within ${lagText(activity.total, 0.5)}, 95 of 100 within ${lagText(activity.total, 0.95)}.`}
        valueText={(time_ms) => pointText(activity, time_ms, zone)}
        axis={lagScale}
        unit="lag"
      >
        <Drawing height={HEIGHT} width={PLOT_WIDTH}>
          <path d={drawn.most} fill="var(--seq-3)" />
          <path d={drawn.half} fill="var(--seq-6)" />
        </Drawing>
      </ChartFrame>
      <ChartKey
        items={[
          { swatch: <Swatch className="bg-(--seq-6)" />, text: "half of the rows arrived within" },
          { swatch: <Swatch className="bg-(--seq-3)" />, text: "95 of 100 arrived within; the axis has uneven steps" },
        ]}
      />
    </>
  );
}

function legendAt(activity: IngestActivity, time_ms: number | null) {
  const point = pointAt(activity, time_ms);
  const from_ms = Date.parse(point?.time ?? activity.from);
  const swatches = { 0.5: <Swatch className="bg-(--seq-6)" />, 0.95: <Swatch className="bg-(--seq-3)" /> };
  return {
    from_ms: point || time_ms === null ? from_ms : time_ms,
    to_ms: point || time_ms === null ? from_ms + activity.bucket_seconds * 1000 : time_ms,
    items: [
      { label: "half within", swatch: swatches[0.5], value: lagText(point, 0.5) },
      { label: "95 % within", swatch: swatches[0.95], value: lagText(point, 0.95) },
    ],
  };
}

function pointText(activity: IngestActivity, time_ms: number, zone: string): string {
  const point = pointAt(activity, time_ms);
  if (!point || point.lag_counts.every((count) => count === 0)) return `${formatTime(time_ms, zone)}: nothing arrived`;
  return `${formatTime(point.time, zone)}: half within ${lagText(point, 0.5)}, 95 of 100 within ${lagText(point, 0.95)}`;
}
