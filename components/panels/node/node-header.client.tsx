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
import type { Node, NodeHealth, NodeOrigin } from "#lib/model/node.ts";
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
    <header className="flex flex-wrap items-end gap-x-6 gap-y-2">
      <div className="min-w-0">
        <h1 className="truncate text-20 font-medium tracking-[-0.01em]">{node.node_name}</h1>
        <p className="truncate font-mono text-12 text-ink-3">{node.node_id}</p>
      </div>
      {/* In columns where it is narrow: what a fact says next may be longer, and must not move the page. */}
      <dl className="flex flex-wrap gap-x-6 gap-y-2 text-13 max-md:grid max-md:w-full max-md:grid-cols-3 max-md:gap-x-4">
        <Fact name="status">
          <StatusMark mark={status} />
        </Fact>
        <Fact name="health in the range">
          {data ? <StatusMark {...HEALTH_MARKS[nodeHealth(data.figures)]} /> : <span className="text-ink-3">…</span>}
        </Fact>
        <Fact name="last seen" className="max-md:order-1 max-md:col-span-2">
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
        <Fact name="interval" className="max-md:order-1">
          {formatDuration(node.interval_seconds, 2)}
        </Fact>
        <Fact name="origin" className="max-md:order-1 max-md:col-span-3">
          {ORIGINS[node.origin]}
        </Fact>
      </dl>
      <div className="ml-auto flex items-center gap-2 max-md:ml-0">
        <KeepLink href={`/nodes/${node.node_id}/report`} className={buttonClass()}>
          Service level
        </KeepLink>
        <NodeExport node_id={node.node_id} choice={choice} />
      </div>
    </header>
  );
}

function Fact({ name, className, children }: { name: string; className?: string; children: ReactNode }) {
  return (
    <div className={cn("min-w-0", className)}>
      <dt className="text-12 text-ink-3">{name}</dt>
      <dd className="wrap-break-word">{children}</dd>
    </div>
  );
}
