import { parseAsString, useQueryStates } from "nuqs";
import { useEffect, useSyncExternalStore } from "react";
import { COOKIES, remember } from "#components/shell/cookies.ts";
import { useTimeZone } from "#components/shell/zone.client.tsx";
import { chartPoints, type SeriesView } from "#lib/api/series.ts";

const onResize = (changed: () => void) => {
  window.addEventListener("resize", changed);
  return () => window.removeEventListener("resize", changed);
};

/** Whether two views ask for the same series. */
export const isSameView = (a: SeriesView, b: SeriesView): boolean =>
  a.points === b.points &&
  a.time_zone === b.time_zone &&
  a.source === b.source &&
  a.bucket_seconds === b.bucket_seconds;

const wishParsers = { source: parseAsString, bucket_seconds: parseAsString };

/**
 * How the node's series are looked at: points by the window's width, days by the shown zone, source and bucket as the
 * address asks. The server knows width and zone of the visit before; `served` is what it rendered with.
 */
export function useSeriesView(served: SeriesView) {
  const { zone } = useTimeZone();
  const points = useSyncExternalStore(
    onResize,
    () => chartPoints(window.innerWidth),
    () => served.points,
  );
  useEffect(() => {
    if (points !== served.points) remember(COOKIES.width, String(window.innerWidth));
  }, [points, served.points]);
  const [wish, setWish] = useQueryStates(wishParsers, { history: "push" });
  const view: SeriesView = { points, time_zone: zone, source: wish.source, bucket_seconds: wish.bucket_seconds };
  return { view, setWish: (next: Partial<typeof wish>) => void setWish(next) };
}
