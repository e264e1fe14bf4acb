import { debounce, useQueryStates } from "nuqs";
import type { ChangeMeasure } from "#lib/model/fleet-changes.ts";
import { fleetParams } from "./search-params.ts";
import type { Sort, State } from "./search-params.ts";
import type { FleetFilter } from "./fleet-lines.ts";

type Change = {
  q?: string;
  status?: State[];
  region?: string[];
  group?: boolean;
  sort?: Sort;
  change?: ChangeMeasure;
  view?: "list" | "map";
};

export type FleetFilterState = FleetFilter & {
  /** What the change column compares, and how the nodes are shown. */
  change: ChangeMeasure;
  view: "list" | "map";
  set: (change: Change) => void;
  /** Shows these nodes and no others. */
  show: (only: { status: State[]; region: string[] }) => void;
  clear: () => void;
  /** True when rows may be hidden. */
  filtered: boolean;
};

/** Search, filter, grouping and sort of the URL. Typing shows at once; the URL follows when it rests. */
export function useFleetFilter(): FleetFilterState {
  const [state, setState] = useQueryStates(fleetParams);
  return {
    ...state,
    set: (change) => void setState(change, change.q === undefined ? {} : { limitUrlUpdates: debounce(300) }),
    show: (only) => void setState({ q: null, ...only }, { history: "push" }),
    clear: () => void setState({ q: null, status: null, region: null }),
    filtered: state.q.trim() !== "" || state.status.length > 0 || state.region.length > 0,
  };
}
