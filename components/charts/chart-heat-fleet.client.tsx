"use client";

import { useEffect, useEffectEvent, useId, useRef } from "react";
import type { KeyboardEvent, PointerEvent, RefObject } from "react";
import { useDark } from "#components/ui/theme.ts";
import { Box } from "#components/ui/placed.tsx";
import type { HeatLine, HeatScale } from "#lib/heat.ts";
import { cellAt, drawHeat } from "./heat-canvas.ts";
import type { HeatCell, HeatGeometry } from "./heat-canvas.ts";

/** The frame is never higher; more lines scroll inside. */
const FRAME_HEIGHT = 420;
const NAMES = { wide: 128, narrow: 80, from: 640 };

type ChartHeatProps = {
  lines: readonly HeatLine[];
  /** Height of a line in px. */
  line_height: number;
  slice_count: number;
  scale: HeatScale;
  names: (line: HeatLine) => string;
  cursor: HeatCell | null;
  onCursor: (cell: HeatCell | null) => void;
  /** Enter or a click on a cell. */
  onOpen: (cell: HeatCell) => void;
  label: string;
  summary: string;
  /** The cell at the cursor in words. */
  valueText: string;
};

/** Node by time on a canvas of which only what can be seen is drawn. Arrow keys walk the cells; the pointer does too. */
export function ChartHeatFleet(props: ChartHeatProps) {
  const { lines, line_height, slice_count, scale, names, cursor, onCursor, onOpen } = props;
  const frame = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const input = useRef<HTMLInputElement>(null);
  const dark = useDark();
  const total = lines.length * line_height;
  const geometryOf = (): HeatGeometry => {
    const width = frame.current?.clientWidth ?? 0;
    return {
      width,
      height: Math.min(total, FRAME_HEIGHT),
      gutter: width >= NAMES.from ? NAMES.wide : NAMES.narrow,
      line_height,
      scroll: frame.current?.scrollTop ?? 0,
      slice_count,
    };
  };
  const draw = useEffectEvent(() => {
    const geometry = geometryOf();
    if (!canvas.current || geometry.width === 0) return;
    canvas.current.style.height = `${geometry.height}px`;
    drawHeat(canvas.current, { geometry, lines, names, scale, cursor });
  });
  useEffect(() => draw(), [lines, line_height, scale, names, cursor, dark]);
  useEffect(() => {
    const element = frame.current;
    if (!element) return;
    const observer = new ResizeObserver(() => draw());
    const onScroll = () => draw();
    observer.observe(element);
    element.addEventListener("scroll", onScroll, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener("scroll", onScroll);
    };
  }, []);
  const cellOf = (event: PointerEvent) => {
    const box = event.currentTarget.getBoundingClientRect();
    const cell = cellAt(geometryOf(), event.clientX - box.left, event.clientY - box.top);
    return cell && cell.line >= 0 && cell.line < lines.length ? cell : null;
  };
  return (
    <div className="relative rounded-xs outline-accent has-focus-visible:outline-2 has-focus-visible:outline-offset-2">
      <div ref={frame} className="max-h-[420px] overflow-y-auto">
        <canvas
          ref={canvas}
          aria-hidden="true"
          className="sticky top-0 block w-full touch-pan-y"
          onPointerMove={(event) => onCursor(cellOf(event))}
          onPointerLeave={(event) => event.pointerType === "mouse" && onCursor(null)}
          onPointerUp={(event) => {
            const cell = cellOf(event);
            input.current?.focus({ preventScroll: true });
            onCursor(cell);
            if (cell && event.pointerType === "mouse") onOpen(cell);
          }}
        />
        <Box height={Math.max(0, total - FRAME_HEIGHT)} width={0} />
      </div>
      <HeatKeys
        {...props}
        input={input}
        onReveal={(line) => {
          const element = frame.current;
          if (element) element.scrollTop = scrollFor(element, line * line_height, line_height);
        }}
      />
    </div>
  );
}

/** Where the frame is scrolled to so that a line is seen whole, moved as little as needed. */
const scrollFor = (frame: HTMLElement, top: number, height: number): number =>
  Math.min(top, Math.max(frame.scrollTop, top + height - frame.clientHeight));

type HeatKeysProps = ChartHeatProps & {
  input: RefObject<HTMLInputElement | null>;
  /** Brings a line into view. */
  onReveal: (line: number) => void;
};

/** How far a key moves the cursor, in lines and slices. */
const MOVES: Record<string, [number, number]> = {
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  PageUp: [-10, 0],
  PageDown: [10, 0],
  Home: [0, Number.NEGATIVE_INFINITY],
  End: [0, Number.POSITIVE_INFINITY],
};

/** The keyboard's way into the picture: a range input over the slices, up and down move between lines. */
function HeatKeys(props: HeatKeysProps) {
  const { lines, slice_count, cursor, onCursor, onOpen, label, summary, valueText, input, onReveal } = props;
  const id = useId();
  const clamp = (value: number, count: number) => Math.max(0, Math.min(count - 1, value));
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const move = MOVES[event.key];
    if (move) {
      const from = cursor ?? { line: 0, slice: slice_count - 1 };
      const next = cursor
        ? { line: clamp(from.line + move[0], lines.length), slice: clamp(from.slice + move[1], slice_count) }
        : from;
      onReveal(next.line);
      onCursor(next);
    } else if (event.key === "Enter" && cursor) onOpen(cursor);
    else if (event.key === "Escape") onCursor(null);
    else return;
    event.preventDefault();
  };
  return (
    <>
      <input
        ref={input}
        type="range"
        min={0}
        max={Math.max(0, slice_count - 1)}
        value={cursor?.slice ?? Math.max(0, slice_count - 1)}
        aria-label={`${label}. Arrow keys read single cells, Enter opens the node.`}
        aria-describedby={id}
        aria-valuetext={valueText}
        className="pointer-events-none absolute inset-0 size-full opacity-0"
        onChange={(event) => onCursor({ line: cursor?.line ?? 0, slice: Number(event.target.value) })}
        onKeyDown={onKeyDown}
        onBlur={() => onCursor(null)}
      />
      <p id={id} className="sr-only">
        {summary}
      </p>
    </>
  );
}
