import { useRouter } from "next/navigation";
import { useQueryStates } from "nuqs";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useKeptSearch } from "#components/shell/keep-link.client.tsx";
import { COMPARE_MAX, comparePath, toggled } from "#lib/compare.ts";
import { fleetParams } from "./search-params.ts";

export type Selection = {
  chosen: ReadonlySet<string>;
  /** True after someone asked for more than can be compared. */
  full: boolean;
  /** Stays the same function, so that rows need not be drawn again. */
  toggle: (node_id: string) => void;
  clear: () => void;
  /** Opens the chosen nodes beside each other. */
  compare: () => void;
};

const params = { node: fleetParams.node };

/** The nodes chosen to be compared; they stand in the URL. */
export function useSelection(): Selection {
  const [{ node: ids }, set] = useQueryStates(params);
  const [full, setFull] = useState(false);
  const router = useRouter();
  const kept = useKeptSearch();
  const chosen = useMemo(() => new Set(ids), [ids]);
  const latest = useRef(chosen);
  useEffect(() => {
    latest.current = chosen;
  }, [chosen]);
  const toggle = useCallback(
    (node_id: string) => {
      setFull(latest.current.size >= COMPARE_MAX && !latest.current.has(node_id));
      // Keys can come faster than the page is drawn.
      void set((old) => ({ node: toggled(old.node, node_id) }));
    },
    [set],
  );
  return {
    chosen,
    full,
    toggle,
    clear: () => {
      setFull(false);
      void set({ node: [] });
    },
    compare: () => {
      if (ids.length > 0) router.push(comparePath(ids, kept));
    },
  };
}
