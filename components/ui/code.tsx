import type { ReactNode } from "react";

/** A command or name to copy, in the text. */
export function Code({ children }: { children: ReactNode }) {
  return (
    <code className="rounded border bg-sunken px-1 py-0.5 font-mono text-12 whitespace-nowrap max-md:whitespace-normal">
      {children}
    </code>
  );
}
