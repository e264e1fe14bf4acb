"use client";

import type { LiveAnswer } from "#components/shell/use-live-query.ts";
import { RETRY_SECONDS } from "#components/shell/use-live-query.ts";
import { useTimeZone } from "#components/shell/zone.client.tsx";
import { StatusMark } from "#components/ui/status-mark.tsx";
import { formatRecentTime } from "#lib/format.ts";
import { failedSince } from "#lib/problem.ts";

/** Says, while an answer cannot be renewed, since when the old one stands. Nothing while all is well. */
export function StaleNote({ answer }: { answer: LiveAnswer<unknown> }) {
  const { zone } = useTimeZone();
  const { problem, failingSince, answeredAt, data } = answer;
  if (!problem || failingSince === undefined || data === undefined) return null;
  const clock = (at: number) => formatRecentTime(at, zone, failingSince);
  return (
    <output className="mb-2 flex items-start gap-2 rounded-md bg-tint-late px-2 py-1 text-12">
      <StatusMark mark="late" label="none" className="mt-0.5" />
      <span>
        {failedSince(problem.kind, clock(failingSince))} Figures below are from {clock(answeredAt)}. Retrying every{" "}
        {RETRY_SECONDS} s.
      </span>
    </output>
  );
}
