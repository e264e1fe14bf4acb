import { ArrowDown, ArrowUp } from "lucide-react";
import { cn } from "#components/ui/cn.ts";
import { measureOf } from "#lib/change.ts";
import { CHANGE_OF } from "#lib/format.ts";
import type { ChangeMeasure } from "#lib/model/fleet-changes.ts";
import { HEAD } from "./columns.ts";
import type { HeadCell } from "./columns.ts";
import type { Sort } from "./search-params.ts";

const CELLS = [
  "status",
  "name",
  "region",
  "seen",
  "spark",
  "p50",
  "p95",
  "uptime",
  "loss",
  "coverage",
  "change",
] as const;

type HeadProps = { sort: Sort; onSort: (sort: Sort) => void; change: ChangeMeasure };

/** The sticky header: each name is a button that sorts, a second press turns the order. */
export function FleetHead({ sort, onSort, change }: HeadProps) {
  const { name, unit } = measureOf(change);
  const named = (cell: HeadCell): HeadCell =>
    cell.id === "change" ? { ...cell, label: `${CHANGE_OF} ${name}`, unit: unit === "points" ? "pt" : unit } : cell;
  return (
    <thead role="rowgroup" className="fleet-head sticky block top-(--bar-height) z-20 border-b bg-panel">
      <tr role="row" aria-rowindex={1} className="fleet-grid h-8 items-center text-12 text-ink-3">
        <th role="columnheader" scope="col" className="cell-select">
          <span className="sr-only">Compare</span>
        </th>
        {HEAD.map((cell, index) => (
          <HeadCellButton key={cell.id} cell={named(cell)} area={CELLS[index] ?? "name"} sort={sort} onSort={onSort} />
        ))}
      </tr>
    </thead>
  );
}

type CellProps = { cell: HeadCell; area: (typeof CELLS)[number]; sort: Sort; onSort: (sort: Sort) => void };

function HeadCellButton({ cell, area, sort, onSort }: CellProps) {
  const active = sort.column === cell.id;
  const first = cell.largestFirst ?? false;
  const Arrow = sort.descending ? ArrowDown : ArrowUp;
  const next = { column: cell.id, descending: active ? !sort.descending : first };
  return (
    <th
      role="columnheader"
      scope="col"
      aria-sort={active ? (sort.descending ? "descending" : "ascending") : "none"}
      className={cn(`cell-${area} font-normal`, cell.right ? "text-right" : "text-left")}
    >
      <button
        type="button"
        title={cell.title}
        onClick={() => onSort(next)}
        className={cn(
          "inline-flex h-8 max-w-full items-center gap-1 hover:text-ink",
          cell.right && "flex-row-reverse",
          active && "font-medium text-ink",
        )}
      >
        <span className={area === "status" ? "sr-only" : "truncate"}>
          {cell.label}
          {cell.unit ? <span className="font-normal text-ink-3">&nbsp;{cell.unit}</span> : null}
        </span>
        {active ? (
          <Arrow size={12} aria-hidden="true" className="shrink-0" />
        ) : area === "status" ? (
          <StatusGlyph />
        ) : null}
      </button>
    </th>
  );
}

const StatusGlyph = () => (
  <svg viewBox="0 0 12 12" width="12" height="12" aria-hidden="true">
    <circle cx="6" cy="6" r="3.25" fill="none" stroke="currentColor" strokeWidth="1.25" />
  </svg>
);
