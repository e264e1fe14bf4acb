import { parseAsArrayOf, parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { useMemo } from "react";
import { useLiveQuery } from "#components/shell/use-live-query.ts";
import { overlaysPath, overlaysQuery } from "#lib/api/series.ts";
import type { SeriesView } from "#lib/api/series.ts";
import type { SeriesOverlays } from "#lib/model/overlay.ts";
import { overlayLines } from "#lib/overlay-lines.ts";
import type { OverlayLine } from "#lib/overlay-lines.ts";
import { overlayKeys, OVERLAY_NODES_MAX, parseOverlays } from "#lib/overlays.ts";
import type { OverlayWish } from "#lib/overlays.ts";
import { toProblem } from "#lib/problem.ts";
import type { Problem } from "#lib/problem.ts";
import type { RangeChoice } from "#lib/range.ts";

const PERCENTILES = ["p95", "p99"] as const;
const NOTHING: OverlayWish = { region: false, before: false, node_ids: [] };

const lineParsers = {
  lines: parseAsArrayOf(parseAsStringLiteral(PERCENTILES)).withDefault([]),
  overlay: parseAsArrayOf(parseAsString).withDefault([]),
};

/** The lines drawn beside the median, as the address has them, and how to choose. */
export type ChartLines = {
  percentiles: readonly (typeof PERCENTILES)[number][];
  wish: OverlayWish;
  /** The address asks for what cannot be understood. */
  wrong: Problem | undefined;
  setPercentile: (name: (typeof PERCENTILES)[number], on: boolean) => void;
  setWish: (change: Partial<OverlayWish>) => void;
  /** Adds another node, or takes it away; one beyond the limit is not added. */
  toggleNode: (node_id: string) => void;
};

const readWish = (overlay: readonly string[], node_id: string): Pick<ChartLines, "wish" | "wrong"> => {
  try {
    return { wish: parseOverlays(overlay, node_id), wrong: undefined };
  } catch (error) {
    return { wish: NOTHING, wrong: toProblem(error) };
  }
};

/** Which lines the latency chart has: percentiles and overlays, kept in the address. */
export function useChartLines(node_id: string): ChartLines {
  const [{ lines, overlay }, set] = useQueryStates(lineParsers, { history: "push" });
  const { wish, wrong } = useMemo(() => readWish(overlay, node_id), [overlay, node_id]);
  const percentiles = useMemo(() => PERCENTILES.filter((name) => lines.includes(name)), [lines]);
  const setWish = (change: Partial<OverlayWish>) => {
    const keys = overlayKeys({ ...wish, ...change });
    void set({ overlay: keys.length > 0 ? keys : null });
  };
  return {
    percentiles,
    wish,
    wrong,
    setPercentile: (name, on) => {
      const next = PERCENTILES.filter((other) => (other === name ? on : percentiles.includes(other)));
      void set({ lines: next.length > 0 ? next : null });
    },
    setWish,
    toggleNode: (id) => {
      const others = wish.node_ids.filter((other) => other !== id);
      if (others.length < wish.node_ids.length) setWish({ node_ids: others });
      else if (others.length < OVERLAY_NODES_MAX) setWish({ node_ids: [...others, id] });
    },
  };
}

export type OverlayAnswer = {
  /** In the order of the lines. */
  keys: string[];
  lines: OverlayLine[];
  data: SeriesOverlays | undefined;
  problem: Problem | undefined;
  /** The route that answers, for its SQL; undefined when nothing is laid over. */
  path: string | undefined;
};

/** What the wish asks for; nothing is read while nothing is chosen. */
export function useOverlays(node_id: string, choice: RangeChoice, view: SeriesView, wish: OverlayWish): OverlayAnswer {
  const keys = useMemo(() => overlayKeys(wish), [wish]);
  const enabled = keys.length > 0;
  const { data, problem } = useLiveQuery<SeriesOverlays>({
    options: overlaysQuery(node_id, choice, view, keys),
    initial: undefined,
    choice,
    slow: true,
    enabled,
  });
  const lines = useMemo(() => overlayLines(data?.overlays ?? [], keys), [data, keys]);
  return { keys, lines, data, problem, path: enabled ? overlaysPath(node_id, choice, view, keys) : undefined };
}
