"use client";

import { Button } from "#components/ui/button.tsx";
import { Kbd } from "#components/ui/kbd.tsx";
import { COMPARE_MAX } from "#lib/compare.ts";
import type { Selection } from "./use-selection.ts";

/** How many nodes are chosen, and what can be done with them. Stands at the foot of the screen while there are any. */
export function SelectionBar({ selection }: { selection: Selection }) {
  const { chosen, full, compare, clear } = selection;
  if (chosen.size === 0) return null;
  return (
    <div className="sticky bottom-0 z-20 flex flex-wrap items-center gap-3 rounded-b-lg border-t bg-raised px-4 py-2 text-13">
      <output>
        {chosen.size} of at most {COMPARE_MAX} chosen
        {full ? <span className="text-late"> · {COMPARE_MAX} is the most that can be compared</span> : null}
      </output>
      <Button look="accent" onClick={compare} className="ml-auto">
        Compare <Kbd>c</Kbd>
      </Button>
      <Button onClick={clear}>Clear</Button>
    </div>
  );
}
