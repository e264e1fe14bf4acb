import type { Quantity } from "#lib/format.ts";
import { NOTHING } from "#lib/format.ts";
import { cn } from "./cn.ts";

/** A figure with equal-width digits and its unit muted; a dash is read aloud as what it stands for ("no measurement"). */
export function Figure(props: { quantity: Quantity; unit?: boolean; className?: string }) {
  const { quantity, unit = true, className } = props;
  if (quantity.value === NOTHING) {
    return (
      <span className={cn("figure text-ink-3", className)}>
        <span aria-hidden="true">{NOTHING}</span>
        <span className="sr-only select-none">{quantity.spoken}</span>
      </span>
    );
  }
  return (
    <span className={cn("figure", className)}>
      {quantity.value}
      {unit && quantity.unit !== "" ? <span className="text-ink-3">&nbsp;{quantity.unit}</span> : null}
    </span>
  );
}
