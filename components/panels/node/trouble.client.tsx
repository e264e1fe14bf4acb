"use client";

import { useNow } from "#components/shell/use-now.ts";
import { Time } from "#components/shell/zone.client.tsx";
import { cn } from "#components/ui/cn.ts";
import { StatusMark } from "#components/ui/status-mark.tsx";
import { formatDuration } from "#lib/format.ts";
import { nodeStatus } from "#lib/health.ts";
import type { Node } from "#lib/model/node.ts";

const TONE = { down: "border-bad/60 bg-bad/8", silent: "border-(--hatch) bg-panel" } as const;

type TroubleProps = {
  node: Node;
  /** Since when the target gives no reply; null: it replies, or that is not known. */
  down_since: string | null;
  /** When the server read the node, ms; the age until this browser's clock is known. */
  read_ms: number;
};

/** What is wrong now, whatever the range: the target gives no reply, or the probe sends nothing. */
export function Trouble({ node: { last_seen_at, interval_seconds }, down_since, read_ms }: TroubleProps) {
  const now_ms = useNow() || read_ms;
  const age = last_seen_at === null ? null : (now_ms - Date.parse(last_seen_at)) / 1000;
  const status = nodeStatus(age, interval_seconds);
  const [since, mark, words] =
    down_since === null
      ? [last_seen_at, "silent" as const, "The probe is silent: whether its target is up is not known."]
      : [down_since, "down" as const, "The target gives no reply; the probe reports."];
  if (since === null || (down_since === null && status !== "silent")) return null;
  return (
    <p
      role="status"
      className={cn("flex flex-wrap items-center gap-x-2 rounded-lg border px-3 py-2 text-13", TONE[mark])}
    >
      <span className="flex min-w-0 items-center gap-x-2 font-medium">
        <StatusMark mark={mark} label="none" />
        {words}
      </span>
      <span className="text-ink-2">
        Since <Time at={since} />,{" "}
        <span className="figure">{formatDuration((now_ms - Date.parse(since)) / 1000, 2)}</span>.
      </span>
    </p>
  );
}
