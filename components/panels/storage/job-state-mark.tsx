import { StatusMark } from "#components/ui/status-mark.tsx";
import type { Mark } from "#components/ui/status-mark.tsx";
import type { JobState } from "#lib/model/storage.ts";

const MARKS: Record<Exclude<JobState, "running">, { mark: Mark; text: string }> = {
  never: { mark: "never", text: "never run" },
  paused: { mark: "late", text: "paused" },
  success: { mark: "online", text: "succeeded" },
  failed: { mark: "bad", text: "failed" },
  not_available: { mark: "never", text: "does not run" },
};

/** How a job stands, by shape and words. */
export function JobStateMark({ state }: { state: JobState }) {
  if (state !== "running") return <StatusMark {...MARKS[state]} className="shrink-0 text-12 text-ink-2" />;
  return (
    <span className="inline-flex shrink-0 items-center gap-1.5 text-12 text-ink-2">
      <svg viewBox="0 0 12 12" width="12" height="12" aria-hidden="true" className="text-accent">
        <path d="M3 1.8 10.2 6 3 10.2z" fill="currentColor" />
      </svg>
      running
    </span>
  );
}
