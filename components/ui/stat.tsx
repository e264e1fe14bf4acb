import type { ReactNode } from "react";
import type { Quantity } from "#lib/format.ts";
import { cn } from "./cn.ts";
import { Figure } from "./figure.tsx";
import { StatusMark } from "./status-mark.tsx";
import type { Mark } from "./status-mark.tsx";

type StatProps = {
  label: string;
  quantity: Quantity;
  /** Where the figure comes from and how exact it is, one short line. */
  source?: ReactNode;
  /** Shown only when the figure is trouble; good looks like nothing. */
  mark?: Mark | undefined;
  /** A second line of figures, such as status counts or the change against before. */
  children?: ReactNode;
  className?: string;
};

/** One figure of a row of tiles. All tiles of a row share one height; put them into `StatRow`. */
export function Stat({ label, quantity, source, mark, children, className }: StatProps) {
  return (
    <div className={cn("flex min-w-0 flex-col gap-0.5 bg-panel px-4 py-3", className)}>
      <dt className="truncate text-12 text-ink-3">{label}</dt>
      <dd className="flex min-h-7 items-baseline gap-1.5 text-20 font-medium tracking-[-0.01em]">
        <Figure quantity={quantity} className={TROUBLE[mark ?? "online"]} />
        {mark ? <StatusMark mark={mark} label="hidden" className="self-center" /> : null}
      </dd>
      {children ? <dd className="text-12 text-ink-2">{children}</dd> : null}
      {source ? <dd className="truncate text-12 text-ink-3 max-md:whitespace-normal">{source}</dd> : null}
    </div>
  );
}

const TROUBLE: Record<Mark, string> = {
  online: "",
  late: "text-late",
  silent: "text-silent",
  never: "",
  bad: "text-bad",
  degraded: "text-late",
  down: "text-bad",
};

/** Tiles side by side with a hairline between; they wrap to two columns at 390 px. */
export function StatRow({ children, className, label }: { children: ReactNode; className?: string; label: string }) {
  return (
    <dl
      aria-label={label}
      className={cn(
        "grid gap-px overflow-hidden rounded-lg border bg-line grid-cols-2 md:grid-cols-3 xl:grid-flow-col xl:auto-cols-fr xl:grid-cols-none",
        className,
      )}
    >
      {children}
    </dl>
  );
}
