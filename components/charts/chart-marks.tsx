import type { ReactNode } from "react";
import { cn } from "#components/ui/cn.ts";
import { Box, Placed } from "#components/ui/placed.tsx";
import type { Outlier } from "#lib/chart-bounds.ts";
import type { Span } from "#lib/chart-series.ts";
import type { Window } from "#lib/chart-zoom.ts";
import type { Outage } from "#lib/model/outage.ts";
import { formatLatency } from "#lib/format.ts";

const share = (view: Window, time_ms: number) => ((time_ms - view.from_ms) / (view.to_ms - view.from_ms)) * 100;

/** Left edge and width of a stretch of time in percent, kept inside the view. */
export function stretch(view: Window, from_ms: number, to_ms: number) {
  const left = Math.max(0, share(view, from_ms));
  const right = Math.min(100, share(view, to_ms));
  return { left, width: Math.max(0, right - left) };
}

type StretchProps = Window & { view: Window; mark?: string; className: string };

/** A box over a stretch of time, as high as the plot unless its class says otherwise. */
export function Stretch({ view, from_ms, to_ms, mark, className }: StretchProps) {
  const { left, width } = stretch(view, from_ms, to_ms);
  return (
    <Placed left={left}>
      <Box {...(mark ? { "data-mark": mark } : {})} width={`${width}%`} className={cn("h-full", className)} />
    </Placed>
  );
}

/** The hatch of a silent probe: one piece per silence, never thinner than 2 px. `solid` covers what lies below. */
export function Silences({ view, spans, solid = false }: { view: Window; spans: Span[]; solid?: boolean }) {
  return spans.map(({ from_ms, to_ms }) => (
    <Stretch
      key={from_ms}
      mark="silent"
      {...{ view, from_ms, to_ms }}
      className={cn("hatch min-w-0.5 border-x border-(--hatch)/50", solid && "bg-panel")}
    />
  ));
}

/** The foot of the plot where measurements came but not one reply: the target is down, the probe is not. */
export function NoReplies({ view, spans }: { view: Window; spans: Span[] }) {
  return spans.map(({ from_ms, to_ms }) => (
    <Stretch key={from_ms} mark="down" {...{ view, from_ms, to_ms }} className="h-1.5! min-w-0.5 self-end bg-loss-4" />
  ));
}

/** Every outage and silence of the list at its own place at the head of the plot, however short: never thinner than 2 px. */
export function OutageMarks({ view, outages }: { view: Window; outages: Pick<Outage, "kind" | "from" | "to">[] }) {
  return outages.map(({ kind, from, to }) => (
    <Stretch
      key={`${kind} ${from}`}
      mark={`outage-${kind}`}
      view={view}
      from_ms={Date.parse(from)}
      to_ms={Date.parse(to)}
      className={cn("h-1.5! min-w-0.5", kind === "down" ? "bg-bad" : "border border-(--hatch) bg-panel")}
    />
  ));
}

/** What an aggregate has not stored yet and the answer took from measurements. */
export function Tail({ view, from_ms }: { view: Window; from_ms: number | null }) {
  if (from_ms === null || from_ms >= view.to_ms) return null;
  return (
    <Stretch
      mark="tail"
      {...{ view, from_ms, to_ms: view.to_ms }}
      className="border-l border-dashed border-accent/70 bg-tint-info/70"
    />
  );
}

/** An arrow with the value of each outlier that the axis leaves out. */
export function Outliers({ outliers, at }: { outliers: Outlier[]; at: (index: number) => number }) {
  return outliers.map(({ index, value }) => (
    <Placed key={index} left={at(index)} boundsClassName="min-w-[30px] max-w-[calc(100%-30px)]" className="bottom-1">
      <span
        data-mark="outlier"
        className="figure flex shrink-0 -translate-x-1/2 items-center gap-0.5 self-end text-12 leading-4 text-ink-2"
      >
        <svg viewBox="0 0 8 10" width="8" height="10" aria-hidden="true">
          <path d="M4 1v8M1 4l3-3 3 3" fill="none" stroke="currentColor" strokeWidth="1.25" />
        </svg>
        {formatLatency(value)}
      </span>
    </Placed>
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
export function Swatch({ className }: { className?: string }) {
  return <span aria-hidden="true" className={cn("inline-block h-2.5 w-3.5 shrink-0 rounded-[2px]", className)} />;
}
