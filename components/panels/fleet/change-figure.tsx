import { cn } from "#components/ui/cn.ts";
import { Figure } from "#components/ui/figure.tsx";
import { changeQuantity } from "#lib/change.ts";
import type { Change } from "#lib/change.ts";
import { NOTHING } from "#lib/format.ts";
import type { ChangeMeasure } from "#lib/model/fleet-changes.ts";

type ChangeFigureProps = {
  /** undefined: not known yet. */
  change: Change | undefined;
  measure: ChangeMeasure;
  unit?: boolean;
};

/** A change with its sign; what is worse is darker. One that the percentiles' error could have made is marked "≈". */
export function ChangeFigure({ change, measure, unit = true }: ChangeFigureProps) {
  const quantity = changeQuantity(change, measure);
  if (change?.kind === "not_comparable") {
    return (
      <span title={change.reason} className="text-ink-3">
        <span aria-hidden="true">{NOTHING}</span>
        <span className="sr-only">{change.reason}</span>
      </span>
    );
  }
  const unsure = change?.within_error ?? false;
  return (
    <span
      title={unsure ? "Smaller than the error of both percentiles together" : undefined}
      className={cn(change?.worse && !unsure && quantity.value !== "=" ? "text-ink" : "text-ink-3")}
    >
      {unsure && quantity.value !== "=" ? (
        <>
          <span aria-hidden="true">≈ </span>
          <span className="sr-only">within the error: </span>
        </>
      ) : null}
      <Figure quantity={quantity} unit={unit} />
    </span>
  );
}
