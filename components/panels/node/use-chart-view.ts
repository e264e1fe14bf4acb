import { useMemo } from "react";
import { useRange } from "#components/shell/use-range.ts";
import type { Window } from "#lib/chart-zoom.ts";
import type { Series } from "#lib/model/series.ts";

const iso = (ms: number) => new Date(ms).toISOString().replace(".000Z", "Z");

/** The time axis of a series, where its cursor may stand, and how to zoom: a new range in the URL, one step of the history. */
export function useChartView(series: Series) {
  const { setChoice, pending } = useRange();
  const view: Window = useMemo(
    () => ({ from_ms: Date.parse(series.from), to_ms: Date.parse(series.to) }),
    [series.from, series.to],
  );
  const stops = useMemo(
    () => series.points.map((point) => Date.parse(point.time) + series.bucket_seconds * 500),
    [series],
  );
  const zoomTo = ({ from_ms, to_ms }: Window) => setChoice({ kind: "fixed", from: iso(from_ms), to: iso(to_ms) });
  return { view, stops, now_ms: Date.parse(series.as_of), zoomTo, pending };
}
