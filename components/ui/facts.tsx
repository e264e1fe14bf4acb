import type { ReactNode } from "react";

/** Facts under each other, names in one column. */
export function FactList({ children }: { children: ReactNode }) {
  return <dl className="grid grid-cols-[minmax(0,11rem)_minmax(0,1fr)] gap-x-4 gap-y-1 text-13">{children}</dl>;
}

/** One fact of a FactList. */
export function Facts({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-ink-3">{name}</dt>
      <dd className="figure min-w-0 break-words">{children}</dd>
    </>
  );
}
