"use client";

import { Time } from "#components/shell/zone.client.tsx";
import type { FindingFold } from "#lib/advisor/fold.ts";
import type { Finding, Snooze } from "#lib/model/advisor.ts";
import { Disclosure } from "./disclosure.tsx";
import { SeverityMark } from "./severity-mark.tsx";
import { type FindingActions, SnoozeButtons } from "./snooze-buttons.client.tsx";
import { SqlBlock } from "./sql-block.tsx";
import { Told } from "./told.client.tsx";

type RowProps = {
  finding: Finding;
  open: boolean;
  onToggle: () => void;
  /** Left out where nothing may be done. */
  actions?: FindingActions | undefined;
  /** One of a fold, whose line tells the severity. */
  folded?: boolean;
};

/** One finding: how much it weighs and what is wrong; opened, why, what comes of it and what mends it. */
export function FindingRow({ finding, open, onToggle, actions, folded = false }: RowProps) {
  const { snooze } = finding;
  return (
    <Disclosure
      heading={folded ? "h4" : "h3"}
      open={open}
      onToggle={onToggle}
      className={snooze ? "text-ink-2" : undefined}
      mark={folded ? null : <SeverityMark severity={finding.severity} />}
      title={<Told text={finding.title} />}
      aside={folded ? null : <SnoozedUntil snooze={snooze} />}
    >
      <Details finding={finding} actions={actions} />
    </Disclosure>
  );
}

function SnoozedUntil({ snooze }: { snooze: Snooze | null }) {
  if (snooze === null) return null;
  return (
    <span className="shrink-0 text-12 text-ink-3 max-md:hidden">
      snoozed until <Time at={snooze.until} />
    </span>
  );
}

type FoldProps = {
  fold: FindingFold;
  /** The finding or the fold that stands open. */
  open_id: string | null;
  onOpen: (id: string | null) => void;
  actions?: FindingActions | undefined;
};

/** Many findings that say the same: how many, of what; opened, each of them. */
export function FoldRow({ fold, open_id, onOpen, actions }: FoldProps) {
  const { fold_id, severity, title, names, items, snooze } = fold;
  const open = fold_id === open_id || items.some(({ finding_id }) => finding_id === open_id);
  return (
    <Disclosure
      heading="h3"
      open={open}
      onToggle={() => onOpen(open ? null : fold_id)}
      className={snooze ? "text-ink-2" : undefined}
      mark={<SeverityMark severity={severity} />}
      aside={<SnoozedUntil snooze={snooze} />}
      title={
        <>
          {title} <span className="block text-12 text-ink-2">{names}</span>
        </>
      }
    >
      {actions ? (
        <div className="px-4 pb-3 empty:hidden md:pl-[100px]">
          <SnoozeButtons findings={items} title={`${title} ${names}`} actions={actions} />
        </div>
      ) : null}
      <ul>
        {items.map((finding) => (
          <FindingRow
            key={finding.finding_id}
            finding={finding}
            open={finding.finding_id === open_id}
            onToggle={() => onOpen(finding.finding_id === open_id ? fold_id : finding.finding_id)}
            actions={actions}
            folded
          />
        ))}
      </ul>
    </Disclosure>
  );
}

function Details({ finding, actions }: { finding: Finding; actions: FindingActions | undefined }) {
  const { snooze } = finding;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-3 px-4 pb-4 md:pl-[100px]">
      <ul className="flex flex-col gap-0.5 text-13 text-ink-2">
        {finding.evidence.map((sentence) => (
          <li key={sentence} className="break-words">
            <Told text={sentence} />
          </li>
        ))}
      </ul>
      <dl className="grid gap-x-4 gap-y-1 text-13 md:grid-cols-[112px_minmax(0,1fr)]">
        <dt className="text-ink-3">What comes of it</dt>
        <dd>{finding.consequence}</dd>
        <dt className="text-ink-3">What to do</dt>
        <dd>{finding.remedy}</dd>
        {snooze ? (
          <>
            <dt className="text-ink-3">Snoozed</dt>
            <dd>
              by {snooze.snoozed_by} until <Time at={snooze.until} />: {snooze.reason}
            </dd>
          </>
        ) : null}
      </dl>
      {finding.sql === null || finding.sql === "" ? null : <SqlBlock sql={finding.sql} label={finding.title} />}
      {actions ? <SnoozeButtons findings={[finding]} title={finding.title} actions={actions} /> : null}
    </div>
  );
}
