import type { ReactNode } from "react";

/** The room that a node's figures take, with something else in it: a message, or bars while they are on their way. */
export function FiguresFrame({ children }: { children?: ReactNode }) {
  return (
    <section
      aria-label="Figures of the range"
      className="flex min-h-[103px] flex-col rounded-lg border bg-panel max-md:min-h-[364px]"
    >
      {children ?? (
        <output aria-label="Loading" className="grid flex-1 grid-cols-2 gap-4 p-4 md:grid-cols-7">
          {Array.from({ length: 7 }, (_, i) => (
            <div key={i} className="skeleton h-10" />
          ))}
        </output>
      )}
    </section>
  );
}
