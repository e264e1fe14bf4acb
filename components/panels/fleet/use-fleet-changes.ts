import { useDeferredValue, useMemo } from "react";
import { useLiveQuery } from "#components/shell/use-live-query.ts";
import type { LiveAnswer } from "#components/shell/use-live-query.ts";
import { fleetChangesQuery } from "#lib/api/nodes.ts";
import { changeOf, worsening } from "#lib/change.ts";
import type { Change } from "#lib/change.ts";
import type { ChangeMeasure, FleetChanges } from "#lib/model/fleet-changes.ts";
import type { FleetSummary, NodeSummary } from "#lib/model/node.ts";
import type { RangeChoice } from "#lib/range.ts";

/** A node with its change against the period before; undefined while that is not known. */
export type FleetNode = NodeSummary & { change: Change | undefined; worsening: number };

/** The period before, asked for once the figures are there, and every node with its change of one measure. */
export function useFleetChanges(
  summary: FleetSummary,
  choice: RangeChoice,
  measure: ChangeMeasure,
): { answer: LiveAnswer<FleetChanges>; nodes: FleetNode[] } {
  const answer = useLiveQuery<FleetChanges>({
    options: fleetChangesQuery(choice),
    initial: undefined,
    choice,
    slow: true,
  });
  // It concerns every line, and nobody waits for it: drawn in pieces between which a key is answered.
  const changes = useDeferredValue(answer.data);
  const nodes = useMemo(() => {
    const before_of = new Map(changes?.before.nodes.map((before) => [before.node_id, before]));
    const methods = changes ? [summary.percentiles, changes.before.percentiles] : [];
    return summary.nodes.map((node) => {
      const before = before_of.get(node.node_id);
      const change = before && changeOf(node, before, measure, methods);
      return { ...node, change, worsening: change && before ? worsening(change, before, measure) : 0 };
    });
  }, [summary, changes, measure]);
  return { answer: { ...answer, data: changes }, nodes };
}
