import type { ReactNode } from "react";
import { cn } from "./cn.ts";

/**
 * Lengths that come from data. The Content-Security-Policy refuses style attributes, so lengths are what HTML and SVG have
 * attributes for: an empty svg is a box whose `width` and `height` may be percentages, and CSS treats it as any other box.
 */
type BoxProps = {
  /** In px, or a share such as "12.5%". */
  width?: number | string;
  height?: number | string;
  className?: string | undefined;
};

/** An empty box of a size that is not known before. Classes may add background, border and bounds (min-w-, max-w-). */
export function Box({ width, height, className, ...data }: BoxProps & { [key: `data-${string}`]: string }) {
  return <svg aria-hidden="true" width={width} height={height} className={cn("block shrink-0", className)} {...data} />;
}

type PlacedProps = {
  /** Percent of the frame left of the content. */
  left: number;
  /** Classes of what keeps the content off the left edge: bounds such as min-w-1. */
  boundsClassName?: string;
  className?: string;
  children: ReactNode;
};

/** A layer over the whole frame that begins its content at a share of the width. Lets the pointer through. */
export function Placed({ left, boundsClassName, className, children }: PlacedProps) {
  return (
    <div className={cn("pointer-events-none absolute inset-0 flex", className)}>
      <Box width={`${left}%`} className={cn("h-0", boundsClassName)} />
      {children}
    </div>
  );
}

/** The same for heights: content that begins at a share of the height. */
export function Sunk({ top, className, children }: { top: number; className?: string; children: ReactNode }) {
  return (
    <div aria-hidden="true" className={cn("pointer-events-none absolute inset-0 flex flex-col", className)}>
      <Box height={`${top}%`} width={0} />
      {children}
    </div>
  );
}
