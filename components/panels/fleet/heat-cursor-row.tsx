import type { ToldCell } from "./heat-rows.ts";

/** The cell at the cursor, in a row that never moves. */
export function HeatCursorRow({ told }: { told: ToldCell | null | undefined }) {
  return (
    <dl className="grid min-h-[38px] grid-cols-2 gap-x-4 text-13 md:grid-cols-[300px_260px_minmax(0,1fr)]">
      <div className="max-md:col-span-2">
        <dt className="text-12 text-ink-3">{told ? "at the cursor" : "cursor"}</dt>
        <dd className="figure truncate">
          {told ? told.time : <span className="text-ink-3">point at a cell, or walk with the arrow keys</span>}
        </dd>
      </div>
      <div className="min-w-0">
        <dt className="text-12 text-ink-3">{told && told.of > 1 ? `worst of ${told.of} nodes` : "node"}</dt>
        <dd className="truncate">{told ? `${told.name} · ${told.node.region ?? "no region"}` : ""}</dd>
      </div>
      <div>
        <dt className="text-12 text-ink-3">value</dt>
        <dd className="figure">{told?.value}</dd>
      </div>
    </dl>
  );
}
