import { cn } from "#components/ui/cn.ts";
import { Box, Placed } from "#components/ui/placed.tsx";
import type { CutAxis } from "#lib/axis-cut.ts";
import { chunkTone } from "#lib/chart-lane.ts";
import type { ChunkTone } from "#lib/chart-lane.ts";
import { formatDuration } from "#lib/format.ts";
import type {
  Collision,
  LifecycleAggregate,
  LifecycleArchived,
  LifecycleBlock,
  LifecycleEdge,
} from "#lib/model/lifecycle.ts";

/** How each tone of a chunk is filled. */
export const TONE_FILL: Record<ChunkTone, string> = {
  row: "bg-tier-row",
  compressed: "bg-tier-compressed",
  partial: "bg-tier-partial border-t-[3px] border-t-tier-partial-edge",
};

type SpanProps = { axis: CutAxis; from_ms: number; to_ms: number; height?: string; className: string; mark?: string };

/** A box over a stretch of the axis. */
function Span({ axis, from_ms, to_ms, height, className, mark }: SpanProps) {
  const left = axis.place(from_ms);
  const width = axis.place(to_ms) - left;
  return (
    <Placed left={left}>
      <Box
        width={`${width}%`}
        {...(height === undefined ? {} : { height })}
        className={className}
        {...(mark ? { "data-mark": mark } : {})}
      />
    </Placed>
  );
}

type BlockProps = {
  axis: CutAxis;
  block: LifecycleBlock;
  most: number;
  /** Blocks on the axis: where they are narrow, air between them would leave nothing of them. */
  count: number;
};

const airOf = (count: number): string => (count <= 60 ? "border-x" : count <= 200 ? "@lg:border-x" : "");

/** A chunk: height is its bytes, the pale part what it had before compression. */
export function Block({ axis, block, most, count }: BlockProps) {
  const tone = chunkTone(block.state);
  const left = axis.place(block.from_ms);
  const width = `${axis.place(block.to_ms) - left}%`;
  // Invisible borders are the air between neighbours.
  const box = cn("min-w-px self-end border-transparent bg-clip-padding", airOf(count));
  return (
    <>
      {block.before_bytes === null ? null : (
        <Placed left={left}>
          <Box
            width={width}
            height={`${(block.before_bytes / most) * 100}%`}
            className={cn(box, "bg-tier-compressed/20")}
          />
        </Placed>
      )}
      <Placed left={left}>
        <Box
          data-chunk={block.chunk_name ?? `${block.chunk_count} chunks`}
          data-state={block.state}
          width={width}
          height={`${(block.total_bytes / most) * 100}%`}
          className={cn(
            box,
            TONE_FILL[tone],
            tone === "partial" ? "min-h-[6px]" : "min-h-[3px]",
            block.frozen && "outline -outline-offset-1 outline-ink-2",
          )}
        />
      </Placed>
    </>
  );
}

/** What the archive holds: an outline around a chunk that is still there, a dotted one where only the archive has it. */
export function Archived({ axis, of, most }: { axis: CutAxis; of: LifecycleArchived; most: number }) {
  const left = axis.place(of.from_ms);
  return (
    <Placed left={left}>
      <Box
        data-archived={of.kept ? "kept" : "dropped"}
        width={`${axis.place(of.to_ms) - left}%`}
        height={`${Math.min(1, of.chunk_bytes / most) * 100}%`}
        className={cn("min-h-[10px] min-w-px self-end border border-ink-3", !of.kept && "border-dotted")}
      />
    </Placed>
  );
}

const EDGE_LOOK: Record<LifecycleEdge["kind"], string> = {
  compression: "border-l border-dashed border-tier-compressed",
  retention: "border-l-2 border-dotted border-ink-2",
};
const EDGE_WORD: Record<LifecycleEdge["kind"], string> = { compression: "compress", retention: "drop" };

/** The line of a policy with how old a chunk must be, written to the side that has room. */
export function Edge({ axis, edge }: { axis: CutAxis; edge: LifecycleEdge }) {
  const left = axis.place(edge.at_ms);
  return (
    <Placed left={left}>
      <div data-edge={edge.kind} aria-hidden="true" className={cn("relative", EDGE_LOOK[edge.kind])}>
        <span
          className={cn(
            "figure absolute top-0 bg-panel/85 px-1 text-12 leading-4 whitespace-nowrap text-ink-3 max-md:hidden",
            left > 30 ? "right-0.5" : "left-1",
          )}
        >
          {EDGE_WORD[edge.kind]} after {formatDuration(edge.after_seconds)}
          {edge.scheduled ? "" : " (does not run)"}
        </span>
      </div>
    </Placed>
  );
}

export function Now({ axis, now_ms }: { axis: CutAxis; now_ms: number }) {
  return (
    <Placed left={axis.place(now_ms)}>
      <div aria-hidden="true" className="border-l border-accent" />
    </Placed>
  );
}

/** What an aggregate covers: stored, what a run refreshes, what it computes when read, and its holes. */
export function AggregateBar({ axis, of, now_ms }: { axis: CutAxis; of: LifecycleAggregate; now_ms: number }) {
  const { from_ms, until_ms, window, holes, real_time, materialized_state } = of;
  const first = axis.segments[0]?.from_ms ?? now_ms;
  return (
    <div className="absolute inset-x-0 bottom-0 h-3" data-aggregate={of.view_name}>
      {materialized_state === "not_permitted" || materialized_state === "not_available" ? (
        <Box width="100%" className="hatch h-full" data-mark={materialized_state} />
      ) : null}
      {from_ms !== null && until_ms !== null && until_ms > first ? (
        <Span
          {...{ axis, from_ms: Math.max(first, from_ms), to_ms: until_ms }}
          className="h-full bg-accent/35"
          mark="stored"
        />
      ) : null}
      {real_time && until_ms !== null && until_ms < now_ms ? (
        <Span
          {...{ axis, from_ms: Math.max(first, until_ms), to_ms: now_ms }}
          className="h-full min-w-1 border border-dashed border-accent/70"
          mark="real-time"
        />
      ) : null}
      {window ? (
        <Span
          {...{ axis, from_ms: window.from_ms ?? first, to_ms: window.to_ms }}
          className="h-full border-x-2 border-b-2 border-accent"
          mark="window"
        />
      ) : null}
      {(holes ?? []).map((hole) => (
        <Span
          key={hole.from_ms}
          {...{ axis, from_ms: hole.from_ms, to_ms: hole.to_ms }}
          className={cn("h-full min-w-[3px]", hole.reach === "next_run" ? "bg-late/70" : "bg-bad")}
          mark={`hole-${hole.reach}`}
        />
      ))}
    </div>
  );
}

/** Where something collides, over the chunks. */
export function CollisionBand({ axis, of }: { axis: CutAxis; of: Collision }) {
  return (
    <Span
      {...{ axis, from_ms: of.from_ms, to_ms: of.to_ms }}
      className={cn(
        "h-full min-w-[3px] border-t-[3px]",
        of.severity === "bad" ? "border-t-bad bg-bad/15" : "border-t-late bg-late/10",
      )}
      mark={`collision-${of.kind}`}
    />
  );
}
