import type { ReactNode } from "react";
import { cn } from "./cn.ts";

export type Mark = "online" | "late" | "silent" | "never" | "bad" | "degraded" | "down";

/** What each mark means, as text beside it. */
export const MARK_TEXT: Record<Mark, string> = {
  online: "online",
  late: "late",
  silent: "silent",
  never: "never seen",
  bad: "bad",
  degraded: "degraded",
  down: "target down",
};

const COLOUR: Record<Mark, string> = {
  online: "text-online",
  late: "text-late",
  silent: "text-silent",
  never: "text-never",
  bad: "text-bad",
  degraded: "text-late",
  down: "text-bad",
};

const ring = { cx: 6, cy: 6, r: 4, fill: "none", stroke: "currentColor", strokeWidth: 1.75 };

const SHAPE: Record<Mark, ReactNode> = {
  online: <circle cx="6" cy="6" r="4" fill="currentColor" />,
  late: (
    <>
      <circle {...ring} />
      <path d="M6 2a4 4 0 0 1 0 8z" fill="currentColor" />
    </>
  ),
  silent: <circle {...ring} />,
  never: <circle {...ring} strokeWidth={1.5} strokeDasharray="2 2.19" />,
  bad: <path d="M6 1.2 11.2 10.6H.8z" fill="currentColor" />,
  degraded: <path d="M6 2.6 10 9.8H2z" fill="none" stroke="currentColor" strokeWidth="1.5" strokeLinejoin="round" />,
  down: <path d="M2.2 2.2 9.8 9.8M9.8 2.2 2.2 9.8" stroke="currentColor" strokeWidth="2.5" strokeLinecap="round" />,
};

/**
 * A status by shape, colour and text: ● online, ◐ late, ○ silent, ◌ never, ▲ bad, △ degraded, ✕ down now.
 * `label` "hidden" keeps the text for screen readers only; "none" when the text stands beside it already.
 */
export function StatusMark(props: {
  mark: Mark;
  label?: "shown" | "hidden" | "none";
  text?: string;
  className?: string;
}) {
  const { mark, label = "shown", text = MARK_TEXT[mark], className } = props;
  return (
    <span className={cn("inline-flex items-center gap-1.5", className)}>
      <svg viewBox="0 0 12 12" width="12" height="12" aria-hidden="true" className={cn("shrink-0", COLOUR[mark])}>
        {SHAPE[mark]}
      </svg>
      {label === "none" ? null : <span className={label === "hidden" ? "sr-only" : undefined}>{text}</span>}
    </span>
  );
}
