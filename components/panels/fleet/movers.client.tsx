"use client";

import Link from "next/link";
import { measureOf } from "#lib/change.ts";
import type { ChangeMeasure } from "#lib/model/fleet-changes.ts";
import { ChangeFigure } from "./change-figure.tsx";
import type { FleetNode } from "./use-fleet-changes.ts";

const SHOWN = 6;

type MoversProps = {
  nodes: readonly FleetNode[];
  measure: ChangeMeasure;
  /** True once the period before is known. */
  known: boolean;
  hrefOf: (node_id: string) => string;
};

/** The nodes that got worse the most against the period before, in one line. */
export function Movers({ nodes, measure, known, hrefOf }: MoversProps) {
  const worst = nodes.filter((node) => node.worsening > 0).toSorted((a, b) => b.worsening - a.worsening);
  const comparable = nodes.some(({ change }) => change?.kind === "change");
  const name = measureOf(measure).name;
  return (
    <section
      aria-label="Worst movers"
      className="relative flex h-9 items-center gap-4 overflow-x-auto px-4 text-13 whitespace-nowrap"
    >
      <h3 className="text-12 text-ink-3">Worst movers, {name}</h3>
      {worst.slice(0, SHOWN).map((node) => (
        <Link key={node.node_id} href={hrefOf(node.node_id)} prefetch={false} className="hover:underline">
          {node.node_name} <ChangeFigure change={node.change} measure={measure} />
        </Link>
      ))}
      {worst.length > SHOWN ? <span className="text-12 text-ink-3">{worst.length - SHOWN} more got worse</span> : null}
      {known && worst.length === 0 ? (
        <span className="min-w-0 text-12 whitespace-normal text-ink-3">
          {comparable ? "none by more than the error or a millisecond" : "nothing to compare with before"}
        </span>
      ) : null}
      {known ? null : <span className="skeleton h-2.5 w-48" />}
    </section>
  );
}
