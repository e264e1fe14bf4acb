"use client";

import { ChevronRight } from "lucide-react";
import { useId, useState } from "react";
import { useAction } from "#components/panels/access/use-action.client.ts";
import { usePerson } from "#components/shell/person.client.tsx";
import { Time } from "#components/shell/zone.client.tsx";
import { Button } from "#components/ui/button.tsx";
import { cn } from "#components/ui/cn.ts";
import { Notice } from "#components/ui/notice.tsx";
import { roleAllows } from "#lib/access/roles.ts";
import type { ActionResult } from "#lib/model/access.ts";
import type { Finding } from "#lib/model/advisor.ts";
import { SeverityMark } from "./severity-mark.tsx";
import { SnoozeDialog } from "./snooze-form.client.tsx";
import { SqlBlock } from "./sql-block.tsx";
import { Told } from "./told.client.tsx";

/** What may be done to findings; each is a server action that checks for itself. */
export type FindingActions = {
  snooze: (wanted: { finding_id: string; reason: string; until: string }) => Promise<ActionResult>;
  wake: (wanted: { finding_id: string }) => Promise<ActionResult>;
};

type RowProps = {
  finding: Finding;
  open: boolean;
  onToggle: () => void;
  /** Left out where nothing may be done. */
  actions?: FindingActions | undefined;
};

/** One finding: how much it weighs and what is wrong; opened, why, what comes of it and what mends it. */
export function FindingRow({ finding, open, onToggle, actions }: RowProps) {
  const id = useId();
  const { snooze } = finding;
  return (
    <li className={cn("border-t", snooze && "text-ink-2")}>
      <h3>
        <button
          type="button"
          aria-expanded={open}
          aria-controls={id}
          onClick={onToggle}
          className="flex w-full items-start gap-x-3 px-4 py-2.5 text-left text-13 hover:bg-hover"
        >
          <span className="w-[72px] shrink-0">
            <SeverityMark severity={finding.severity} />
          </span>
          <span className="min-w-0 flex-1 break-words">
            <Told text={finding.title} />
          </span>
          {snooze ? (
            <span className="shrink-0 text-12 text-ink-3 max-md:hidden">
              snoozed until <Time at={snooze.until} />
            </span>
          ) : null}
          <ChevronRight
            size={14}
            aria-hidden="true"
            className={cn("mt-0.5 shrink-0 text-ink-3", open && "rotate-90")}
          />
        </button>
      </h3>
      <div id={id} hidden={!open}>
        {open ? <Details finding={finding} actions={actions} /> : null}
      </div>
    </li>
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
      {actions ? <SnoozeButtons finding={finding} actions={actions} /> : null}
    </div>
  );
}

function SnoozeButtons({ finding, actions }: { finding: Finding; actions: FindingActions }) {
  const { role } = usePerson();
  const [asking, setAsking] = useState(false);
  const { pending, problem, run } = useAction();
  const { finding_id, snooze } = finding;
  if (!roleAllows(role, "operator"))
    return <p className="text-12 text-ink-3">An operator can snooze this finding for a while.</p>;
  if (snooze)
    return (
      <div className="flex flex-col items-start gap-2">
        {problem ? <Notice mark="bad">{problem.message}</Notice> : null}
        <Button disabled={pending} onClick={() => run(() => actions.wake({ finding_id }))}>
          Tell of it again
        </Button>
      </div>
    );
  return (
    <div>
      <Button onClick={() => setAsking(true)}>Snooze …</Button>
      <SnoozeDialog
        finding={finding}
        open={asking}
        pending={pending}
        problem={problem}
        onClose={() => setAsking(false)}
        onSnooze={(wanted) =>
          run(
            () => actions.snooze(wanted),
            () => setAsking(false),
          )
        }
      />
    </div>
  );
}
