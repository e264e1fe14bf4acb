import { useQueryStates } from "nuqs";
import { toggled } from "#lib/compare.ts";
import type { CompareMeasure } from "#lib/compare-lines.ts";
import { compareParams } from "./search-params.ts";

export type ComparisonState = {
  node_ids: string[];
  measure: CompareMeasure;
  layout: "panels" | "overlay";
  relative: boolean;
  set: (change: Partial<{ measure: CompareMeasure; layout: "panels" | "overlay"; relative: boolean }>) => void;
  /** Adds a node, or takes it away; one beyond the limit is not added. */
  toggle: (node_id: string) => void;
};

/** What is compared and how, as the URL says. Another set of nodes asks the server anew. */
export function useComparison(): ComparisonState {
  const [{ node, measure, layout, relative }, setState] = useQueryStates(compareParams);
  return {
    node_ids: node,
    measure,
    layout,
    relative,
    set: (change) => void setState(change),
    toggle: (node_id) => void setState((old) => ({ node: toggled(old.node, node_id) }), { shallow: false }),
  };
}
