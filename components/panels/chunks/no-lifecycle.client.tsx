"use client";

import { ProblemMessage } from "#components/shell/problem-message.tsx";
import { Panel, PanelMessage } from "#components/ui/panel.tsx";
import type { Problem } from "#lib/problem.ts";

/** In place of the lifecycle when there is no hypertable to show, or when they cannot be listed. */
export function NoLifecycle({ initialProblem }: { initialProblem: Problem | undefined }) {
  return (
    <Panel title="Lifecycle" height={390}>
      {initialProblem ? (
        <ProblemMessage problem={initialProblem} />
      ) : (
        <PanelMessage kind="empty" title="There is no hypertable.">
          The tables of this database are made by <code className="font-mono">npx fiber db migrate</code>.
        </PanelMessage>
      )}
    </Panel>
  );
}
