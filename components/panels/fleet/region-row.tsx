import { StatusMark } from "#components/ui/status-mark.tsx";
import type { NodeSummary } from "#lib/model/node.ts";
import { countQuantity } from "#lib/format.ts";
import { stateCounts } from "./state-counts.ts";

type RegionRowProps = { region: string | null; nodes: readonly NodeSummary[]; rowIndex: number };

/** The head of a region when rows are grouped: its name and how many of its nodes are in which trouble. */
export function RegionRow({ region, nodes, rowIndex }: RegionRowProps) {
  const trouble = stateCounts(nodes).filter(({ state, count }) => state !== "online" && count > 0);
  return (
    <tr
      role="row"
      aria-rowindex={rowIndex}
      className="flex h-(--row-height) items-end border-b bg-panel px-4 pb-2 text-12"
    >
      <td role="gridcell" className="flex items-center gap-3">
        <span className="font-medium">{region ?? "no region"}</span>
        <span className="figure text-ink-3">{countQuantity(nodes.length).value}</span>
        {trouble.map(({ state, count }) => (
          <StatusMark key={state} mark={state} text={`${count} ${state}`} className="text-ink-2" />
        ))}
      </td>
    </tr>
  );
}
