"use client";

import { createContext, use, useEffect, useMemo, useState, useSyncExternalStore } from "react";
import type { ReactNode } from "react";
import type { Window } from "#lib/chart-zoom.ts";

/** What the charts of a page share while someone looks: the cursor, and the stretch being dragged. Times in ms. */
type Pointer = { cursor_ms: number | null; drag: [number, number] | null };

type PointerStore = {
  get: () => Pointer;
  set: (change: Partial<Pointer>) => void;
  subscribe: (listener: () => void) => () => void;
};

const NOWHERE: Pointer = { cursor_ms: null, drag: null };

function createPointerStore(): PointerStore {
  let pointer = NOWHERE;
  const listeners = new Set<() => void>();
  return {
    get: () => pointer,
    set: (change) => {
      const next = { ...pointer, ...change };
      if (next.cursor_ms === pointer.cursor_ms && next.drag === pointer.drag) return;
      pointer = next;
      for (const listener of listeners) listener();
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

export type ChartGroupValue = {
  store: PointerStore;
  /** The time axis of every chart in the group. */
  view: Window;
  /** Where the cursor may stand, in order, ms: the middles of the buckets. */
  stops: number[];
  /** IANA name of the viewer's zone. */
  zone: string;
  now_ms: number;
  /** Called with the window someone chose; absent: no zoom. */
  onZoom: ((window: Window) => void) | undefined;
};

const Context = createContext<ChartGroupValue | null>(null);

type ChartGroupProps = Omit<ChartGroupValue, "store" | "onZoom"> & {
  onZoom?: ((window: Window) => void) | undefined;
  children: ReactNode;
};

/** Charts inside share one time axis, one cursor and one zoom. */
export function ChartGroup({ view, stops, zone, now_ms, onZoom, children }: ChartGroupProps) {
  const [store] = useState(createPointerStore);
  // Another range has other times: a cursor that does not lie in it is gone.
  useEffect(() => {
    const { cursor_ms } = store.get();
    const outside = cursor_ms !== null && (cursor_ms < view.from_ms || cursor_ms > view.to_ms);
    if (outside) store.set({ cursor_ms: null });
  }, [store, view]);
  const value = useMemo(
    () => ({ store, view, stops, zone, now_ms, onZoom }),
    [store, view, stops, zone, now_ms, onZoom],
  );
  return <Context value={value}>{children}</Context>;
}

/** The group around a chart. Throws outside one. */
export function useChartGroup(): ChartGroupValue {
  const group = use(Context);
  if (!group) throw new Error("A chart stands inside a ChartGroup.");
  return group;
}

/** The shared cursor; a component that uses it is drawn again at each move, so keep it small. */
export function usePointer(): Pointer {
  const { store } = useChartGroup();
  return useSyncExternalStore(store.subscribe, store.get, () => NOWHERE);
}
