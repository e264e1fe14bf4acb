"use client";

import { Pause, Play } from "lucide-react";
import { Button } from "#components/ui/button.tsx";
import { StatusMark } from "#components/ui/status-mark.tsx";
import { partsText } from "#lib/api/part-names.ts";
import { formatDuration, formatRecentTime } from "#lib/format.ts";
import { refreshSeconds } from "#lib/range.ts";
import { useFreshness } from "./use-freshness.ts";
import { useLive } from "./live.client.tsx";
import { useNow } from "./use-now.ts";
import { useRange } from "./use-range.ts";
import { useTimeZone } from "./zone.client.tsx";

/** "live · 4 s ago", "paused · 13:02", "fixed range · as of 13:02", or since when it stands; with the pause switch. */
export function FreshnessControl() {
  const { paused, setPaused } = useLive();
  const name = paused ? "Resume refreshing (p)" : "Pause refreshing (p)";
  const Icon = paused ? Play : Pause;
  return (
    <div className="flex min-w-0 items-center">
      <FreshnessText paused={paused} />
      <Button look="ghost" icon aria-label={name} title={name} onClick={() => setPaused(!paused)}>
        <Icon size={14} aria-hidden="true" />
      </Button>
    </div>
  );
}

function FreshnessText({ paused }: { paused: boolean }) {
  const { answeredAt, failingSince, failing } = useFreshness();
  const { zone } = useTimeZone();
  const { choice } = useRange();
  const now = useNow();
  const clock = (at: number) => formatRecentTime(at, zone, now || at);
  if (failingSince !== undefined) {
    if (failing.length > 0) {
      const since = `no answer since ${clock(failingSince)}`;
      return <Line mark="bad" text={`${partsText(failing, 1)}: ${since}`} spoken={`${failing.join(", ")}: ${since}`} />;
    }
    const text =
      answeredAt === undefined ? `no answer since ${clock(failingSince)}` : `stands since ${clock(answeredAt)}`;
    return <Line mark="bad" text={text} spoken={text} />;
  }
  if (answeredAt === undefined || now === 0) return <Line text="" spoken="" />;
  if (paused) return <Line mark="late" text={`paused · ${clock(answeredAt)}`} spoken="Refreshing is paused" />;
  if (refreshSeconds(choice, new Date(now)) === false) {
    return <Line text={`ended range · read ${clock(answeredAt)}`} spoken="This range has ended and stands still" />;
  }
  const age = formatDuration(Math.max(0, (now - answeredAt) / 1000));
  return <Line mark="online" text={`live · ${age} ago`} spoken="Refreshing itself" />;
}

/** The ticking text is for the eye; what is read aloud changes only when the state does. */
function Line({ mark, text, spoken }: { mark?: "online" | "late" | "bad"; text: string; spoken: string }) {
  return (
    <span className="flex min-w-[132px] items-center max-md:min-w-0 justify-end gap-1.5 text-12 text-ink-2">
      {mark ? <StatusMark mark={mark} label="none" /> : null}
      <span aria-hidden="true" className="figure truncate" title={mark === "bad" ? spoken : undefined}>
        {text}
      </span>
      <output aria-live="polite" className="sr-only">
        {spoken}
      </output>
    </span>
  );
}
