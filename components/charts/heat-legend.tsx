import { cn } from "#components/ui/cn.ts";
import type { HeatScale } from "#lib/heat.ts";

const SWATCHES = [
  "bg-(--seq-1)",
  "bg-(--seq-2)",
  "bg-(--seq-3)",
  "bg-(--seq-4)",
  "bg-(--seq-5)",
  "bg-(--seq-6)",
  "bg-(--seq-7)",
  "bg-(--seq-8)",
] as const;

/** The ramp with where each step begins, and what is no value. */
export function HeatLegend({ scale, no_value }: { scale: HeatScale; no_value: string }) {
  return (
    <div className="flex flex-wrap items-end gap-x-5 gap-y-2 text-12 text-ink-3">
      <div className="flex items-end gap-1.5">
        <ul className="flex" aria-label="Steps of the colour">
          {scale.labels.map((label, step) => (
            <li key={SWATCHES[step]} className="w-11">
              <span aria-hidden="true" className={cn("block h-2.5", SWATCHES[step])} />
              <span className="figure">{label}</span>
            </li>
          ))}
        </ul>
        <span>{scale.unit}</span>
      </div>
      <span className="flex items-center gap-1.5">
        <span aria-hidden="true" className="heat-silent inline-block h-2.5 w-4 border border-silent" />
        probe silent
      </span>
      <span className="flex items-center gap-1.5">
        <span aria-hidden="true" className="inline-block h-2.5 w-4 bg-bad" />
        {no_value}
      </span>
      <span className="flex items-center gap-1.5">
        <span aria-hidden="true" className="inline-block h-2.5 w-4 border border-dashed border-line-strong" />
        none due
      </span>
    </div>
  );
}
