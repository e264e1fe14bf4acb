"use client";

import { useMemo } from "react";
import { pointKind, spans } from "#lib/chart-series.ts";
import { PLOT_WIDTH, stepPath } from "#lib/chart-paths.ts";
import type { Plot } from "#lib/chart-paths.ts";
import { nearestPoint } from "#lib/chart-series.ts";
import { lineStyle, lineSummary, lineText } from "#lib/compare-lines.ts";
import type { CompareLine, CompareMeasure, CompareScale } from "#lib/compare-lines.ts";
import { formatTime } from "#lib/format.ts";
import { ChartFrame } from "./chart-frame.client.tsx";
import { useChartGroup } from "./chart-group.client.tsx";
import { Drawing, NoReplies, Silences } from "./chart-marks.tsx";

type ChartLinesProps = {
  /** One node, or all of them over each other. */
  lines: readonly CompareLine[];
  scale: CompareScale;
  bucket_seconds: number;
  measure: CompareMeasure;
  relative: boolean;
  height: number;
  label: string;
};

/** Lines of nodes on the axis that all panels share. A lone node also shows its silences and outages. */
export function ChartLinesCompare({ lines, scale, bucket_seconds, measure, relative, height, label }: ChartLinesProps) {
  const { view, zone } = useChartGroup();
  const lone = lines.length === 1 ? lines[0] : undefined;
  const plot: Plot = useMemo(
    () => ({ ...view, bucket_seconds, min: scale.min, max: scale.max, height }),
    [view, bucket_seconds, scale, height],
  );
  const text = (time_ms: number) => {
    const at = nearestPoint(lines[0]?.points ?? [], bucket_seconds, time_ms);
    const values = lines.map((line) => `${line.name} ${lineText(line, at, measure, relative)}`);
    return `${formatTime(time_ms, zone)}: ${values.join(", ")}`;
  };
  return (
    <ChartFrame
      height={height}
      label={label}
      summary={lines.map((line) => lineSummary(line, measure, relative)).join(". ")}
      valueText={text}
      axis={scale}
      unit={scale.unit}
      above={<Cut lines={lines} max={scale.max} unit={scale.unit} />}
    >
      {lone ? (
        <Silences view={view} spans={spans(lone.points, bucket_seconds, (p) => pointKind(p) === "silent")} />
      ) : null}
      <Drawing height={height} width={PLOT_WIDTH}>
        {lines.map((line) => (
          <Line key={line.node_id} line={line} plot={plot} />
        ))}
      </Drawing>
      {lone ? (
        <NoReplies view={view} spans={spans(lone.points, bucket_seconds, (p) => pointKind(p) === "down")} />
      ) : null}
    </ChartFrame>
  );
}

function Line({ line, plot }: { line: CompareLine; plot: Plot }) {
  const { colour, dash } = lineStyle(line.place);
  const d = useMemo(() => {
    const place = new Map(line.points.map((point, at) => [point, line.values[at] ?? null]));
    return stepPath(plot, line.points, (point) => place.get(point) ?? null);
  }, [line, plot]);
  return (
    <path
      d={d}
      fill="none"
      stroke={`var(--data-${colour})`}
      strokeWidth={1.5}
      strokeDasharray={dash}
      strokeLinejoin="round"
      vectorEffect="non-scaling-stroke"
    />
  );
}

/** The highest value that the axis cuts off, with its arrow. */
function Cut({ lines, max, unit }: { lines: readonly CompareLine[]; max: number; unit: string }) {
  const highest = Math.max(0, ...lines.flatMap((line) => line.values.filter((value) => value !== null)));
  if (highest <= max) return null;
  return (
    <span className="figure absolute right-0 bottom-1 text-12 leading-4 text-ink-2">
      ↑ up to {Math.round(highest).toLocaleString("en-US")} {unit}
    </span>
  );
}
