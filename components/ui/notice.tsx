import type { ReactNode } from "react";
import { cn } from "./cn.ts";
import { StatusMark } from "./status-mark.tsx";
import type { Mark } from "./status-mark.tsx";

const TINT: Partial<Record<Mark, string>> = {
  bad: "bg-tint-bad",
  late: "bg-tint-late",
  silent: "bg-tint-silent",
};

/** One line above content that stays usable: what happened, what it means. Read aloud once when it appears. */
export function Notice({ mark, children }: { mark: Mark; children: ReactNode }) {
  return (
    <div role="alert" className={cn("flex items-center gap-2 rounded-lg border px-4 py-2 text-13", TINT[mark])}>
      <StatusMark mark={mark} label="none" />
      <p className="min-w-0">{children}</p>
    </div>
  );
}
