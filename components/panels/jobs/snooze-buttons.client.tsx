"use client";

import { useState } from "react";
import { useAction } from "#components/panels/access/use-action.client.ts";
import { usePerson } from "#components/shell/person.client.tsx";
import { Button } from "#components/ui/button.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { roleAllows } from "#lib/access/roles.ts";
import { formatCount } from "#lib/format.ts";
import type { ActionResult } from "#lib/model/access.ts";
import { type Finding, SNOOZE_MAX_FINDINGS } from "#lib/model/advisor.ts";
import { SnoozeDialog } from "./snooze-form.client.tsx";

/** What may be done to findings; each is a server action that checks for itself. */
export type FindingActions = {
  snooze: (wanted: { finding_ids: string[]; reason: string; until: string }) => Promise<ActionResult>;
  wake: (wanted: { finding_ids: string[] }) => Promise<ActionResult>;
};

type SnoozeButtonsProps = {
  /** One, or all that are alike: each is snoozed, or none. */
  findings: Finding[];
  /** What is wrong with them. */
  title: string;
  actions: FindingActions;
};

/** Snoozes findings, or tells of them again, for whom that is permitted. */
export function SnoozeButtons({ findings, title, actions }: SnoozeButtonsProps) {
  const { role } = usePerson();
  const [asking, setAsking] = useState(false);
  const { pending, problem, run } = useAction();
  const one = findings.length === 1;
  const count = formatCount(findings.length);
  const finding_ids = findings.map(({ finding_id }) => finding_id);
  if (!roleAllows(role, "operator"))
    return one ? <p className="text-12 text-ink-3">An operator can snooze this finding for a while.</p> : null;
  if (findings.length > SNOOZE_MAX_FINDINGS)
    return <p className="text-12 text-ink-3">More than {formatCount(SNOOZE_MAX_FINDINGS)} are not snoozed at once.</p>;
  if (findings.every(({ snooze }) => snooze !== null))
    return (
      <div className="flex flex-col items-start gap-2">
        {problem ? <Notice mark="bad">{problem.message}</Notice> : null}
        <Button disabled={pending} onClick={() => run(() => actions.wake({ finding_ids }))}>
          {one ? "Tell of it again" : `Tell of all ${count} again`}
        </Button>
      </div>
    );
  return (
    <div>
      <Button onClick={() => setAsking(true)}>{one ? "Snooze …" : `Snooze all ${count} …`}</Button>
      <SnoozeDialog
        count={findings.length}
        title={title}
        open={asking}
        pending={pending}
        problem={problem}
        onClose={() => setAsking(false)}
        onSnooze={(wanted) =>
          run(
            () => actions.snooze({ finding_ids, ...wanted }),
            () => setAsking(false),
          )
        }
      />
    </div>
  );
}
