"use client";

import { useState } from "react";
import { ChartHoursLatency } from "#components/charts/chart-hours-latency.client.tsx";
import { VirtualTable } from "#components/panels/chunks/virtual-table.client.tsx";
import { ProblemMessage } from "#components/shell/problem-message.tsx";
import { useLiveQuery } from "#components/shell/use-live-query.ts";
import { useTimeZone } from "#components/shell/zone.client.tsx";
import { PanelMenu } from "#components/ui/panel-menu.client.tsx";
import { PanelMessage, PanelSkeleton } from "#components/ui/panel.tsx";
import { hourPatternPath, hourPatternQuery } from "#lib/api/day-pattern.ts";
import { hoursCsv, hourText } from "#lib/day-pattern.ts";
import { formatCount, latencyQuantity } from "#lib/format.ts";
import type { HourPattern } from "#lib/model/day-pattern.ts";
import type { Node } from "#lib/model/node.ts";
import type { Problem } from "#lib/problem.ts";
import type { RangeChoice } from "#lib/range.ts";
import { percentilesText, sourcesText } from "#lib/source-line.ts";
import { HourPatternFrame } from "./pattern-frames.tsx";

type HourPatternPanelProps = {
  node: Node;
  choice: RangeChoice;
  /** The zone that the server rendered with. */
  served_zone: string;
  initial: HourPattern | undefined;
  initialProblem: Problem | undefined;
};

/** Median and p95 by hour of the day in the shown zone, over all days of the range. */
export function HourPatternPanel({ node, choice, served_zone, initial, initialProblem }: HourPatternPanelProps) {
  const { zone } = useTimeZone();
  const [table, setTable] = useState(false);
  const same = zone === served_zone;
  const { data, problem } = useLiveQuery<HourPattern>({
    options: hourPatternQuery(node.node_id, choice, zone),
    initial: same ? initial : undefined,
    initialProblem: same ? initialProblem : undefined,
    choice,
  });
  if (!data)
    return (
      <HourPatternFrame>{problem ? <ProblemMessage problem={problem} /> : <PanelSkeleton rows={8} />}</HourPatternFrame>
    );
  const menu = (
    <PanelMenu
      title="Hours of the day"
      file={`${node.node_name}-hours`}
      table={{ shown: table, onChange: setTable }}
      sql={hourPatternPath(node.node_id, choice, zone)}
      csv={() => hoursCsv(data)}
      png
    />
  );
  return (
    <HourPatternFrame source={sourceText(data)} menu={menu}>
      {table ? <HoursTable answer={data} /> : <Hours answer={data} />}
    </HourPatternFrame>
  );
}

function sourceText({ sources, percentiles, time_zone, shifted_minutes, as_of }: HourPattern): string {
  const shifted =
    shifted_minutes > 0 ? `, of the rollup's hours, which begin ${shifted_minutes} min later or earlier` : "";
  return [
    sourcesText(sources, time_zone, as_of),
    percentilesText(percentiles, "median/p95"),
    `hours of ${time_zone}${shifted}`,
  ].join(" · ");
}

function Hours({ answer }: { answer: HourPattern }) {
  if (answer.hours.every(({ reply_count }) => reply_count === 0))
    return (
      <PanelMessage kind="empty" title="No reply in this range.">
        Without a reply there is no latency.
      </PanelMessage>
    );
  return <ChartHoursLatency hours={answer.hours} />;
}

function HoursTable({ answer: { hours } }: { answer: HourPattern }) {
  return (
    <VirtualTable
      label="Hours of the day"
      rows={hours}
      rowKey={({ hour }) => String(hour)}
      columns={[
        { key: "hour", heading: "hour", width: 120, cell: ({ hour }) => hourText(hour) },
        {
          key: "p50",
          heading: "median ms",
          width: 90,
          numeric: true,
          cell: (row) => latencyQuantity(row.latency_ms_p50).value,
        },
        {
          key: "p95",
          heading: "p95 ms",
          width: 90,
          numeric: true,
          cell: (row) => latencyQuantity(row.latency_ms_p95).value,
        },
        { key: "replies", heading: "replies", width: 90, numeric: true, cell: (row) => formatCount(row.reply_count) },
      ]}
    />
  );
}
