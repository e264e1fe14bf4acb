"use client";

import { X } from "lucide-react";
import { useChartGroup, usePointer } from "#components/charts/chart-group.client.tsx";
import { NodeSwatch } from "#components/charts/node-swatch.tsx";
import { KeepLink } from "#components/shell/keep-link.client.tsx";
import { Button } from "#components/ui/button.tsx";
import { Figure } from "#components/ui/figure.tsx";
import { nearestPoint } from "#lib/chart-series.ts";
import { compareMeasure, lineText } from "#lib/compare-lines.ts";
import type { CompareLine } from "#lib/compare-lines.ts";
import { formatTime, latencyQuantity, percentQuantity, shareQuantity } from "#lib/format.ts";
import type { Quantity } from "#lib/format.ts";
import type { Comparison } from "#lib/model/comparison.ts";
import type { Figures } from "#lib/model/node.ts";
import type { ComparisonState } from "./use-comparison.ts";

const COLUMNS: readonly { head: string; unit: string; quantity: (figures: Figures) => Quantity }[] = [
  { head: "p50", unit: "ms", quantity: (figures) => latencyQuantity(figures.latency_ms_p50, 1) },
  { head: "p95", unit: "ms", quantity: (figures) => latencyQuantity(figures.latency_ms_p95, 1) },
  { head: "uptime", unit: "%", quantity: (figures) => percentQuantity(figures.uptime_pct, 2) },
  { head: "loss", unit: "%", quantity: (figures) => percentQuantity(figures.packet_loss, 2) },
  { head: "cover", unit: "%", quantity: (figures) => shareQuantity(figures.coverage, 1) },
];

type FiguresTableProps = { comparison: Comparison; lines: readonly CompareLine[]; state: ComparisonState };

/** Every node by its line: the value at the cursor, the figures of the range, and a way out of the comparison. */
export function FiguresTable({ comparison, lines, state }: FiguresTableProps) {
  return (
    <div className="relative overflow-x-auto">
      <table className="w-full text-12 tabular-nums">
        <thead>
          <tr className="border-b text-12 text-ink-3">
            <th scope="col" className="px-4 py-1.5 text-left font-normal">
              Node
            </th>
            <th scope="col" className="px-2 py-1.5 text-right font-normal">
              <CursorHead measure={compareMeasure(state.measure).name} />
            </th>
            {COLUMNS.map(({ head, unit }) => (
              <th key={head} scope="col" className="px-1.5 py-1.5 text-right font-normal whitespace-nowrap">
                {head} {unit}
              </th>
            ))}
            <th scope="col">
              <span className="sr-only">Remove</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {comparison.nodes.map(({ node, figures }, place) => (
            <tr key={node.node_id} className="border-b last:border-b-0 hover:bg-hover">
              <th scope="row" className="px-4 py-1 text-left font-medium whitespace-nowrap">
                <span className="flex max-w-34 items-center gap-2">
                  <NodeSwatch place={place} />
                  <KeepLink href={`/nodes/${node.node_id}`} className="truncate hover:underline">
                    {node.node_name}
                  </KeepLink>
                </span>
              </th>
              <td className="figure px-2 py-1 text-right text-12 whitespace-nowrap text-ink-2">
                <CursorValue line={lines[place]} bucket_seconds={comparison.bucket_seconds} state={state} />
              </td>
              {COLUMNS.map(({ head, quantity }) => (
                <td key={head} className="px-1.5 py-1 text-right">
                  <Figure quantity={quantity(figures)} unit={false} />
                </td>
              ))}
              <td className="px-2 py-0.5 text-right">
                <Button
                  look="ghost"
                  icon
                  aria-label={`Remove ${node.node_name}`}
                  onClick={() => state.toggle(node.node_id)}
                >
                  <X size={14} aria-hidden="true" />
                </Button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function CursorHead({ measure }: { measure: string }) {
  const { zone } = useChartGroup();
  const { cursor_ms } = usePointer();
  return (
    <span className="figure" title={measure}>
      {cursor_ms === null ? "newest" : formatTime(cursor_ms, zone)}
    </span>
  );
}

type CursorValueProps = { line: CompareLine | undefined; bucket_seconds: number; state: ComparisonState };

function CursorValue({ line, bucket_seconds, state }: CursorValueProps) {
  const { cursor_ms } = usePointer();
  if (!line) return null;
  const newest = line.values.findLastIndex((value) => value !== null);
  const last = newest === -1 ? line.points.length - 1 : newest;
  const at = cursor_ms === null ? last : nearestPoint(line.points, bucket_seconds, cursor_ms);
  return lineText(line, at, state.measure, state.relative);
}
