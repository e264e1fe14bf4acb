"use client";

import { useState } from "react";
import { useTimeZone } from "#components/shell/zone.client.tsx";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.client.tsx";
import { Field, SelectField } from "#components/ui/field.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { formatCount, formatTime } from "#lib/format.ts";
import type { Problem } from "#lib/problem.ts";
import { MILLISECONDS } from "#lib/units.ts";

const TERMS = [
  { value: "4", label: "4 hours" },
  { value: "24", label: "a day" },
  { value: "168", label: "a week" },
  { value: "720", label: "30 days" },
  { value: "2160", label: "90 days" },
];

type Props = {
  /** How many findings. */
  count: number;
  /** What is wrong with them. */
  title: string;
  open: boolean;
  pending: boolean;
  problem: Problem | undefined;
  onClose: () => void;
  onSnooze: (wanted: { reason: string; until: string }) => void;
};

/** How long and why findings are not told, with what that will mean before it is done. */
export function SnoozeDialog({ count, open, onClose, ...rest }: Props) {
  const name = count === 1 ? "Snooze this finding" : `Snooze ${formatCount(count)} findings`;
  return (
    <Dialog open={open} onOpenChange={(next) => (next ? undefined : onClose())} title={name}>
      {open ? <SnoozeForm count={count} onClose={onClose} {...rest} /> : null}
    </Dialog>
  );
}

function SnoozeForm({ count, title, pending, problem, onClose, onSnooze }: Omit<Props, "open">) {
  const { zone } = useTimeZone();
  const [hours, setHours] = useState("24");
  // Fixed when the form opens, so that what is shown is what is sent.
  const [opened_ms] = useState(() => Date.now());
  // A full term would end a moment beyond the limit by the time it arrives.
  const until = new Date(opened_ms + Number(hours) * MILLISECONDS.hour - MILLISECONDS.minute).toISOString();
  const submit = (form: FormData) => onSnooze({ reason: String(form.get("reason")), until });
  return (
    <form action={submit} className="flex flex-col gap-3 px-4 pb-4">
      <p className="text-13">{title}</p>
      {problem ? <Notice mark="bad">{problem.message}</Notice> : null}
      <SelectField label="For" options={TERMS} value={hours} onChange={(event) => setHours(event.target.value)} />
      <Field label="Why" name="reason" required maxLength={500} autoComplete="off" hint="Everybody sees it." />
      <p className="rounded-md bg-sunken px-3 py-2 text-12 text-ink-2">
        Until <span className="figure">{formatTime(until, zone)}</span>{" "}
        {count === 1 ? "this finding stands" : "these findings stand"} below the others, {count === 1 ? "does" : "do"}{" "}
        not count in <code className="font-mono">/metrics</code>, and {count === 1 ? "does" : "do"} not make{" "}
        <code className="font-mono">npx fiber doctor</code> fail. Nothing is mended. The audit keeps who did it.
      </p>
      <div className="flex gap-2">
        <Button type="submit" look="accent" disabled={pending}>
          Snooze
        </Button>
        <Button onClick={onClose}>Cancel</Button>
      </div>
    </form>
  );
}
