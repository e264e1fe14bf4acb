"use client";

import { Notice } from "#components/ui/notice.tsx";
import { formatRecentTime } from "#lib/format.ts";
import { failedSince } from "#lib/problem.ts";
import type { LiveAnswer } from "./use-live-query.ts";
import { RETRY_SECONDS } from "./use-live-query.ts";
import { useLive } from "./live.client.tsx";
import { useTimeZone } from "./zone.client.tsx";

/** Told of figures that could not be refreshed: since when, from when they are, what happens next. Nothing when all is well. */
export function StaleNotice({ answer }: { answer: LiveAnswer<unknown> }) {
  const { zone } = useTimeZone();
  const { paused } = useLive();
  const { problem, data, failingSince, answeredAt } = answer;
  if (!problem || data === undefined || failingSince === undefined) return null;
  const clock = (at: number) => formatRecentTime(at, zone, failingSince);
  const next = paused ? "Refreshing is paused." : `Retrying every ${RETRY_SECONDS} s.`;
  return (
    // Over the foot of the window: what is being read stays where it is.
    <div className="fixed inset-x-4 bottom-4 z-30 mx-auto w-fit print:static print:mx-0">
      <Notice mark="bad">
        {failedSince(problem.kind, clock(failingSince))} Figures are from {clock(answeredAt)}. {next}
      </Notice>
    </div>
  );
}
