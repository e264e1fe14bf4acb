import type { ReactNode } from "react";
import { PanelMessage } from "#components/ui/panel.tsx";
import type { MessageKind } from "#components/ui/panel.tsx";
import type { ErrorKind } from "#lib/errors.ts";
import type { Problem } from "#lib/problem.ts";

const TITLES: Record<ErrorKind, string> = {
  invalid_input: "This address asks for something that cannot be understood.",
  not_found: "This does not exist (any more).",
  not_signed_in: "Your session has ended.",
  not_permitted: "This role may not see this.",
  too_large: "This is too large.",
  too_many_requests: "This was asked too often.",
  not_available: "This database does not offer this.",
  database_unreachable: "The database does not answer.",
  query_timeout: "The query took longer than allowed.",
  conflict: "Something else is in the way.",
  internal: "The console failed to answer.",
};

const LOOKS: Partial<Record<ErrorKind, MessageKind>> = {
  not_permitted: "not_permitted",
  not_available: "not_available",
  not_found: "empty",
};

/** A panel whose answer is missing: what happened, what it means, what to do. Kinds differ in mark and words. */
export function ProblemMessage({ problem, action }: { problem: Problem; action?: ReactNode }) {
  const { kind, message, remedy } = problem;
  const told = message.startsWith(TITLES[kind]) ? message.slice(TITLES[kind].length) : message;
  return (
    <PanelMessage kind={LOOKS[kind] ?? "error"} title={TITLES[kind]} action={action}>
      {told} {remedy}
    </PanelMessage>
  );
}
