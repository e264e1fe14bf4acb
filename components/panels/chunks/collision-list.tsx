import { StatusMark } from "#components/ui/status-mark.tsx";
import type { Mark } from "#components/ui/status-mark.tsx";
import { formatTime } from "#lib/format.ts";
import type { Collision } from "#lib/model/lifecycle.ts";

const MARKS: Record<Collision["severity"], Mark> = { bad: "bad", late: "late", note: "never" };

/** What does not go together, the worst first, each with its stretch and what comes of it. */
export function CollisionList({ collisions, zone }: { collisions: Collision[]; zone: string }) {
  if (collisions.length === 0)
    return (
      <p className="flex items-center gap-1.5 pt-3 text-12 text-ink-3">
        <StatusMark mark="online" label="none" />
        Nothing collides: every chunk is where its policies want it, and every bucket is refreshed or will be.
      </p>
    );
  return (
    <ul aria-label="Collisions" className="grid gap-1.5 pt-3">
      {collisions.map((of) => (
        <li key={`${of.kind} ${of.aggregate}`} className="flex items-baseline gap-2 text-13">
          <StatusMark mark={MARKS[of.severity]} label="none" className="translate-y-px" />
          <p className="min-w-0">
            <span className={of.severity === "bad" ? "text-bad" : of.severity === "note" ? "text-ink-2" : ""}>
              {of.title}.
            </span>{" "}
            <span className="text-12 text-ink-3">
              {of.consequence} <span className="figure">{formatTime(of.from_ms, zone)}</span> to{" "}
              <span className="figure">{formatTime(of.to_ms, zone)}</span>
            </span>
          </p>
        </li>
      ))}
    </ul>
  );
}
