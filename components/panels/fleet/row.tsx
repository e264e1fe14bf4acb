import { memo } from "react";
import { cn } from "#components/ui/cn.ts";
import { Figure } from "#components/ui/figure.tsx";
import { Sparkline } from "#components/ui/sparkline.tsx";
import { StatusMark } from "#components/ui/status-mark.tsx";
import type { Quantity } from "#lib/format.ts";
import { formatLatency, latencyQuantity, percentQuantity, shareQuantity } from "#lib/format.ts";
import type { ChangeMeasure } from "#lib/model/fleet-changes.ts";
import type { NodeSummary, SliceKind } from "#lib/model/node.ts";
import { Age } from "./age.client.tsx";
import { ChangeFigure } from "./change-figure.tsx";
import type { FleetNode } from "./use-fleet-changes.ts";
import { coverageLevel, lossLevel, markOf, p95Level, uptimeLevel } from "./levels.ts";
import type { Level } from "./levels.ts";

type RowProps = {
  node: FleetNode;
  measure: ChangeMeasure;
  id: string;
  /** Place among all lines, from 1, the header counted. */
  rowIndex: number;
  active: boolean;
  href: string;
  answeredAt: number;
  /** Chosen to be compared. */
  chosen: boolean;
  onChoose: (node_id: string) => void;
};

/** One node: 36 px, a grid of twelve cells; in a narrow frame a compact form of two lines. The whole row is the link. */
export const FleetRow = memo(function FleetRow(props: RowProps) {
  const { node, measure, id, rowIndex, active, href, answeredAt, chosen, onChoose } = props;
  return (
    <tr
      id={id}
      role="row"
      aria-rowindex={rowIndex}
      aria-selected={active}
      className={cn(
        "fleet-grid relative h-(--row-height) items-center border-b text-13",
        active ? "bg-selected" : "hover:bg-hover",
      )}
    >
      <td role="gridcell" className="cell-select z-1 flex">
        <input
          type="checkbox"
          tabIndex={-1}
          checked={chosen}
          aria-label={`Compare ${node.node_name}`}
          onChange={() => onChoose(node.node_id)}
          className="size-3.5 accent-(--accent)"
        />
      </td>
      <td role="gridcell" className="cell-status flex">
        <StatusMark mark={markOf(node)} label="hidden" />
      </td>
      <td role="gridcell" className="cell-name min-w-0 truncate">
        {/* The table follows it: a link of the router would bring state and effects to every line. */}
        <a href={href} tabIndex={-1} className="font-medium after:absolute after:inset-0">
          {node.node_name}
        </a>
      </td>
      <td role="gridcell" className="cell-region truncate text-ink-2">
        {node.region ?? <span className="text-ink-3">no region</span>}
      </td>
      <td role="gridcell" className="cell-seen text-right text-ink-2">
        <Age seconds={node.age_seconds} answeredAt={answeredAt} />
      </td>
      <td role="gridcell" className="cell-spark">
        <Sparkline values={node.latency_ms_spark} kinds={node.slice_kinds} label={sparkLabel(node)} />
      </td>
      <FigureCell name="p50" quantity={latencyQuantity(node.latency_ms_p50, 1)} />
      <FigureCell name="p95" quantity={latencyQuantity(node.latency_ms_p95, 1)} level={p95Level(node.latency_ms_p95)} />
      <FigureCell name="uptime" quantity={percentQuantity(node.uptime_pct, 2)} level={uptimeLevel(node.uptime_pct)} />
      <FigureCell name="loss" quantity={percentQuantity(node.packet_loss, 2)} level={lossLevel(node.packet_loss)} />
      <FigureCell name="coverage" quantity={shareQuantity(node.coverage, 1)} level={coverageLevel(node.coverage)} />
      <td role="gridcell" className="cell-change text-right">
        <ChangeFigure change={node.change} measure={measure} unit={false} />
      </td>
    </tr>
  );
});

/** What the line shows, in words. */
function sparkLabel({ latency_ms_avg, slice_kinds }: NodeSummary): string {
  const share = (kind: SliceKind) => slice_kinds.split(kind).length - 1;
  const parts = [
    `average latency ${formatLatency(latency_ms_avg)}`,
    share("d") > 0 && `no reply in ${share("d")} of ${slice_kinds.length} slices`,
    share("s") > 0 && `probe silent in ${share("s")} of ${slice_kinds.length}`,
  ];
  return parts.filter(Boolean).join(", ");
}

const TONE = { bad: "text-bad", degraded: "text-late" } as const;

/** Units stand in the head; in the narrow form, which has few heads, the style sheet puts them behind the figures. */
const UNIT_CLASS: Record<string, string> = { ms: "unit-ms", "%": "unit-pct" };

/** A figure of the row. Bad has mark and colour; nothing measured is muted; good looks like nothing. */
function FigureCell({ name, quantity, level }: { name: string; quantity: Quantity; level?: Level }) {
  return (
    <td
      role="gridcell"
      className={cn(
        `cell-${name} flex items-center justify-end gap-1`,
        level && TONE[level],
        UNIT_CLASS[quantity.unit],
      )}
    >
      {level ? <StatusMark mark={level} label="none" className="scale-75" /> : null}
      <Figure quantity={quantity} unit={false} />
    </td>
  );
}
