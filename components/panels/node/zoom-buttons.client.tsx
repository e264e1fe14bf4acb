"use client";

import { Minus, Plus } from "lucide-react";
import { Button } from "#components/ui/button.tsx";
import { zoomIn, zoomOut } from "#lib/chart-zoom.ts";
import type { Window } from "#lib/chart-zoom.ts";

type ZoomButtonsProps = { view: Window; now_ms: number; onZoom: (window: Window) => void };

/** Half and twice the range. The browser's back button undoes either. */
export function ZoomButtons({ view, now_ms, onZoom }: ZoomButtonsProps) {
  const nearer = zoomIn(view, now_ms);
  const wider = zoomOut(view, now_ms);
  return (
    <>
      <Button look="ghost" icon aria-label="Twice the range" disabled={!wider} onClick={() => wider && onZoom(wider)}>
        <Minus size={16} aria-hidden="true" />
      </Button>
      <Button look="ghost" icon aria-label="Half the range" disabled={!nearer} onClick={() => nearer && onZoom(nearer)}>
        <Plus size={16} aria-hidden="true" />
      </Button>
    </>
  );
}
