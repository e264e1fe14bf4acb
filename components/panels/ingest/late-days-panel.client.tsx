"use client";

import { Table } from "#components/panels/access/table.tsx";
import { AnswerPanel } from "#components/panels/storage/answer-panel.client.tsx";
import { useLiveQuery } from "#components/shell/use-live-query.ts";
import { useTimeZone } from "#components/shell/zone.client.tsx";
import { PanelMenu } from "#components/ui/panel-menu.client.tsx";
import { PanelMessage } from "#components/ui/panel.tsx";
import { StatusMark } from "#components/ui/status-mark.tsx";
import { INGEST_CHOICE, LATE_DAYS_PATH, lateDaysQuery } from "#lib/api/ingest.ts";
import { formatCount, formatDay, formatRecentTime } from "#lib/format.ts";
import type { LateDay, LateDays } from "#lib/model/ingest-activity.ts";
import type { Problem } from "#lib/problem.ts";

type Props = { initial: LateDays | undefined; initialProblem: Problem | undefined };

const HEADINGS = [{ text: "day (UTC)" }, { text: "late rows", numeric: true }, { text: "state" }];

/** Days that late measurements changed behind the aggregates' back: waiting, or brought up to date. */
export function LateDaysPanel(props: Props) {
  const { zone } = useTimeZone();
  const answer = useLiveQuery<LateDays>({ options: lateDaysQuery(), ...props, choice: INGEST_CHOICE });
  const { data } = answer;
  return (
    <AnswerPanel
      title="Late measurements"
      source={data ? `${formatCount(data.waiting_days)} days wait, ${formatCount(data.refreshed_days)} refreshed` : ""}
      answer={answer}
      height={170}
      flush
      menu={<PanelMenu title="Late measurements" sql={LATE_DAYS_PATH} />}
    >
      {({ items, as_of }) =>
        items.length === 0 ? (
          <PanelMessage kind="empty" title="No measurement came more than two days late.">
            Hourly and daily figures of older days are refreshed when one does.
          </PanelMessage>
        ) : (
          <div className="max-h-[360px] overflow-y-auto">
            <Table label="Days and their refresh" headings={HEADINGS}>
              {items.map((item) => (
                <tr key={`${item.day} ${item.refreshed_at ?? ""}`}>
                  <td className="figure whitespace-nowrap">{formatDay(item.day, "UTC")}</td>
                  <td className="figure text-right">{formatCount(item.late_rows)}</td>
                  <td className="whitespace-nowrap">
                    <StateText item={item} now={as_of} zone={zone} />
                  </td>
                </tr>
              ))}
            </Table>
          </div>
        )
      }
    </AnswerPanel>
  );
}

function StateText({ item, now, zone }: { item: LateDay; now: string; zone: string }) {
  if (item.waiting_since === null)
    return `hours and days refreshed ${formatRecentTime(item.refreshed_at ?? now, zone, now)}`;
  return (
    <span className="inline-flex items-center gap-1.5">
      <StatusMark mark="late" label="none" />
      waiting since {formatRecentTime(item.waiting_since, zone, now)}
    </span>
  );
}
