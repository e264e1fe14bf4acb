import type { ReactNode } from "react";

/** A list that scrolls inside itself once it is long: a page of fifty hypertables stays a page. */
export function LongList({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="max-h-[560px] overflow-y-auto" tabIndex={0} role="group" aria-label={label}>
      <ul>{children}</ul>
    </div>
  );
}
