"use client";

import { Table } from "#components/panels/access/table.tsx";
import { AnswerPanel } from "#components/panels/storage/answer-panel.client.tsx";
import { useLiveQuery } from "#components/shell/use-live-query.ts";
import { useTimeZone } from "#components/shell/zone.client.tsx";
import { PanelMenu } from "#components/ui/panel-menu.client.tsx";
import { PanelMessage } from "#components/ui/panel.tsx";
import { INGEST_CHOICE, REJECTS_PATH, rejectsQuery } from "#lib/api/ingest.ts";
import { reasonText, SOURCE_NAMES } from "#lib/chart-ingest.ts";
import { formatCount, formatRecentTime } from "#lib/format.ts";
import type { IngestReject, IngestRejects, KeptRegionConflict } from "#lib/model/ingest-activity.ts";
import type { Problem } from "#lib/problem.ts";

type Props = { initial: IngestRejects | undefined; initialProblem: Problem | undefined };

const HEADINGS = ["when", "source", "line", "field", "reason", "text"].map((text) => ({
  text,
  numeric: text === "line",
}));

/** The last refused lines as they came, whatever the range. */
export function RejectsPanel(props: Props) {
  const { zone } = useTimeZone();
  const answer = useLiveQuery<IngestRejects>({ options: rejectsQuery(), ...props, choice: INGEST_CHOICE });
  return (
    <AnswerPanel
      title="Last refused lines"
      source="the newest, at most 100 a source and 2,000 in all are kept · secrets left out · whatever the range"
      answer={answer}
      height={240}
      flush
      menu={<PanelMenu title="Last refused lines" sql={REJECTS_PATH} />}
    >
      {({ items, as_of }) =>
        items.length === 0 ? (
          <PanelMessage kind="empty" title="No refused line is kept." />
        ) : (
          <div className="max-h-[480px] overflow-y-auto">
            <Table label="Lines and reasons" headings={HEADINGS}>
              {items.map((item) => (
                <RejectRow key={item.reject_id} item={item} now={as_of} zone={zone} />
              ))}
            </Table>
          </div>
        )
      }
    </AnswerPanel>
  );
}

function RejectRow({ item, now, zone }: { item: IngestReject; now: string; zone: string }) {
  const { source, format, line, field, reason, message, text, text_length } = item;
  return (
    <tr className="align-top">
      <td className="figure whitespace-nowrap">{formatRecentTime(item.rejected_at, zone, now)}</td>
      <td className="whitespace-nowrap">
        {source.name} <span className="text-ink-3">{SOURCE_NAMES[source.kind]}</span>
      </td>
      <td className="figure text-right whitespace-nowrap">{line === 0 ? "whole" : line}</td>
      <td className="font-mono text-12 whitespace-nowrap">{field}</td>
      <td className="min-w-56 text-12">
        {reasonText(reason)}
        <span className="block text-ink-3">{message}</span>
      </td>
      <td className="min-w-72 font-mono text-12 break-all whitespace-pre-wrap">
        {text ?? <span className="font-sans text-ink-3">not kept</span>}
        {text_length === null ? null : (
          <span className="block font-sans text-ink-3">{`cut, ${formatCount(text_length)} characters of ${format}`}</span>
        )}
      </td>
    </tr>
  );
}

const CONFLICT_HEADINGS = [
  { text: "node" },
  { text: "its region" },
  { text: "sent as" },
  { text: "rows", numeric: true },
  { text: "source" },
  { text: "last", numeric: true },
];

/** Nodes whose measurements name another region than they have: one name used twice, or a probe that moved. */
export function ConflictsPanel(props: Props) {
  const { zone } = useTimeZone();
  const answer = useLiveQuery<IngestRejects>({ options: rejectsQuery(), ...props, choice: INGEST_CHOICE });
  return (
    <AnswerPanel
      title="Region conflicts"
      source="rows are stored under the node, whose region stays as it is"
      answer={answer}
      height={170}
      flush
      menu={<PanelMenu title="Region conflicts" sql={REJECTS_PATH} />}
    >
      {({ conflicts, as_of }) =>
        conflicts.length === 0 ? (
          <PanelMessage kind="empty" title="Every row names its node's own region, or none." />
        ) : (
          <div className="max-h-[360px] overflow-y-auto">
            <Table label="Nodes and their regions" headings={CONFLICT_HEADINGS}>
              {conflicts.map((conflict) => (
                <ConflictRow
                  key={`${conflict.node_name} ${conflict.other_region}`}
                  of={conflict}
                  now={as_of}
                  zone={zone}
                />
              ))}
            </Table>
          </div>
        )
      }
    </AnswerPanel>
  );
}

function ConflictRow({ of, now, zone }: { of: KeptRegionConflict; now: string; zone: string }) {
  return (
    <tr>
      <td className="whitespace-nowrap">{of.node_name}</td>
      <td className="whitespace-nowrap">{of.region}</td>
      <td className="whitespace-nowrap">{of.other_region}</td>
      <td className="figure text-right">{formatCount(of.rows)}</td>
      <td className="whitespace-nowrap">{of.source.name}</td>
      <td className="figure text-right whitespace-nowrap">{formatRecentTime(of.last_at, zone, now)}</td>
    </tr>
  );
}
