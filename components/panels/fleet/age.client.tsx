"use client";

import { Figure } from "#components/ui/figure.tsx";
import { useTold } from "#components/shell/use-now.ts";
import { durationQuantity } from "#lib/format.ts";
import { largestPart } from "#lib/units.ts";

/** How long ago a node reported: its age when the answer arrived, and the time since. Ticks in place. */
export function Age({ seconds, answeredAt }: { seconds: number | null; answeredAt: number }) {
  const age = useTold((now) => largestPart((seconds ?? 0) + (now === 0 ? 0 : Math.max(0, (now - answeredAt) / 1000))));
  if (seconds === null) return <span className="text-ink-3">never</span>;
  return <Figure quantity={durationQuantity(age)} />;
}
