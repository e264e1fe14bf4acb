"use client";

import { Table } from "#components/panels/access/table.tsx";
import { AnswerPanel } from "#components/panels/storage/answer-panel.client.tsx";
import { useLiveQuery } from "#components/shell/use-live-query.ts";
import { useTimeZone } from "#components/shell/zone.client.tsx";
import { PanelMenu } from "#components/ui/panel-menu.client.tsx";
import { PanelMessage } from "#components/ui/panel.tsx";
import { activityPath, activityQuery } from "#lib/api/ingest.ts";
import { batchText, lagText, rangeSeconds, rateText, reasonText, SOURCE_NAMES } from "#lib/chart-ingest.ts";
import { formatCount, formatRecentTime } from "#lib/format.ts";
import type { IngestActivity, IngestRejection, IngestSourceCounts } from "#lib/model/ingest-activity.ts";
import type { Problem } from "#lib/problem.ts";
import type { RangeChoice } from "#lib/range.ts";

type Props = { choice: RangeChoice; initial: IngestActivity | undefined; initialProblem: Problem | undefined };

const HEADINGS = [
  { text: "source" },
  ...["rows/s", "stored", "repeated", "refused", "bodies"].map((text) => ({ text, numeric: true })),
  ...["batch time, 95 %", "lag, half", "lag, 95 %"].map((text) => ({ text, numeric: true })),
  { text: "last heard", numeric: true },
  { text: "why refused" },
];

/** Who sent what in the range, the busiest first. */
export function SourcesPanel({ choice, ...settled }: Props) {
  const { zone } = useTimeZone();
  const answer = useLiveQuery<IngestActivity>({ options: activityQuery(choice), ...settled, choice });
  return (
    <AnswerPanel
      title="Sources"
      source={answer.data ? sourceText(answer.data) : ""}
      answer={answer}
      height={170}
      flush
      menu={<PanelMenu title="Sources" sql={activityPath(choice)} />}
    >
      {(activity) =>
        activity.sources.length === 0 ? (
          <PanelMessage kind="empty" title="Nobody sent anything in this range." />
        ) : (
          <Table label="What each source sent" headings={HEADINGS}>
            {activity.sources.map((source) => (
              <SourceRow key={source.source_id} source={source} activity={activity} zone={zone} />
            ))}
          </Table>
        )
      }
    </AnswerPanel>
  );
}

function sourceText({ sources, sources_left_out }: IngestActivity): string {
  const count = sources.length + sources_left_out;
  const shown = sources_left_out > 0 ? ` · the ${sources.length} busiest are listed` : "";
  return `${count} ${count === 1 ? "source" : "sources"} in this range${shown}`;
}

type RowProps = { source: IngestSourceCounts; activity: IngestActivity; zone: string };

function SourceRow({ source, activity, zone }: RowProps) {
  const { accepted, duplicates, rejected, bodies, failed_bodies } = source;
  const figures = [
    rateText((accepted + duplicates + rejected) / rangeSeconds(activity)),
    formatCount(accepted),
    formatCount(duplicates),
    formatCount(rejected),
    failed_bodies > 0 ? `${formatCount(bodies)} + ${formatCount(failed_bodies)} failed` : formatCount(bodies),
    batchText(source, 0.95),
    lagText(source, 0.5),
    lagText(source, 0.95),
    formatRecentTime(source.last_at, zone, activity.as_of),
  ];
  return (
    <tr>
      <td className="whitespace-nowrap">
        {source.name} <span className="text-ink-3">{SOURCE_NAMES[source.kind]}</span>
      </td>
      {figures.map((text, at) => (
        <td key={HEADINGS[at + 1]?.text} className="figure text-right whitespace-nowrap">
          {text}
        </td>
      ))}
      <td className="text-12 whitespace-nowrap text-ink-2">{whyText(source.rejections)}</td>
    </tr>
  );
}

/** "latency_ms out of range 12, line malformed 3" */
const whyText = (rejections: readonly IngestRejection[]): string =>
  rejections
    .slice(0, 3)
    .map(({ field, reason, lines }) => `${field} ${reasonText(reason)} ${formatCount(lines)}`)
    .join(", ") + (rejections.length > 3 ? " …" : "");
