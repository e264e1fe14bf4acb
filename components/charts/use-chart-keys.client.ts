"use client";

import type { KeyboardEvent } from "react";
import { selectWindow, zoomIn, zoomOut } from "#lib/chart-zoom.ts";
import type { ChartGroupValue } from "./chart-group.client.tsx";

/** The stop nearest to a time; -1 when there is none. */
export function nearestStop(stops: number[], time_ms: number): number {
  let [low, high] = [0, stops.length - 1];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if ((stops[middle] ?? 0) + (stops[middle + 1] ?? 0) < 2 * time_ms) low = middle + 1;
    else high = middle;
  }
  return stops.length === 0 ? -1 : low;
}

/** How far a key moves the cursor, in stops; undefined for other keys. */
function moveOf(key: string, count: number): number | undefined {
  const page = Math.max(1, Math.round(count / 10));
  const moves: Record<string, number> = {
    ArrowLeft: -1,
    ArrowDown: -1,
    ArrowRight: 1,
    ArrowUp: 1,
    PageDown: -page,
    PageUp: page,
    Home: -count,
    End: count,
  };
  return moves[key];
}

/**
 * Keys of a chart: arrows, Page, Home and End move the cursor, with Shift they mark a stretch; Enter zooms to it; + and - zoom; Escape
 * takes the mark, then the cursor away.
 */
export function chartKeyHandler(group: ChartGroupValue) {
  const { store, stops, view, now_ms, onZoom } = group;
  const move = (steps: number, marking: boolean) => {
    const { cursor_ms, drag } = store.get();
    const start = cursor_ms === null ? (steps < 0 ? stops.length : -1) : nearestStop(stops, cursor_ms);
    const to = stops[Math.min(stops.length - 1, Math.max(0, start + steps))] ?? null;
    const anchor = drag?.[0] ?? cursor_ms ?? to;
    store.set({ cursor_ms: to, drag: marking && onZoom && anchor !== null && to !== null ? [anchor, to] : null });
  };
  const commands: Record<string, () => void> = {
    Escape: () => store.set(store.get().drag ? { drag: null } : { cursor_ms: null }),
    Enter: () => {
      const { drag } = store.get();
      const window = drag && selectWindow(view, drag[0], drag[1], now_ms);
      store.set({ drag: null });
      if (window) onZoom?.(window);
    },
    "+": () => zoom(zoomIn(view, now_ms, store.get().cursor_ms ?? undefined)),
    "=": () => commands["+"]?.(),
    "-": () => zoom(zoomOut(view, now_ms)),
  };
  const zoom = (window: ReturnType<typeof zoomIn>) => {
    if (window) onZoom?.(window);
  };
  return (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const steps = moveOf(event.key, stops.length);
    if (steps !== undefined) move(steps, event.shiftKey);
    else if (event.key in commands) commands[event.key]?.();
    else return;
    event.preventDefault();
  };
}
