"use client";

import { RETRY_SECONDS } from "#components/shell/use-live-query.ts";
import type { LiveAnswer } from "#components/shell/use-live-query.ts";
import { useTimeZone } from "#components/shell/zone.client.tsx";
import { StatusMark } from "#components/ui/status-mark.tsx";
import { formatRecentTime } from "#lib/format.ts";
import { failedSince } from "#lib/problem.ts";

type StaleLineProps = { answer: LiveAnswer<unknown>; failingSince: number };

/** In place of a panel's source line while its answer cannot be renewed: no second box where the page has one already. */
export function StaleLine({ answer: { problem, answeredAt }, failingSince }: StaleLineProps) {
  const { zone } = useTimeZone();
  const clock = (at: number) => formatRecentTime(at, zone, failingSince);
  return (
    <span className="text-bad">
      <StatusMark mark="bad" label="none" className="mr-1.5 align-[-2px]" />
      {problem ? failedSince(problem.kind, clock(failingSince)) : ""} These figures are from {clock(answeredAt)}.
      Retrying every {RETRY_SECONDS} s.
    </span>
  );
}
