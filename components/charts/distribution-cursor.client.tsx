"use client";

import { useId, useRef } from "react";
import type { PointerEvent } from "react";
import { cn } from "#components/ui/cn.ts";
import { Box, Placed } from "#components/ui/placed.tsx";
import { barText } from "#lib/chart-distribution.ts";
import type { DistributionBar } from "#lib/chart-distribution.ts";

type DistributionCursorProps = {
  bars: DistributionBar[];
  /** The bar it stands on. */
  cursor: number | null;
  onMove: (cursor: number | null) => void;
  /** The picture in words. */
  summary: string;
  /** Where the plot lies. */
  className: string;
};

/** Keys work after a click, but the ring is for those who came by key. */
const BY_POINTER: FocusOptions & { focusVisible: boolean } = { preventScroll: true, focusVisible: false };

/** Over the plot: the pointer picks a bar, and a range input gives it the keyboard. Escape takes the cursor away. */
export function DistributionCursor({ bars, cursor, onMove, summary, className }: DistributionCursorProps) {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const highest = Math.max(0, ...bars.map((bar) => bar.reply_count));
  const start = bars.findIndex((bar) => bar.reply_count === highest);
  const barAt = (event: PointerEvent) => {
    const box = event.currentTarget.getBoundingClientRect();
    const index = Math.floor(((event.clientX - box.left) / box.width) * bars.length);
    return Math.min(bars.length - 1, Math.max(0, index));
  };
  return (
    <div
      className={cn(
        "absolute touch-pan-y rounded-xs outline-accent select-none has-focus-visible:outline-2 has-focus-visible:outline-offset-2",
        className,
      )}
      onPointerDown={(event) => {
        event.preventDefault();
        input.current?.focus(BY_POINTER);
        onMove(barAt(event));
      }}
      onPointerMove={(event) => onMove(barAt(event))}
      onPointerLeave={(event) => event.pointerType === "mouse" && onMove(null)}
    >
      {cursor === null ? null : (
        <Placed left={(cursor / bars.length) * 100} className="-inset-y-0.5">
          <Box
            data-testid="chart-cursor"
            width={`${100 / bars.length}%`}
            className="h-full min-w-px border-x border-(--cursor)/60 bg-(--cursor)/10"
          />
        </Placed>
      )}
      <input
        ref={input}
        type="range"
        min={0}
        max={Math.max(0, bars.length - 1)}
        value={cursor ?? start}
        aria-label="Distribution of latency. Arrow keys read single bars."
        aria-describedby={id}
        aria-valuetext={cursor === null ? "no cursor" : barText(bars[cursor])}
        className="pointer-events-none absolute inset-0 size-full opacity-0"
        onChange={(event) => onMove(Number(event.target.value))}
        onFocus={() => cursor === null && onMove(start)}
        onKeyDown={(event) => event.key === "Escape" && onMove(null)}
        onBlur={() => onMove(null)}
      />
      <p id={id} className="sr-only">
        {summary}
      </p>
    </div>
  );
}
