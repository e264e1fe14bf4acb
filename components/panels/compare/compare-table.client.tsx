"use client";

import { formatTime } from "#lib/format.ts";
import { lineText } from "#lib/compare-lines.ts";
import type { CompareLine } from "#lib/compare-lines.ts";
import type { ComparisonState } from "./use-comparison.ts";

type CompareTableProps = { lines: readonly CompareLine[]; zone: string; state: ComparisonState };

/** The lines as a table: a row a bucket, newest first, a column a node. */
export function CompareTable({ lines, zone, state }: CompareTableProps) {
  const points = lines[0]?.points ?? [];
  const rows = points.map((point, at) => ({ time: point.time, at })).toReversed();
  return (
    // A region that scrolls can be reached by key.
    <section className="relative max-h-[480px] overflow-auto" aria-label="Table of the comparison" tabIndex={0}>
      <table className="text-12">
        <thead className="sticky top-0 z-1 bg-panel">
          <tr>
            <th scope="col" className="sticky left-0 bg-panel px-4 py-1 text-left font-normal text-ink-3">
              Time
            </th>
            {lines.map((line) => (
              <th key={line.node_id} scope="col" className="px-2 py-1 text-right font-normal text-ink-3">
                {line.name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ time, at }) => (
            <tr key={time} className="border-t">
              <th scope="row" className="figure sticky left-0 bg-panel px-4 py-1 text-left font-normal">
                {formatTime(time, zone)}
              </th>
              {lines.map((line) => (
                <td key={line.node_id} className="figure px-2 py-1 text-right">
                  {lineText(line, at, state.measure, state.relative)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
