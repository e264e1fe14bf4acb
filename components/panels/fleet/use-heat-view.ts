import { useQueryStates } from "nuqs";
import type { HeatShown } from "#lib/heat.ts";
import { fleetParams } from "./search-params.ts";

/** Up to here every node has a line of its own unless asked otherwise. */
const OWN_LINES = 100;
const FRAME_HEIGHT = 420;
const LINE_HEIGHT = { own: 16, few: 20, fleet: 4 };

const { heat, lines } = fleetParams;

export type HeatView = {
  measure: HeatShown;
  /** A line of the picture is one node, or the worst of several. */
  lines: "nodes" | "fleet";
  /** How many nodes a line stands for, and its height in px. */
  size: number;
  lineHeight: number;
  setMeasure: (measure: HeatShown) => void;
  setLines: (lines: "nodes" | "fleet") => void;
};

/** What the heat map shows, as the URL says; many nodes are first shown as a whole. */
export function useHeatView(count: number): HeatView {
  const [state, set] = useQueryStates({ heat, lines });
  const shown = state.lines ?? (count > OWN_LINES ? "fleet" : "nodes");
  const size = shown === "nodes" ? 1 : Math.max(1, Math.ceil(count / (FRAME_HEIGHT / LINE_HEIGHT.fleet)));
  const own = count <= FRAME_HEIGHT / LINE_HEIGHT.few ? LINE_HEIGHT.few : LINE_HEIGHT.own;
  const fleet = Math.max(LINE_HEIGHT.fleet, Math.min(own, Math.floor(FRAME_HEIGHT / Math.max(1, count))));
  return {
    // The worst of many nodes is the farthest one: only against its own level does it tell what happened.
    measure: state.heat ?? (size > 1 ? "relative" : "latency"),
    lines: shown,
    size,
    lineHeight: shown === "nodes" ? own : fleet,
    setMeasure: (measure) => void set({ heat: measure }),
    setLines: (next) => void set({ lines: next }),
  };
}
