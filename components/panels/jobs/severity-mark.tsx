import { StatusMark } from "#components/ui/status-mark.tsx";
import type { Mark } from "#components/ui/status-mark.tsx";
import type { JobVerdict, Severity } from "#lib/model/advisor.ts";

const SEVERITY: Record<Severity, Mark> = { critical: "bad", warning: "degraded", notice: "silent" };

/** How much a finding weighs, by shape and word. */
export const SeverityMark = ({ severity }: { severity: Severity }) => (
  <StatusMark mark={SEVERITY[severity]} text={severity} className="h-[18px] shrink-0 text-12 text-ink-2" />
);

const VERDICT: Record<JobVerdict, { mark: Mark; text: string }> = {
  good: { mark: "online", text: "good" },
  waiting: { mark: "late", text: "due" },
  attention: { mark: "degraded", text: "attention" },
  trouble: { mark: "bad", text: "trouble" },
  unjudged: { mark: "never", text: "not judged" },
};

/** What a job achieved, in a word. */
export const VerdictMark = ({ verdict }: { verdict: JobVerdict }) => (
  <StatusMark {...VERDICT[verdict]} className="h-[18px] shrink-0 text-12 text-ink-2" />
);
