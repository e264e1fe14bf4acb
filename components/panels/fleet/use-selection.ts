import { useRouter } from "next/navigation";
import { useQueryStates } from "nuqs";
import { useState } from "react";
import { useKeptSearch } from "#components/shell/keep-link.client.tsx";
import { COMPARE_MAX, comparePath, toggled } from "#lib/compare.ts";
import { fleetParams } from "./search-params.ts";

export type Selection = {
  chosen: ReadonlySet<string>;
  /** True after someone asked for more than can be compared. */
  full: boolean;
  toggle: (node_id: string) => void;
  clear: () => void;
  /** Opens the chosen nodes beside each other. */
  compare: () => void;
};

const { node } = fleetParams;

/** The nodes chosen to be compared; they stand in the URL. */
export function useSelection(): Selection {
  const [{ node: ids }, set] = useQueryStates({ node });
  const [full, setFull] = useState(false);
  const router = useRouter();
  const kept = useKeptSearch();
  const chosen = new Set(ids);
  return {
    chosen,
    full,
    toggle: (node_id) => {
      setFull(ids.length >= COMPARE_MAX && !chosen.has(node_id));
      // Keys can come faster than the page is drawn.
      void set((old) => ({ node: toggled(old.node, node_id) }));
    },
    clear: () => {
      setFull(false);
      void set({ node: [] });
    },
    compare: () => {
      if (ids.length > 0) router.push(comparePath(ids, kept));
    },
  };
}
