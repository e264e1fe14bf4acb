import type { ReactNode } from "react";
import { PanelMessage } from "#components/ui/panel.tsx";
import type { MessageKind } from "#components/ui/panel.tsx";
import type { Problem } from "#lib/problem.ts";

const KINDS: Partial<Record<Problem["kind"], MessageKind>> = {
  not_permitted: "not_permitted",
  not_available: "not_available",
  not_found: "empty",
};

const TITLES: Record<Problem["kind"], string> = {
  invalid_input: "The address asks for something that cannot be understood.",
  not_found: "There is nothing of this name.",
  method_not_allowed: "This cannot be done at this address.",
  not_signed_in: "Your session has ended.",
  not_permitted: "This is not permitted.",
  too_large: "This is too large.",
  too_many_requests: "This was asked too often.",
  not_available: "This is not available on this database.",
  database_unreachable: "The database does not answer.",
  query_timeout: "The database took too long to answer.",
  conflict: "This is in conflict with what is there.",
  internal: "The console failed to answer.",
};

type ProblemMessageProps = {
  problem: Problem;
  retrySeconds?: number;
  /** A button or link that leads out of it. */
  action?: ReactNode;
};

/** A panel's content when its question could not be answered: what happened, the reason, what to do. */
export function ProblemMessage({ problem, retrySeconds, action }: ProblemMessageProps) {
  const title = TITLES[problem.kind];
  const reason = problem.message.startsWith(title) ? problem.message.slice(title.length).trim() : problem.message;
  return (
    <PanelMessage kind={KINDS[problem.kind] ?? "error"} title={title} action={action}>
      {reason === "" ? null : <p>{reason}</p>}
      {problem.remedy ? <p>{problem.remedy}</p> : null}
      {retrySeconds ? (
        <p className="mt-2 text-ink-3">Retrying every {retrySeconds} s. This page fills when it answers.</p>
      ) : null}
    </PanelMessage>
  );
}
