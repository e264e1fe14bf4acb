import type { ReactNode } from "react";
import { cn } from "#components/ui/cn.ts";

type Heading = { text: string; numeric?: boolean; hidden?: boolean; narrow?: "hide" };

/** A plain table of settings, which scrolls sideways inside its panel when there is no room. */
export function Table({ label, headings, children }: { label: string; headings: Heading[]; children: ReactNode }) {
  return (
    <div role="region" aria-label={label} tabIndex={0} className="overflow-x-auto">
      <table className="w-full border-separate border-spacing-0 text-13">
        <caption className="sr-only">{label}</caption>
        <thead>
          <tr>
            {headings.map(({ text, numeric, hidden, narrow }) => (
              <th
                key={text}
                scope="col"
                className={cn(
                  "border-b px-2 py-1.5 text-12 font-normal whitespace-nowrap text-ink-3 first:pl-4 last:pr-4",
                  numeric ? "text-right" : "text-left",
                  narrow === "hide" && "max-md:hidden",
                )}
              >
                {hidden ? <span className="sr-only">{text}</span> : text}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="[&_td]:border-b [&_td]:px-2 [&_td]:py-1.5 [&_td:first-child]:pl-4 [&_td:last-child]:pr-4 [&_tr:hover]:bg-hover [&_tr:last-child_td]:border-b-0">
          {children}
        </tbody>
      </table>
    </div>
  );
}
