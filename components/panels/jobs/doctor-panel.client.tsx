"use client";

import { parseAsString, useQueryState } from "nuqs";
import { useState } from "react";
import { AnswerPanel } from "#components/panels/storage/answer-panel.client.tsx";
import { KeepLink } from "#components/shell/keep-link.client.tsx";
import { useLiveQuery } from "#components/shell/use-live-query.ts";
import { useTimeZone } from "#components/shell/zone.client.tsx";
import { Button } from "#components/ui/button.tsx";
import { PanelMenu } from "#components/ui/panel-menu.client.tsx";
import { StatusMark } from "#components/ui/status-mark.tsx";
import { foldFindings } from "#lib/advisor/fold.ts";
import { findingsCsv, findingsSummary } from "#lib/advisor/summary.ts";
import { findingsQuery, STORAGE_CHOICE, storagePath } from "#lib/api/storage.ts";
import { formatRecentTime } from "#lib/format.ts";
import type { Advice, Unjudged } from "#lib/model/advisor.ts";
import type { Problem } from "#lib/problem.ts";
import { FindingRow, FoldRow } from "./finding-row.client.tsx";
import type { FindingActions } from "./snooze-buttons.client.tsx";

type DoctorPanelProps = {
  initial: Advice | undefined;
  initialProblem: Problem | undefined;
  actions?: FindingActions;
  /** Shows that many lines of them and where the others are. */
  limit?: number;
};

/** Everything that is not as it should be, worst first, many alike in one line; what was snoozed apart. The open one stands in the address. */
export function DoctorPanel({ actions, limit, ...start }: DoctorPanelProps) {
  const { zone } = useTimeZone();
  const answer = useLiveQuery<Advice>({ options: findingsQuery(), ...start, choice: STORAGE_CHOICE });
  const { data } = answer;
  const read = data ? `${findingsSummary(data.items)} · judged ${formatRecentTime(data.as_of, zone, data.as_of)}` : "";
  return (
    <AnswerPanel
      title="Doctor"
      source={read}
      answer={answer}
      height={170}
      flush
      menu={
        <PanelMenu
          title="Doctor"
          sql={storagePath("findings")}
          {...(data ? { csv: () => findingsCsv(data.items) } : {})}
        />
      }
    >
      {(advice) => <Findings advice={advice} actions={actions} limit={limit} />}
    </AnswerPanel>
  );
}

function Findings({ advice, actions, limit }: Pick<DoctorPanelProps, "actions" | "limit"> & { advice: Advice }) {
  const [open, setOpen] = useQueryState("finding", parseAsString);
  const [snoozed_shown, setSnoozedShown] = useState(false);
  const snoozed = advice.items.filter(({ snooze }) => snooze !== null);
  const counted = advice.items.filter(({ snooze }) => snooze === null);
  const lines = foldFindings(counted);
  const told = lines.slice(0, limit);
  const asleep = foldFindings(snoozed);
  const with_snoozed =
    snoozed_shown ||
    snoozed.some(({ finding_id }) => finding_id === open) ||
    asleep.some((line) => "items" in line && line.fold_id === open);
  const shown = with_snoozed && limit === undefined ? [...told, ...asleep] : told;
  return (
    <>
      {counted.length === 0 ? (
        <p className="flex items-center gap-2 border-t px-4 py-3 text-13">
          <StatusMark mark="online" label="none" />
          {snoozed.length === 0 ? "Nothing to mend." : "Nothing to mend but what is snoozed."}
        </p>
      ) : null}
      <ul>
        {shown.map((line) =>
          "items" in line ? (
            <FoldRow
              key={line.fold_id}
              fold={line}
              open_id={open}
              onOpen={(id) => void setOpen(id)}
              actions={actions}
            />
          ) : (
            <FindingRow
              key={line.finding_id}
              finding={line}
              open={line.finding_id === open}
              onToggle={() => void setOpen(line.finding_id === open ? null : line.finding_id)}
              actions={actions}
            />
          ),
        )}
      </ul>
      {limit !== undefined && counted.length > 0 ? (
        <p className="border-t px-4 py-2.5 text-13">
          <KeepLink href="/jobs" className="text-accent hover:underline">
            {lines.length > limit
              ? `All ${counted.length} findings, and what the jobs achieved`
              : "What the jobs achieved"}
          </KeepLink>
        </p>
      ) : null}
      {limit === undefined && snoozed.length > 0 ? (
        <p className="border-t px-2 py-1">
          <Button look="ghost" aria-expanded={with_snoozed} onClick={() => setSnoozedShown(!snoozed_shown)}>
            {with_snoozed ? "Hide" : "Show"} {snoozed.length} snoozed
          </Button>
        </p>
      ) : null}
      {limit === undefined ? <NotJudged unjudged={advice.unjudged} /> : null}
    </>
  );
}

function NotJudged({ unjudged }: { unjudged: Unjudged[] }) {
  if (unjudged.length === 0) return null;
  return (
    <div className="border-t px-4 py-2.5 text-12 text-ink-2">
      <h3 className="pb-0.5 font-medium">Not judged, which is not the same as good</h3>
      <ul>
        {unjudged.map(({ subject, reason }) => (
          <li key={subject} className="break-words">
            <span className="text-ink">{subject}</span>: {reason}
          </li>
        ))}
      </ul>
    </div>
  );
}
