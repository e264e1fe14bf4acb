"use client";

import { useQueryState } from "nuqs";
import { createContext, useContext, useEffect, useSyncExternalStore } from "react";
import type { ReactNode } from "react";
import { formatClock, formatDay, formatTime, formatTimeSeconds, NOTHING } from "#lib/format.ts";
import { runtimeZone, UTC } from "#lib/time-zone.ts";
import { COOKIES, remember } from "./cookies.ts";
import { parseAsTimeZone } from "./search-params.ts";

const ServerZone = createContext<string>(UTC);
const never = () => () => {};

/** Tells the zone that the server rendered with, and remembers the viewer's for the next time. */
export function ZoneProvider({ zone, children }: { zone: string; children: ReactNode }) {
  useEffect(() => {
    const actual = runtimeZone();
    if (actual !== zone) remember(COOKIES.zone, actual);
  }, [zone]);
  return <ServerZone value={zone}>{children}</ServerZone>;
}

/** The viewer's own zone, as the browser tells it. */
export function useViewerZone(): string {
  const server = useContext(ServerZone);
  return useSyncExternalStore(never, runtimeZone, () => server);
}

/** The zone that times are shown in (`tz` of the URL, else the viewer's), and how to change it; null is the viewer's. */
export function useTimeZone(): { zone: string; viewerZone: string; setZone: (zone: string | null) => void } {
  const viewerZone = useViewerZone();
  const [chosen, setChosen] = useQueryState("tz", parseAsTimeZone);
  return { zone: chosen ?? viewerZone, viewerZone, setZone: (zone) => void setChosen(zone) };
}

const FORMATS = { minute: formatTime, second: formatTimeSeconds, day: formatDay, clock: formatClock } as const;

/** An instant (ISO 8601 UTC) in the viewer's chosen zone; the tooltip has the seconds and the UTC form. */
export function Time({ at, format = "minute" }: { at: string | null; format?: keyof typeof FORMATS }) {
  const { zone } = useTimeZone();
  if (at === null) return <span>{NOTHING}</span>;
  return (
    <time dateTime={at} title={`${formatTimeSeconds(at, zone)} ${zone} · ${at}`} className="figure">
      {FORMATS[format](at, zone)}
    </time>
  );
}
