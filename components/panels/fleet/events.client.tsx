"use client";

import { useTimeZone } from "#components/shell/zone.client.tsx";
import { Button } from "#components/ui/button.tsx";
import { StatusMark } from "#components/ui/status-mark.tsx";
import { formatCount, formatRecentTime, formatTimeSeconds } from "#lib/format.ts";
import { eventFilter } from "#lib/fleet-events.ts";
import type { FleetEvent } from "#lib/fleet-events.ts";
import type { FleetFilterState } from "./use-fleet-filter.ts";

const WHAT = { silent: "probes", down: "targets", bad: "probes" } as const;
const STATE = { silent: "silent", down: "down", bad: "bad over this range" } as const;
/** More than these are counted, not listed. */
const SHOWN = 4;

type FleetEventsProps = { events: readonly FleetEvent[]; asOf: string; filter: FleetFilterState };

/** What happened to much of a region at once, one line each, with a way to the nodes. */
export function FleetEvents({ events, asOf, filter }: FleetEventsProps) {
  const { zone } = useTimeZone();
  if (events.length === 0) return null;
  return (
    <section aria-label="Events" className="rounded-lg border bg-panel">
      <ul>
        {events.slice(0, SHOWN).map((event) => (
          <li
            key={`${event.kind} ${event.scope} ${event.region}`}
            className="flex items-center gap-2 border-b px-4 py-1 text-13 last:border-b-0"
          >
            <StatusMark mark={event.kind} label="none" />
            <p className="min-w-0 flex-1">
              <Sentence event={event} zone={zone} asOf={asOf} />
            </p>
            <Button look="ghost" onClick={() => filter.show(eventFilter(event))}>
              Show<span className="sr-only"> these {formatCount(event.count)}</span>
            </Button>
          </li>
        ))}
        {events.length > SHOWN ? (
          <li className="px-4 py-1.5 text-12 text-ink-3">and {events.length - SHOWN} more like these</li>
        ) : null}
      </ul>
    </section>
  );
}

type SentenceProps = { event: FleetEvent; zone: string; asOf: string };

function Sentence({ event: { kind, scope, region, count, of, since }, zone, asOf }: SentenceProps) {
  const where = scope === "fleet" ? "over all regions" : `in ${region}`;
  return (
    <>
      <span className="figure">
        {formatCount(count)} of {formatCount(of)}
      </span>{" "}
      {WHAT[kind]} {where} {STATE[kind]}
      {since === null ? null : (
        <>
          {" "}
          since{" "}
          <time dateTime={since} title={formatTimeSeconds(since, zone)} className="figure">
            {formatRecentTime(since, zone, asOf)}
          </time>{" "}
          <span className="text-ink-3">(one event)</span>
        </>
      )}
      {scope === "fleet" && kind === "silent" ? (
        <span className="text-ink-3">: look at what they share, such as ingest, before the probes.</span>
      ) : null}
    </>
  );
}
