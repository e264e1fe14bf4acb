import { cn } from "#components/ui/cn.ts";
import { Placed } from "#components/ui/placed.tsx";
import type { PolicyEdge } from "#lib/chart-lane.ts";
import type { Window } from "#lib/chart-zoom.ts";
import { formatDuration } from "#lib/format.ts";

const LOOK: Record<PolicyEdge["kind"], string> = {
  compression: "border-l border-dashed border-tier-compressed",
  retention: "border-l-2 border-dotted border-ink-2",
};

const WORD: Record<PolicyEdge["kind"], string> = { compression: "compress", retention: "drop" };

type PolicyEdgesProps = { edges: PolicyEdge[]; view: Window; now_ms: number };

/** A line for each policy, with how old a chunk must be before it acts, and one for now. */
export function PolicyEdges({ edges, view, now_ms }: PolicyEdgesProps) {
  const at = (time_ms: number) => ((time_ms - view.from_ms) / (view.to_ms - view.from_ms)) * 100;
  return (
    <>
      {now_ms < view.to_ms ? (
        <Placed left={at(now_ms)} className="-top-1">
          <div aria-hidden="true" className="border-l border-ink-3" />
        </Placed>
      ) : null}
      {edges.map(({ kind, time_ms, job_id, after_seconds }) => (
        <Placed key={job_id} left={at(time_ms)} className="-top-1">
          <div data-edge={kind} aria-hidden="true" className={cn("relative", LOOK[kind])}>
            <span
              className={cn(
                "figure absolute bg-panel/85 px-0.5 text-12 leading-4 text-ink-3 max-md:hidden",
                // Near the left end the lane's name stands above: there the text goes beside the line.
                at(time_ms) > 30 ? "-top-4 right-0.5" : "top-1 left-1",
              )}
            >
              {WORD[kind]} after {formatDuration(after_seconds)}
            </span>
          </div>
        </Placed>
      ))}
    </>
  );
}
