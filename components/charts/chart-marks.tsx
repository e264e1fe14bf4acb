import type { CSSProperties, ReactNode } from "react";
import { cn } from "#components/ui/cn.ts";
import type { Outlier } from "#lib/chart-bounds.ts";
import type { Span } from "#lib/chart-series.ts";
import type { Window } from "#lib/chart-zoom.ts";
import { formatLatency } from "#lib/format.ts";

const share = (view: Window, time_ms: number) => ((time_ms - view.from_ms) / (view.to_ms - view.from_ms)) * 100;

/** Left edge and width of a stretch of time, kept inside the view. */
export function stretch(view: Window, from_ms: number, to_ms: number) {
  const left = Math.max(0, share(view, from_ms));
  const right = Math.min(100, share(view, to_ms));
  return { left: `${left}%`, width: `${Math.max(0, right - left)}%` };
}

/** The hatch of a silent probe: one piece per silence, never thinner than 2 px. `solid` covers what lies below. */
export function Silences({ view, spans, solid = false }: { view: Window; spans: Span[]; solid?: boolean }) {
  return spans.map(({ from_ms, to_ms }) => (
    <div
      key={from_ms}
      data-mark="silent"
      className={cn("hatch absolute inset-y-0 min-w-0.5 border-x border-(--hatch)/50", solid && "bg-panel")}
      style={stretch(view, from_ms, to_ms)}
    />
  ));
}

/** The foot of the plot where measurements came but not one reply: the target is down, the probe is not. */
export function NoReplies({ view, spans }: { view: Window; spans: Span[] }) {
  return spans.map(({ from_ms, to_ms }) => (
    <div
      key={from_ms}
      data-mark="down"
      className="absolute bottom-0 h-1.5 min-w-0.5 bg-loss-4"
      style={stretch(view, from_ms, to_ms)}
    />
  ));
}

/** What an aggregate has not stored yet and the answer took from measurements. */
export function Tail({ view, from_ms }: { view: Window; from_ms: number | null }) {
  if (from_ms === null || from_ms >= view.to_ms) return null;
  return (
    <div
      data-mark="tail"
      className="absolute inset-y-0 border-l border-dashed border-accent/70 bg-tint-info/70"
      style={stretch(view, from_ms, view.to_ms)}
    />
  );
}

/** An arrow with the value of each outlier that the axis leaves out. */
export function Outliers({ outliers, at }: { outliers: Outlier[]; at: (index: number) => number }) {
  return outliers.map(({ index, value }) => (
    <span
      key={index}
      data-mark="outlier"
      className="figure absolute bottom-1 flex -translate-x-1/2 items-center gap-0.5 text-12 leading-4 text-ink-2"
      style={{ left: `clamp(30px, ${at(index)}%, calc(100% - 30px))` }}
    >
      <svg viewBox="0 0 8 10" width="8" height="10" aria-hidden="true">
        <path d="M4 1v8M1 4l3-3 3 3" fill="none" stroke="currentColor" strokeWidth="1.25" />
      </svg>
      {formatLatency(value)}
    </span>
  ));
}

/** The drawing of a chart: PLOT_WIDTH x height units stretched to the frame. Strokes keep their width in px. */
export function Drawing({ height, width, children }: { height: number; width: number; children: ReactNode }) {
  return (
    <svg
      aria-hidden="true"
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="none"
      className="pointer-events-none absolute inset-0 size-full overflow-hidden will-change-transform"
    >
      {children}
    </svg>
  );
}

/** A sentence in the middle of a plot that has nothing to draw but is not empty. */
export function PlotNote({ children }: { children: ReactNode }) {
  return (
    <p className="pointer-events-none absolute inset-0 flex items-center justify-center">
      <span className="rounded bg-panel px-2 text-12 text-ink-3">{children}</span>
    </p>
  );
}

/** A key of marks below a chart: swatch and meaning. */
export function ChartKey({ items }: { items: { swatch: ReactNode; text: string }[] }) {
  return (
    <ul className="flex flex-wrap gap-x-4 gap-y-1 pt-1 pl-11 text-12 text-ink-3 max-md:pl-0">
      {items.map(({ swatch, text }) => (
        <li key={text} className="flex items-center gap-1.5">
          {swatch}
          {text}
        </li>
      ))}
    </ul>
  );
}

/** A swatch 14 x 10 px. */
export function Swatch({ className, style }: { className?: string; style?: CSSProperties }) {
  return (
    <span
      aria-hidden="true"
      className={cn("inline-block h-2.5 w-3.5 shrink-0 rounded-[2px]", className)}
      style={style}
    />
  );
}
