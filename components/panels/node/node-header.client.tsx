"use client";

import type { ReactNode } from "react";
import { useAnswerOfOthers } from "#components/shell/use-answer-of-others.ts";
import { KeepLink } from "#components/shell/keep-link.client.tsx";
import { useNow } from "#components/shell/use-now.ts";
import { Time } from "#components/shell/zone.client.tsx";
import type { Mark } from "#components/ui/status-mark.tsx";
import { buttonClass } from "#components/ui/button.tsx";
import { cn } from "#components/ui/cn.ts";
import { StatusMark } from "#components/ui/status-mark.tsx";
import type { NodeDetail } from "#lib/api/series.ts";
import { nodeDetailQuery } from "#lib/api/series.ts";
import { formatDuration } from "#lib/format.ts";
import { nodeHealth, nodeStatus } from "#lib/health.ts";
import type { Node, NodeHealth, NodeOrigin, NodeStatus } from "#lib/model/node.ts";
import type { RangeChoice } from "#lib/range.ts";
import { NodeExport } from "./node-export.client.tsx";

const ORIGINS: Record<NodeOrigin, string> = {
  probe: "live probe",
  demo: "simulated (demo fleet)",
  import: "imported measurements",
};

const HEALTH_MARKS: Record<NodeHealth, { mark: Mark; text: string }> = {
  good: { mark: "online", text: "good" },
  degraded: { mark: "degraded", text: "degraded" },
  bad: { mark: "bad", text: "bad" },
  unknown: { mark: "never", text: "no measurement" },
};
const TONE = { down: "border-bad/60 bg-bad/8", silent: "border-(--hatch) bg-panel" } as const;

type NodeHeaderProps = {
  node: Node;
  choice: RangeChoice;
  /** When the server read the node, ms; the age until this browser's clock is known. */
  read_ms: number;
};

/** Who the node is and when it was last heard of. Follows the figures as they refresh. */
export function NodeHeader({ node: first, choice, read_ms }: NodeHeaderProps) {
  // Only looks at the answer that the figures ask for.
  const data = useAnswerOfOthers<NodeDetail>(nodeDetailQuery(first.node_id, choice));
  const node = data?.node ?? first;
  const now = useNow() || read_ms;
  const seen = node.last_seen_at;
  const age = seen === null ? null : Math.max(0, (now - Date.parse(seen)) / 1000);
  const status = nodeStatus(age, node.interval_seconds);
  return (
    <div className="grid gap-3">
      <header className="flex flex-wrap items-end gap-x-6 gap-y-2">
        <div className="min-w-0">
          <h1 className="truncate text-20 font-medium tracking-[-0.01em]">{node.node_name}</h1>
          <p className="truncate font-mono text-12 text-ink-3">{node.node_id}</p>
        </div>
        <dl className="flex flex-wrap gap-x-6 gap-y-2 text-13">
          <Fact name="status">
            <StatusMark mark={status} />
          </Fact>
          <Fact name="health in the range">
            {data ? <StatusMark {...HEALTH_MARKS[nodeHealth(data.figures)]} /> : <span className="text-ink-3">…</span>}
          </Fact>
          <Fact name="last seen">
            {age === null ? (
              "never"
            ) : (
              <>
                <Time at={seen} format="second" />{" "}
                <span className="figure text-ink-3">{formatDuration(age, age >= 3600 ? 2 : 1)} ago</span>
              </>
            )}
          </Fact>
          <Fact name="region">{node.region ?? "none given"}</Fact>
          <Fact name="interval">{formatDuration(node.interval_seconds, 2)}</Fact>
          <Fact name="origin">{ORIGINS[node.origin]}</Fact>
        </dl>
        <div className="ml-auto flex items-center gap-2 max-md:ml-0">
          <KeepLink href={`/nodes/${node.node_id}/report`} className={buttonClass()}>
            Service level
          </KeepLink>
          <NodeExport node_id={node.node_id} choice={choice} />
        </div>
      </header>
      <Trouble status={status} down_since={data?.down_since ?? null} last_seen_at={seen} now_ms={now} />
    </div>
  );
}

type TroubleProps = { status: NodeStatus; down_since: string | null; last_seen_at: string | null; now_ms: number };

/** What is wrong now, whatever the range: the target gives no reply, or the probe sends nothing. */
function Trouble({ status, down_since, last_seen_at, now_ms }: TroubleProps) {
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
      <StatusMark mark={mark} label="none" />
      <span className="font-medium">{words}</span>
      <span className="text-ink-2">
        Since <Time at={since} />,{" "}
        <span className="figure">{formatDuration((now_ms - Date.parse(since)) / 1000, 2)}</span>.
      </span>
    </p>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt className="text-12 text-ink-3">{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
