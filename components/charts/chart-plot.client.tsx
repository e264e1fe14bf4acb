"use client";

import { useId, useRef } from "react";
import type { PointerEvent, ReactNode, RefObject } from "react";
import { cn } from "#components/ui/cn.ts";
import { Box, Placed } from "#components/ui/placed.tsx";
import { selectWindow } from "#lib/chart-zoom.ts";
import { useChartGroup, usePointer } from "./chart-group.client.tsx";
import type { ChartGroupValue } from "./chart-group.client.tsx";
import { Stretch } from "./chart-marks.tsx";
import { useHighlight } from "./highlight.client.tsx";
import { chartKeyHandler, nearestStop } from "./use-chart-keys.client.ts";

export type PlotProps = {
  /** In px. Absent: as high as its content. */
  height?: number;
  /** What the chart shows, and a text that stands in for the picture. */
  label: string;
  summary: string;
  /** What the chart says at a time. */
  valueText: (time_ms: number) => string;
  /** Called with the stop under the cursor when it is clicked, or entered by key; absent: nothing to open. */
  onPick?: (time_ms: number) => void;
  children: ReactNode;
};

/** The interactive part. Its keyboard is a range input over the times of the chart; the pointer works on the plot itself. */
export function Plot({ height, label, summary, valueText, onPick, children }: PlotProps) {
  const group = useChartGroup();
  const input = useRef<HTMLInputElement>(null);
  const pick = onPick && (() => pickStop(group, onPick));
  const handlers = usePlotPointer(group, input, pick);
  return (
    <div
      className={cn(
        "relative touch-pan-y rounded-xs outline-accent select-none has-focus-visible:outline-2 has-focus-visible:outline-offset-2",
        group.onZoom && "cursor-crosshair",
        pick && "cursor-pointer",
      )}
      {...handlers}
    >
      {height === undefined ? null : <Box height={height} width={0} />}
      {children}
      <Highlight />
      <Cursor />
      <Keyboard ref={input} label={label} summary={summary} valueText={valueText} onEnter={pick} />
    </div>
  );
}

function pickStop({ store }: ChartGroupValue, onPick: (time_ms: number) => void) {
  const { cursor_ms } = store.get();
  if (cursor_ms !== null) onPick(cursor_ms);
}

type KeyboardProps = Pick<PlotProps, "label" | "summary" | "valueText"> & {
  ref: RefObject<HTMLInputElement | null>;
  onEnter: (() => void) | undefined;
};

function Keyboard({ ref, label, summary, valueText, onEnter }: KeyboardProps) {
  const group = useChartGroup();
  const { store, stops } = group;
  const { cursor_ms } = usePointer();
  const id = useId();
  return (
    <>
      <input
        ref={ref}
        type="range"
        min={0}
        max={Math.max(0, stops.length - 1)}
        value={cursor_ms === null ? Math.max(0, stops.length - 1) : nearestStop(stops, cursor_ms)}
        aria-label={`${label}. Arrow keys read single values${onEnter ? ", Enter opens one" : ""}.`}
        aria-describedby={id}
        aria-valuetext={cursor_ms === null ? "no cursor" : valueText(cursor_ms)}
        className="pointer-events-none absolute inset-0 size-full opacity-0"
        onChange={(event) => store.set({ cursor_ms: stops[Number(event.target.value)] ?? null })}
        onKeyDown={(event) => (event.key === "Enter" && onEnter ? onEnter() : chartKeyHandler(group)(event))}
        onBlur={() => store.set({ cursor_ms: null, drag: null })}
      />
      <p id={id} className="sr-only">
        {summary}
      </p>
    </>
  );
}

/** Keys work after a click, but the ring is for those who came by key. */
const BY_POINTER: FocusOptions & { focusVisible: boolean } = { preventScroll: true, focusVisible: false };

/** Hover moves the cursor; a drag with the mouse marks a stretch and zooms to it; a finger moves the cursor. */
function usePlotPointer(
  { store, stops, view, now_ms, onZoom }: ChartGroupValue,
  input: RefObject<HTMLInputElement | null>,
  pick: (() => void) | undefined,
) {
  const dragging = useRef<number | null>(null);
  const timeAt = (event: PointerEvent) => {
    const box = event.currentTarget.getBoundingClientRect();
    const share = Math.min(1, Math.max(0, (event.clientX - box.left) / box.width));
    return view.from_ms + share * (view.to_ms - view.from_ms);
  };
  const stopAt = (time_ms: number) => stops[nearestStop(stops, time_ms)] ?? null;
  return {
    onPointerDown: (event: PointerEvent) => {
      if (event.button !== 0) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      event.preventDefault();
      input.current?.focus(BY_POINTER);
      if (event.pointerType === "mouse" && onZoom) dragging.current = timeAt(event);
      store.set({ cursor_ms: stopAt(timeAt(event)), drag: null });
    },
    onPointerMove: (event: PointerEvent) => {
      const time_ms = timeAt(event);
      const from = dragging.current;
      store.set({ cursor_ms: stopAt(time_ms), ...(from === null ? {} : { drag: [from, time_ms] }) });
    },
    onPointerUp: (event: PointerEvent) => {
      const from = dragging.current;
      // Escape during the drag has taken the mark away.
      const window = from !== null && store.get().drag ? selectWindow(view, from, timeAt(event), now_ms) : null;
      dragging.current = null;
      store.set({ drag: null });
      // A finger reads values; it opens nothing.
      if (event.button === 0 && event.pointerType === "mouse") pick?.();
      if (!window) return;
      store.set({ cursor_ms: null });
      onZoom?.(window);
    },
    onPointerCancel: () => {
      dragging.current = null;
      store.set({ drag: null });
    },
    onPointerLeave: (event: PointerEvent) => {
      if (event.pointerType === "mouse" && dragging.current === null) store.set({ cursor_ms: null, drag: null });
    },
  };
}

/** The stretch that a list beside the charts points at. */
function Highlight() {
  const { view } = useChartGroup();
  const shown = useHighlight();
  if (!shown || shown.to_ms < view.from_ms || shown.from_ms > view.to_ms) return null;
  return <Stretch view={view} {...shown} mark="highlight" className="min-w-0.5 border-x border-accent bg-accent/15" />;
}

function Cursor() {
  const { view } = useChartGroup();
  const { cursor_ms, drag } = usePointer();
  const at = (time_ms: number) => ((time_ms - view.from_ms) / (view.to_ms - view.from_ms)) * 100;
  return (
    <>
      {drag ? (
        <Placed left={Math.min(at(drag[0]), at(drag[1]))}>
          <Box
            width={`${Math.abs(at(drag[1]) - at(drag[0]))}%`}
            className="h-full border-x border-accent bg-accent/15"
          />
        </Placed>
      ) : null}
      {cursor_ms !== null && cursor_ms >= view.from_ms && cursor_ms <= view.to_ms ? (
        <Placed left={at(cursor_ms)} className="-inset-y-0.5">
          <div data-testid="chart-cursor" className="w-px shrink-0 bg-(--cursor)" />
        </Placed>
      ) : null}
    </>
  );
}
