"use client";

import { ProblemMessage } from "#components/shell/problem-message.tsx";
import { useLiveQuery } from "#components/shell/use-live-query.ts";
import { useTimeZone } from "#components/shell/zone.client.tsx";
import { PanelMenu } from "#components/ui/panel-menu.client.tsx";
import { PanelMessage, PanelSkeleton } from "#components/ui/panel.tsx";
import { StatusMark } from "#components/ui/status-mark.tsx";
import { outagesPath, outagesQuery } from "#lib/api/outages.ts";
import { formatTime } from "#lib/format.ts";
import type { Node } from "#lib/model/node.ts";
import type { NodeOutages } from "#lib/model/outage.ts";
import { outagesCsv, outageSource, outageTotals } from "#lib/outages.ts";
import type { Problem } from "#lib/problem.ts";
import type { RangeChoice } from "#lib/range.ts";
import { OutagesFrame } from "./outages-frame.tsx";
import { OutagesTable } from "./outages-table.client.tsx";

type OutagesPanelProps = {
  node: Node;
  choice: RangeChoice;
  initial: NodeOutages | undefined;
  initialProblem: Problem | undefined;
};

/** When the target was down and when the probe was silent, newest first. Keeps itself fresh. */
export function OutagesPanel({ node, choice, initial, initialProblem }: OutagesPanelProps) {
  const { zone } = useTimeZone();
  const options = outagesQuery(node.node_id, choice);
  const answer = useLiveQuery<NodeOutages>({ options, initial, initialProblem, choice });
  const { data, problem } = answer;
  if (!data)
    return <OutagesFrame>{problem ? <ProblemMessage problem={problem} /> : <PanelSkeleton rows={7} />}</OutagesFrame>;
  const menu = (
    <PanelMenu
      title="Outages and silences"
      file={`${node.node_name}-outages`}
      sql={outagesPath(node.node_id, choice)}
      csv={() => outagesCsv(data)}
    />
  );
  const source = (
    <>
      {problem ? <StatusMark mark="late" label="none" className="mr-1.5" /> : null}
      {[outageTotals(data), outageSource(data, zone)].join(" · ")}
      {problem ? ` · not refreshed since ${formatTime(answer.answeredAt, zone)}` : null}
    </>
  );
  return (
    <OutagesFrame source={source} menu={menu}>
      {data.outages.length === 0 ? <NoOutage node={node} /> : <OutagesTable node={node} answer={data} />}
    </OutagesFrame>
  );
}

function NoOutage({ node }: { node: Node }) {
  if (node.first_seen_at === null)
    return (
      <PanelMessage kind="empty" title="Never heard of.">
        Nothing is due before a first measurement, so nothing is missing.
      </PanelMessage>
    );
  return (
    <PanelMessage kind="empty" title="No outage and no silence in this range.">
      Fewer than three measurements in a row without reply, or not received, are not listed; loss and coverage tell
      them.
    </PanelMessage>
  );
}
