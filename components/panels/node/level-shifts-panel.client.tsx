"use client";

import { ProblemMessage } from "#components/shell/problem-message.tsx";
import { useLiveQuery } from "#components/shell/use-live-query.ts";
import { useTimeZone } from "#components/shell/zone.client.tsx";
import { PanelMenu } from "#components/ui/panel-menu.client.tsx";
import { Panel, PanelMessage, PanelSkeleton } from "#components/ui/panel.tsx";
import { StatusMark } from "#components/ui/status-mark.tsx";
import { levelShiftsPath, levelShiftsQuery } from "#lib/api/level-shifts.ts";
import { formatTime } from "#lib/format.ts";
import { detectorText, LEVEL_SHIFTS_TITLE, shiftsCsv, shiftSource } from "#lib/level-shift-words.ts";
import type { LevelShifts } from "#lib/model/level-shift.ts";
import type { Node } from "#lib/model/node.ts";
import type { RangeChoice } from "#lib/range.ts";
import { LevelShiftsTable } from "./level-shifts-table.client.tsx";

const BODY = { flush: true, bodyClassName: "h-[300px] px-4 pb-4" } as const;

/** When the level of the node's latency shifted, newest first, and how far that can be trusted. Keeps itself fresh. */
export function LevelShiftsPanel({ node, choice }: { node: Node; choice: RangeChoice }) {
  const { zone } = useTimeZone();
  const options = levelShiftsQuery(node.node_id, choice);
  const answer = useLiveQuery<LevelShifts>({ options, initial: undefined, choice, slow: true });
  const { data, problem } = answer;
  if (!data)
    return (
      <Panel title={LEVEL_SHIFTS_TITLE} {...BODY}>
        {problem ? <ProblemMessage problem={problem} /> : <PanelSkeleton rows={7} />}
      </Panel>
    );
  const menu = (
    <PanelMenu
      title={LEVEL_SHIFTS_TITLE}
      file={`${node.node_name}-level-shifts`}
      sql={levelShiftsPath(node.node_id, choice)}
      csv={() => shiftsCsv(data)}
    />
  );
  const source = (
    <>
      {problem ? <StatusMark mark="late" label="none" className="mr-1.5" /> : null}
      {shiftSource(data)}
      {problem ? ` · not refreshed since ${formatTime(answer.answeredAt, zone)}` : null}
    </>
  );
  return (
    <Panel title={LEVEL_SHIFTS_TITLE} source={source} menu={menu} {...BODY}>
      {data.shifts.length === 0 ? <NoShift answer={data} /> : <LevelShiftsTable answer={data} />}
      <p className="pt-2 text-12 text-ink-3">{detectorText(data)}</p>
    </Panel>
  );
}

function NoShift({ answer }: { answer: LevelShifts }) {
  if (answer.bucket_count < 2 * answer.level_buckets_min)
    return (
      <PanelMessage kind="empty" title="Too little to tell a level by.">
        A shift needs {answer.level_buckets_min} buckets with a reply on either side of it; this range has{" "}
        {answer.bucket_count}. Choose a longer range.
      </PanelMessage>
    );
  return (
    <PanelMessage kind="empty" title="No level shift found in this range.">
      Outliers, slow drifts and changes that are small beside the noise are none.
    </PanelMessage>
  );
}
