import type { ReactNode } from "react";
import { useId } from "react";
import { cn } from "./cn.ts";
import { Box } from "./placed.tsx";
import { StatusMark } from "./status-mark.tsx";
import type { Mark } from "./status-mark.tsx";

/** The heights that panels have. */
const HEIGHTS = {
  170: "min-h-[170px]",
  240: "min-h-[240px]",
  360: "min-h-[360px]",
  390: "min-h-[390px]",
  400: "min-h-[400px]",
  440: "min-h-[440px]",
  480: "min-h-[480px]",
} as const;

export type PanelHeight = keyof typeof HEIGHTS;

export type PanelProps = {
  title: ReactNode;
  /** Where the content comes from and how fresh it is, one muted line. */
  source?: ReactNode;
  /** Actions at the right of the title: a menu button, a switch. */
  menu?: ReactNode;
  children: ReactNode;
  /** Height of the content in px. Give the same to every state, so that nothing jumps. */
  height?: PanelHeight | undefined;
  /** No padding around the content, for tables and charts that reach the edge. */
  flush?: boolean;
  className?: string;
  bodyClassName?: string;
};

/** A framed part of a page: title, source line, menu, content. The frame is the same in every state. */
export function Panel({ title, source, menu, children, height, flush = false, className, bodyClassName }: PanelProps) {
  const id = useId();
  return (
    <section aria-labelledby={id} className={cn("min-w-0 rounded-lg border bg-panel", className)}>
      <header className="grid grid-cols-[minmax(0,1fr)_auto] content-start gap-x-3 px-4 pt-3 pb-2">
        <h2 id={id} className="col-start-1 row-start-1 self-center text-14 font-medium">
          {title}
        </h2>
        <p className="col-start-1 row-start-2 min-h-4 min-w-0 text-12 text-ink-3 max-md:col-span-2">{source}</p>
        {menu ? (
          <div className="col-start-2 row-start-1 -mr-1.5 flex items-center gap-1 self-start md:row-span-2 print:hidden">
            {menu}
          </div>
        ) : null}
      </header>
      <div className={cn("flex flex-col", !flush && "px-4 pb-4", height && HEIGHTS[height], bodyClassName)}>
        {children}
      </div>
    </section>
  );
}

export type MessageKind = "error" | "empty" | "not_permitted" | "not_available" | "stale";

const MARKS: Record<MessageKind, Mark> = {
  error: "bad",
  empty: "never",
  not_permitted: "silent",
  not_available: "never",
  stale: "late",
};

type MessageProps = {
  kind: MessageKind;
  /** What happened, one sentence. */
  title: string;
  /** What it means and what to do. */
  children?: ReactNode;
  /** A button or link. */
  action?: ReactNode;
};

/** The state of a panel that has nothing to show. "No data", "not permitted" and "not available" differ in mark and words. */
export function PanelMessage({ kind, title, children, action }: MessageProps) {
  return (
    <div
      role={kind === "error" ? "alert" : undefined}
      className="flex flex-1 flex-col items-center justify-center gap-1 px-4 py-8 text-center"
    >
      <p className="flex items-center gap-2 text-14 font-medium">
        <StatusMark mark={MARKS[kind]} label="none" />
        {title}
      </p>
      {children ? <div className="max-w-[60ch] text-13 text-ink-2">{children}</div> : null}
      {action ? <div className="mt-3">{action}</div> : null}
    </div>
  );
}

/** The content of a panel while it loads: quiet bars that fill the panel's height. */
export function PanelSkeleton({ rows = 4, label = "Loading" }: { rows?: number; label?: string }) {
  return (
    <output aria-label={label} className="flex flex-1 flex-col gap-3 py-1">
      {Array.from({ length: rows }, (_, row) => (
        <Box key={row} width={`${92 - ((row * 17) % 40)}%`} className="skeleton h-3" />
      ))}
    </output>
  );
}
