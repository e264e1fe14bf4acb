"use client";

import { useRouter } from "next/navigation";
import { useId, useRef } from "react";
import type { MouseEvent } from "react";
import { Box } from "#components/ui/placed.tsx";
import type { ChangeMeasure } from "#lib/model/fleet-changes.ts";
import type { Sort } from "./search-params.ts";
import { FleetHead } from "./head.tsx";
import { RegionRow } from "./region-row.tsx";
import { FleetRow } from "./row.tsx";
import type { FleetLine } from "./fleet-lines.ts";
import type { Selection } from "./use-selection.ts";
import { useRowKeys } from "./use-row-keys.ts";
import { useVirtualLines } from "./use-virtual-lines.ts";

type FleetTableProps = {
  lines: readonly FleetLine[];
  /** How many lines there are; more than `lines` while the rest is on its way. */
  count: number;
  sort: Sort;
  onSort: (sort: Sort) => void;
  answeredAt: number;
  measure: ChangeMeasure;
  selection: Selection;
  hrefOf: (node_id: string) => string;
};

/** All nodes, as a grid of which only the lines near the screen exist. The page itself scrolls. */
export function FleetTable({ lines, count, sort, onSort, answeredAt, measure, selection, hrefOf }: FleetTableProps) {
  const id = useId();
  const grid = useRef<HTMLTableElement>(null);
  const list = useRef<HTMLTableSectionElement>(null);
  const router = useRouter();
  const { first, end, firstSeen, reveal } = useVirtualLines(count, list);
  const active = useRowKeys({
    lines,
    grid,
    firstSeen,
    reveal,
    open: (line) => router.push(hrefOf(line.node.node_id)),
    choose: (line) => selection.toggle(line.node.node_id),
    compare: selection.compare,
  });
  /** A plain click on a node's link stays in the page, as with any link of the router. */
  const follow = (event: MouseEvent) => {
    const link = event.target instanceof Element ? event.target.closest("a") : null;
    if (!link || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    router.push(link.getAttribute("href") ?? "/");
  };
  return (
    // A table moved through row by row is a grid; the element stays a table for those who read it as one.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events -- keys press a link, which clicks it
    <table
      ref={grid}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-to-interactive-role
      role="grid"
      aria-label="Nodes"
      aria-rowcount={count + 1}
      aria-activedescendant={active === undefined ? undefined : `${id}${active}`}
      tabIndex={0}
      onClick={follow}
      className="block focus-visible:outline-offset-[-2px]"
    >
      <FleetHead sort={sort} onSort={onSort} change={measure} />
      <tbody ref={list} role="rowgroup" className="fleet-list block">
        <Spacer lines={first} />
        {lines.slice(first, end).map((line, at) => {
          const rowIndex = first + at + 2;
          return line.kind === "region" ? (
            <RegionRow key={line.key} region={line.region} nodes={line.nodes} rowIndex={rowIndex} />
          ) : (
            <FleetRow
              key={line.key}
              id={`${id}${line.key}`}
              node={line.node}
              active={active === line.key}
              href={hrefOf(line.node.node_id)}
              answeredAt={answeredAt}
              measure={measure}
              chosen={selection.chosen.has(line.node.node_id)}
              onChoose={selection.toggle}
              rowIndex={rowIndex}
            />
          );
        })}
        <Spacer lines={count - Math.min(end, lines.length)} />
      </tbody>
    </table>
  );
}

/** The room of lines that do not exist. Their height is one of two, by the width of the frame: --row-height. */
function Spacer({ lines }: { lines: number }) {
  return lines > 0 ? (
    <tr aria-hidden="true" className="block">
      <td className="block">
        <Box height={lines * 36} width={0} className="fleet-wide" />
        <Box height={lines * 56} width={0} className="fleet-narrow" />
      </td>
    </tr>
  ) : null;
}
