import type { Quantity } from "#lib/format.ts";
import { cn } from "./cn.ts";

/** A figure with equal-width digits and its unit muted; what is not measured is read aloud as such. */
export function Figure(props: { quantity: Quantity; unit?: boolean; className?: string }) {
  const { quantity, unit = true, className } = props;
  return (
    <span className={cn("figure", className)}>
      <span aria-hidden="true">
        {quantity.value}
        {unit && quantity.unit !== "" ? <span className="text-ink-3">&nbsp;{quantity.unit}</span> : null}
      </span>
      <span className="sr-only">{quantity.spoken}</span>
    </span>
  );
}
