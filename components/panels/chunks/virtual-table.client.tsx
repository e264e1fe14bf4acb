"use client";

import { useVirtualizer } from "@tanstack/react-virtual";
import { ArrowDown, ArrowUp } from "lucide-react";
import { useRef } from "react";
import type { ReactNode } from "react";
import { cn } from "#components/ui/cn.ts";
import { Box } from "#components/ui/placed.tsx";
import type { Sort } from "./chunk-sort.ts";

export type Column<Row> = {
  key: string;
  heading: ReactNode;
  /** In px, the least the column takes. */
  width: number;
  numeric?: boolean;
  cell: (row: Row) => ReactNode;
};

type VirtualTableProps<Row> = {
  label: string;
  rows: Row[];
  rowKey: (row: Row) => string;
  columns: Column<Row>[];
  sort?: Sort;
  /** Absent: the headings are no buttons. */
  onSort?: (key: string) => void;
  className?: string;
};

const ROW_PX = 32;
/** Left and right of a cell. */
const PADDING_PX = 14;
/** Fewer rows than this are all drawn, and found by the browser's own search. */
const VIRTUAL_FROM = 60;

/** A table whose rows beyond the window are not in the document. Scrolls inside itself; the heading stays. */
export function VirtualTable<Row>({
  label,
  rows,
  rowKey,
  columns,
  sort,
  onSort,
  className = "max-h-[380px]",
}: VirtualTableProps<Row>) {
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = rows.length > VIRTUAL_FROM;
  const virtualizer = useVirtualizer({
    count: virtual ? rows.length : 0,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: 12,
    initialRect: { width: 800, height: 400 },
  });
  const items = virtual ? virtualizer.getVirtualItems() : rows.map((_, index) => ({ index, start: index * ROW_PX }));
  const before = items[0]?.start ?? 0;
  const after = rows.length * ROW_PX - before - items.length * ROW_PX;
  return (
    <div
      ref={scroller}
      tabIndex={0}
      role="region"
      aria-label={label}
      className={cn("relative min-h-0 flex-1 overflow-auto", className)}
    >
      <table aria-rowcount={rows.length + 1} className="w-full border-separate border-spacing-0 text-13">
        <caption className="sr-only">{label}</caption>
        <thead>
          <tr aria-rowindex={1}>
            {columns.map((column) => (
              <HeadCell key={column.key} column={column} sort={sort} onSort={onSort} />
            ))}
          </tr>
        </thead>
        <tbody>
          <Spacer height={before} span={columns.length} />
          {items.map(({ index }) => {
            const row = rows[index];
            return row === undefined ? null : (
              <tr key={rowKey(row)} aria-rowindex={index + 2} className="h-8 hover:bg-hover">
                {columns.map((column) => (
                  <td
                    key={column.key}
                    className={cn(
                      "border-b px-2 whitespace-nowrap first:pl-4 last:pr-4",
                      column.numeric && "figure text-right",
                    )}
                  >
                    {column.cell(row)}
                  </td>
                ))}
              </tr>
            );
          })}
          <Spacer height={after} span={columns.length} />
        </tbody>
      </table>
    </div>
  );
}

function Spacer({ height, span }: { height: number; span: number }) {
  return height > 0 ? (
    <tr aria-hidden="true">
      <td colSpan={span} height={height}>
        {"\u00a0"}
      </td>
    </tr>
  ) : null;
}

type HeadCellProps<Row> = {
  column: Column<Row>;
  sort: Sort | undefined;
  onSort: ((key: string) => void) | undefined;
};

function HeadCell<Row>({ column, sort, onSort }: HeadCellProps<Row>) {
  const { key, heading, width, numeric } = column;
  const sorted = sort?.key === key ? (sort.descending ? "descending" : "ascending") : undefined;
  const Icon = sort?.descending ? ArrowDown : ArrowUp;
  return (
    <th
      scope="col"
      aria-sort={sorted}
      className={cn(
        "sticky top-0 z-10 h-8 border-b bg-panel px-2 text-12 font-normal first:pl-4 last:pr-4 whitespace-nowrap text-ink-3",
        numeric ? "text-right" : "text-left",
      )}
    >
      {onSort ? (
        <button
          type="button"
          onClick={() => onSort(key)}
          className={cn(
            "inline-flex items-center gap-1 hover:text-ink",
            sorted && "text-ink",
            numeric && "flex-row-reverse",
          )}
        >
          {heading}
          <Icon size={12} aria-hidden="true" className={sorted ? "" : "invisible"} />
        </button>
      ) : (
        heading
      )}
      <Box width={width - PADDING_PX} height={0} />
    </th>
  );
}
