"use client";

import { useMemo } from "react";
import { Placed, Sunk } from "#components/ui/placed.tsx";
import type { ProjectedDay } from "#lib/capacity.ts";
import type { HistoryPoint } from "#lib/chart-growth.ts";
import { bytesScale, lineRuns, runArea, runLine } from "#lib/chart-lines.ts";
import { PLOT_WIDTH } from "#lib/chart-paths.ts";
import { bytesQuantity, formatBytes, formatDay } from "#lib/format.ts";
import { ChartFrame } from "./chart-frame.client.tsx";
import { ChartGroup } from "./chart-group.client.tsx";
import { ChartLegend } from "./chart-legend.client.tsx";
import { ChartKey, Drawing, Swatch } from "./chart-marks.tsx";

const HEIGHT = 300;
const DAY = 86_400_000;
/** A disk up to so many times the highest value is on the axis; a larger one would press the line flat. */
const DISK_SHOWN = 3;

type ChartLineCapacityProps = {
  history: HistoryPoint[];
  days: ProjectedDay[];
  disk_bytes: number | null;
  /** Whether the band is one: measured more than once. */
  banded: boolean;
  zone: string;
};

/** The database as sampled up to now and as projected from then on, with its band and the disk it must fit. */
export function ChartLineCapacity(props: ChartLineCapacityProps) {
  const { history, days, disk_bytes, banded, zone } = props;
  const drawn = useMemo(() => draw({ history, days, disk_bytes }), [history, days, disk_bytes]);
  const { view, now_ms, scale } = drawn;
  const stops = useMemo(() => days.map(({ time_ms }) => time_ms), [days]);
  const at = (time_ms: number | null) => nearestDay(days, time_ms);
  const share = ((now_ms - view.from_ms) / (view.to_ms - view.from_ms)) * 100;
  return (
    <ChartGroup view={view} stops={stops} zone={zone} now_ms={now_ms}>
      <ChartLegend idle="at the end" at={(time_ms) => legendAt(at(time_ms), disk_bytes, banded)} />
      <ChartFrame
        height={HEIGHT}
        label="Size of the database, projected"
        summary={summaryOf(days, disk_bytes, zone)}
        valueText={(time_ms) => dayText(at(time_ms), zone)}
        axis={scale}
        unit={scale.unit}
      >
        <Drawing height={HEIGHT} width={PLOT_WIDTH}>
          <path d={drawn.band} fill="var(--smoke)" fillOpacity={0.22} />
          <path
            d={drawn.past}
            fill="none"
            stroke="var(--ink-2)"
            strokeWidth={1.75}
            vectorEffect="non-scaling-stroke"
            strokeLinecap="round"
          />
          <path d={drawn.line} fill="none" stroke="var(--smoke)" strokeWidth={1.75} vectorEffect="non-scaling-stroke" />
        </Drawing>
        {share > 1 ? (
          <Placed left={share}>
            <div className="w-px shrink-0 bg-line-strong" />
            <span className="shrink-0 pl-1 text-12 text-ink-3">now</span>
          </Placed>
        ) : null}
        {drawn.disk === null ? null : (
          <Sunk top={drawn.disk}>
            <div className="shrink-0 border-t-2 border-dashed border-bad" data-mark="disk" />
            <span className="self-start bg-panel/80 px-1 text-12 text-bad">disk {formatBytes(disk_bytes)}</span>
          </Sunk>
        )}
      </ChartFrame>
      <ChartKey
        items={[
          ...(drawn.past === ""
            ? []
            : [{ swatch: <span className="w-3.5 border-t-2 border-ink-2" />, text: "sampled" }]),
          { swatch: <span className="w-3.5 border-t-2 border-(--smoke)" />, text: "expected" },
          ...(banded ? [{ swatch: <Swatch className="bg-(--smoke)/22" />, text: "band of measured variation" }] : []),
          ...(disk_bytes !== null && drawn.disk === null
            ? [
                {
                  swatch: <span className="w-3.5 border-t-2 border-dashed border-bad" />,
                  text: `disk ${formatBytes(disk_bytes)}, above the axis`,
                },
              ]
            : []),
        ]}
      />
    </ChartGroup>
  );
}

type Drawn = Pick<ChartLineCapacityProps, "history" | "days" | "disk_bytes">;

function draw({ history, days, disk_bytes }: Drawn) {
  const now_ms = days[0]?.time_ms ?? 0;
  const to_ms = days.at(-1)?.time_ms ?? now_ms + DAY;
  // The past takes at most a third of the picture.
  const earliest = now_ms - (to_ms - now_ms) / 2;
  const past = history.filter(({ time_ms }) => time_ms >= earliest);
  const view = { from_ms: Math.min(now_ms, past[0]?.time_ms ?? now_ms), to_ms };
  const highest = Math.max(...days.map(({ high }) => high), ...past.map(({ bytes }) => bytes ?? 0));
  const on_axis = disk_bytes !== null && disk_bytes <= highest * DISK_SHOWN;
  const scale = bytesScale(on_axis ? Math.max(highest, disk_bytes * 1.05) : highest, 4);
  const plot = { ...view, bucket_seconds: 86_400, min: scale.min, max: scale.max, height: HEIGHT };
  const points = past.map(({ time_ms, bytes }) => (bytes === null ? null : { time_ms, low: bytes, high: bytes }));
  return {
    view,
    now_ms,
    scale,
    disk: on_axis ? 100 - (disk_bytes / scale.max) * 100 : null,
    past: lineRuns(points, 3 * DAY)
      .map((run) => runLine(plot, run))
      .join(""),
    line: runLine(
      plot,
      days.map(({ time_ms, mid }) => ({ time_ms, low: mid, high: mid })),
    ),
    band: runArea(plot, days),
  };
}

const nearestDay = (days: ProjectedDay[], time_ms: number | null): ProjectedDay | undefined => {
  if (time_ms === null) return days.at(-1);
  const next = days.findIndex((day) => day.time_ms >= time_ms);
  const [before, after] = [days[Math.max(0, next - 1)], days[next] ?? days.at(-1)];
  return before && after && time_ms - before.time_ms < after.time_ms - time_ms ? before : after;
};

function legendAt(day: ProjectedDay | undefined, disk_bytes: number | null, banded: boolean) {
  if (!day) return null;
  return {
    from_ms: day.time_ms,
    to_ms: day.time_ms,
    items: [
      { label: "expected", value: bytesQuantity(day.mid) },
      ...(banded
        ? [
            { label: "band from", value: bytesQuantity(day.low) },
            { label: "band to", value: bytesQuantity(day.high) },
          ]
        : []),
      ...(disk_bytes === null
        ? []
        : [{ label: "of the disk", value: `${Math.round((day.mid / disk_bytes) * 100)} %` }]),
    ],
  };
}

const dayText = (day: ProjectedDay | undefined, zone: string): string =>
  day
    ? `${formatDay(day.time_ms, zone)}: expected ${formatBytes(day.mid)}, from ${formatBytes(day.low)} to ${formatBytes(day.high)}`
    : "no value";

function summaryOf(days: ProjectedDay[], disk_bytes: number | null, zone: string): string {
  const [first, last] = [days[0], days.at(-1)];
  if (!first || !last) return "Nothing is projected.";
  const disk = disk_bytes === null ? "" : ` The disk holds ${formatBytes(disk_bytes)}.`;
  return `Now ${formatBytes(first.mid)}. ${dayText(last, zone)}.${disk}`;
}
