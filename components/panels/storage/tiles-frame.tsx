import type { ReactNode } from "react";

/** The room of the tiles, with a message or with bars while they are on their way. */
export function TilesFrame({ children }: { children?: ReactNode }) {
  return (
    <section
      aria-label="Storage as a whole"
      className="flex min-h-[121px] flex-col rounded-lg border bg-panel max-md:min-h-[278px]"
    >
      {children ?? (
        <output aria-label="Loading" className="grid flex-1 grid-cols-2 gap-4 p-4 md:grid-cols-3 xl:grid-cols-6">
          {Array.from({ length: 6 }, (_, i) => (
            <div key={i} className="skeleton h-10" />
          ))}
        </output>
      )}
    </section>
  );
}
