"use client";

import { createContext, use, useState } from "react";
import type { ReactNode } from "react";
import type { Window } from "#lib/chart-zoom.ts";

const Shown = createContext<Window | null>(null);
const Show = createContext<(window: Window | null) => void>(() => undefined);

/** Lets a list beside the charts of a page point at a stretch in all of them. */
export function HighlightProvider({ children }: { children: ReactNode }) {
  const [window, setWindow] = useState<Window | null>(null);
  return (
    <Show value={setWindow}>
      <Shown value={window}>{children}</Shown>
    </Show>
  );
}

/** Points at a stretch of time; null: at none. */
export const useShowHighlight = () => use(Show);

/** The stretch that is pointed at. */
export const useHighlight = () => use(Shown);
