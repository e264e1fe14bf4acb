"use client";

import Link from "next/link";
import { usePathname, useSearchParams } from "next/navigation";
import { useTimeZone } from "#components/shell/zone.client.tsx";
import { buttonClass } from "#components/ui/button.tsx";
import { PanelMessage } from "#components/ui/panel.tsx";
import { formatDuration, formatTime } from "#lib/format.ts";
import type { Node } from "#lib/model/node.ts";
import type { Series } from "#lib/model/series.ts";
import { SeriesPanels } from "./series-panels.tsx";

/** A range without one measurement: says when the node was seen, and offers a range of the same length that has some. */
export function EmptyRange({ node, series }: { node: Node; series: Series }) {
  return (
    <SeriesPanels>
      {(kind) =>
        kind === "latency" ? (
          <Seen node={node} series={series} />
        ) : (
          <PanelMessage kind="empty" title="No measurement in this range." />
        )
      }
    </SeriesPanels>
  );
}

function Seen({ node, series }: { node: Node; series: Series }) {
  const { zone } = useTimeZone();
  const { first_seen_at, last_seen_at } = node;
  if (first_seen_at === null || last_seen_at === null) {
    return (
      <PanelMessage kind="empty" title="This node has not sent a measurement yet.">
        It was entered at {formatTime(node.created_at, zone)} and is expected to measure every{" "}
        {formatDuration(node.interval_seconds)}. What it sends appears here by itself.
      </PanelMessage>
    );
  }
  const before = Date.parse(series.to) <= Date.parse(first_seen_at);
  const seen = before
    ? `Its first measurement came at ${formatTime(first_seen_at, zone)}.`
    : `It was last seen at ${formatTime(last_seen_at, zone)}.`;
  return (
    <PanelMessage
      kind="empty"
      title="No measurement in this range."
      action={<RangeLink at={before ? first_seen_at : last_seen_at} before={before} series={series} node={node} />}
    >
      {seen} The figures of this range are not zero, they do not exist.
    </PanelMessage>
  );
}

function RangeLink(props: { at: string; before: boolean; series: Series; node: Node }) {
  const { at, before, series, node } = props;
  const pathname = usePathname();
  const search = new URLSearchParams(useSearchParams());
  const span = Date.parse(series.to) - Date.parse(series.from);
  const seen = Date.parse(at);
  const minute = (ms: number) => new Date(Math.ceil(ms / 60_000) * 60_000).toISOString().replace(".000Z", "Z");
  const margin = node.interval_seconds * 1000;
  const from = before ? seen - margin : seen + margin - span;
  search.delete("range");
  search.set("from", minute(from));
  search.set("to", minute(from + span));
  return (
    <Link href={`${pathname}?${search.toString()}`} className={buttonClass()}>
      Show the {formatDuration(span / 1000)} {before ? "after its first measurement" : "before it was last seen"}
    </Link>
  );
}
