import { StatusMark } from "#components/ui/status-mark.tsx";
import type { Mark } from "#components/ui/status-mark.tsx";
import { formatTime } from "#lib/format.ts";
import { calmOf } from "#lib/lifecycle-words.ts";
import type { Collision, Lifecycle } from "#lib/model/lifecycle.ts";

const MARKS: Record<Collision["severity"], Mark> = { bad: "bad", late: "late", note: "never" };

/** What does not go together, the worst first, each with its stretch and what comes of it. */
export function CollisionList({ of, zone }: { of: Lifecycle; zone: string }) {
  const { collisions } = of;
  if (collisions.length === 0) {
    const { kept, text } = calmOf(of);
    return (
      <p className="flex items-baseline gap-1.5 pt-3 text-12 text-ink-3">
        <StatusMark mark={kept ? "online" : "never"} label="none" className="translate-y-px" />
        <span className="min-w-0">{text}</span>
      </p>
    );
  }
  return (
    <ul aria-label="Collisions" className="grid gap-1.5 pt-3">
      {collisions.map((each) => (
        <li key={`${each.kind} ${each.aggregate}`} className="flex items-baseline gap-2 text-13">
          <StatusMark mark={MARKS[each.severity]} label="none" className="translate-y-px" />
          <p className="min-w-0">
            <span className={each.severity === "bad" ? "text-bad" : each.severity === "note" ? "text-ink-2" : ""}>
              {each.title}.
            </span>{" "}
            <span className="text-12 text-ink-3">
              {each.consequence} <span className="figure">{formatTime(each.from_ms, zone)}</span> to{" "}
              <span className="figure">{formatTime(each.to_ms, zone)}</span>
            </span>
          </p>
        </li>
      ))}
    </ul>
  );
}
