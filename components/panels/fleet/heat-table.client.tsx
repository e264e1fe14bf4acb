"use client";

import { useState } from "react";
import { useTimeZone } from "#components/shell/zone.client.tsx";
import { Button } from "#components/ui/button.tsx";
import { fixed, formatTime } from "#lib/format.ts";
import { cellText } from "#lib/heat.ts";
import type { ShownHeatMap } from "#lib/heat.ts";
import type { HeatNodeRow } from "./heat-rows.ts";

const PAGE = 40;

/** The heat map as a table: a row a node, a column a slice, forty nodes at a time. */
export function HeatTable({ map, rows }: { map: ShownHeatMap; rows: readonly HeatNodeRow[] }) {
  const { zone } = useTimeZone();
  const [shown, setShown] = useState(PAGE);
  const { slices, measure } = map;
  const times = Array.from({ length: slices.count }, (_, slice) =>
    formatTime(Date.parse(slices.from) + slice * slices.seconds * 1000, zone),
  );
  return (
    // A region that scrolls can be reached by key.
    <section className="relative max-h-[420px] overflow-auto border" aria-label={`Table of ${measure}`} tabIndex={0}>
      <table className="text-12">
        <caption className="sr-only">
          {measure} of {rows.length} nodes by slice
        </caption>
        <thead className="sticky top-0 z-1 bg-panel">
          <tr>
            <th scope="col" className="sticky left-0 bg-panel px-2 py-1 text-left font-normal text-ink-3">
              Node
            </th>
            {times.map((time) => (
              <th key={time} scope="col" className="figure px-2 py-1 text-right font-normal text-ink-3">
                {time}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, shown).map(({ node, cells }) => (
            <tr key={node.node_id} className="border-t">
              <th scope="row" className="sticky left-0 bg-panel px-2 py-1 text-left font-medium whitespace-nowrap">
                {node.node_name}
              </th>
              {times.map((time, slice) => (
                <td key={time} className="figure px-2 py-1 text-right">
                  {cellText(cells[slice], measure)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length > shown ? (
        <Button look="ghost" className="sticky left-0 m-2" onClick={() => setShown(shown + PAGE)}>
          Show {fixed(Math.min(PAGE, rows.length - shown), 0)} more of {fixed(rows.length, 0)} nodes
        </Button>
      ) : null}
    </section>
  );
}
