"use client";

import { useState } from "react";
import { ChartDaysUptime, DAY_KEY } from "#components/charts/chart-days-uptime.client.tsx";
import { VirtualTable } from "#components/panels/chunks/virtual-table.client.tsx";
import { ProblemMessage } from "#components/shell/problem-message.tsx";
import { useLiveQuery } from "#components/shell/use-live-query.ts";
import { useRange } from "#components/shell/use-range.ts";
import { useTimeZone } from "#components/shell/zone.client.tsx";
import { PanelMenu } from "#components/ui/panel-menu.client.tsx";
import { PanelSkeleton } from "#components/ui/panel.tsx";
import { uptimeDaysPath, uptimeDaysQuery } from "#lib/api/day-pattern.ts";
import { daysCsv, dayShade } from "#lib/day-pattern.ts";
import { formatCount, formatDay, formatPercent, formatRecentTime } from "#lib/format.ts";
import type { UptimeDay, UptimeDays } from "#lib/model/day-pattern.ts";
import type { Node } from "#lib/model/node.ts";
import type { Problem } from "#lib/problem.ts";
import { UptimeDaysFrame } from "./pattern-frames.tsx";

type UptimeDaysPanelProps = {
  node: Node;
  /** The zone that the server rendered with. */
  served_zone: string;
  initial: UptimeDays | undefined;
  initialProblem: Problem | undefined;
};

const QUARTER = { kind: "relative", range: "90d" } as const;

/** Ninety days of uptime, whatever the range; a click or Enter zooms to the day. */
export function UptimeDaysPanel({ node, served_zone, initial, initialProblem }: UptimeDaysPanelProps) {
  const { zone } = useTimeZone();
  const { setChoice } = useRange();
  const [table, setTable] = useState(false);
  const same = zone === served_zone;
  const { data, problem } = useLiveQuery<UptimeDays>({
    options: uptimeDaysQuery(node.node_id, zone),
    initial: same ? initial : undefined,
    initialProblem: same ? initialProblem : undefined,
    choice: QUARTER,
  });
  if (!data)
    return (
      <UptimeDaysFrame>{problem ? <ProblemMessage problem={problem} /> : <PanelSkeleton rows={4} />}</UptimeDaysFrame>
    );
  const menu = (
    <PanelMenu
      title="90 days"
      file={`${node.node_name}-days`}
      table={{ shown: table, onChange: setTable }}
      sql={uptimeDaysPath(node.node_id, zone)}
      csv={() => daysCsv(data)}
      png
    />
  );
  const zoom = ({ from, to }: UptimeDay) => setChoice({ kind: "fixed", from, to });
  return (
    <UptimeDaysFrame source={sourceText(data)} menu={menu}>
      {table ? <DaysTable answer={data} /> : <ChartDaysUptime answer={data} onZoom={zoom} />}
    </UptimeDaysFrame>
  );
}

/** "aggregates_hourly and measurements not yet in it · days of Europe/Berlin · read 13:02" */
function sourceText({ source, time_zone, reason, as_of }: UptimeDays): string {
  const read = `read ${formatRecentTime(as_of, time_zone, as_of)}`;
  const from = source === "metrics" ? "measurements" : "aggregates_hourly, its newest part from measurements";
  return [from, `days of ${time_zone}${reason ? `, because ${reason}` : ""}`, read].join(" · ");
}

function DaysTable({ answer: { days, time_zone } }: { answer: UptimeDays }) {
  const uptime = (day: UptimeDay) =>
    day.uptime_pct === null ? DAY_KEY[dayShade(day)] : formatPercent(day.uptime_pct, 2);
  return (
    <VirtualTable
      label="90 days, newest first"
      rows={days.toReversed()}
      rowKey={(day) => day.from}
      columns={[
        { key: "day", heading: "day", width: 110, cell: (day) => formatDay(day.from, time_zone) },
        { key: "uptime", heading: "uptime", width: 110, numeric: true, cell: uptime },
        {
          key: "received",
          heading: "received",
          width: 90,
          numeric: true,
          cell: (d) => formatCount(d.measurement_count),
        },
        { key: "due", heading: "due", width: 90, numeric: true, cell: (d) => formatCount(d.expected_count) },
      ]}
    />
  );
}
