import { useCallback, useEffect, useState } from "react";
import type { RefObject } from "react";
import { FIRST_LINES } from "./fleet-start.ts";

/** What covers the top of the screen: bar and header. */
const STICKY_HEIGHT = 128;
/** Lines kept beyond each edge of the screen, and the step in which the window moves: few new ones in any one frame. */
const SPARE = 14;
const STEP = 3;

type Window = { first: number; end: number };

/** What the server renders: a first screen. */
const FIRST_SCREEN: Window = { first: 0, end: FIRST_LINES };

const geometryOf = (list: HTMLElement) => ({
  rowHeight: Number.parseFloat(getComputedStyle(list).getPropertyValue("--row-height")) || 36,
  top: list.getBoundingClientRect().top + window.scrollY,
});

/**
 * Which of `count` lines exist: those near the screen, `first` to `end` (exclusive). All lines have one height,
 * `--row-height` in CSS, so that the server's HTML is right at any width and nothing is measured line by
 * line. The page itself scrolls; unlike a virtualizer of a library this never writes the scroll position by itself, so
 * that the browser finds it again after reload and back.
 */
export function useVirtualLines(count: number, list: RefObject<HTMLElement | null>) {
  const [{ first, end }, setWindow] = useState(FIRST_SCREEN);
  useEffect(() => {
    // Measured when something moves it, not while scrolling: asking then would lay out the page twice a frame.
    let geometry = { rowHeight: 36, top: 0 };
    const measure = () => {
      if (!list.current) return;
      geometry = geometryOf(list.current);
      update();
    };
    const update = () => {
      const { rowHeight, top } = geometry;
      const above = Math.floor((window.scrollY - top) / rowHeight) - SPARE;
      const next = Math.max(0, Math.floor(above / STEP) * STEP);
      const shown = Math.ceil(window.innerHeight / rowHeight) + 2 * SPARE + STEP;
      setWindow((old) => (old.first === next && old.end === next + shown ? old : { first: next, end: next + shown }));
    };
    const observer = new ResizeObserver(measure);
    observer.observe(document.body);
    window.addEventListener("scroll", update, { passive: true });
    window.addEventListener("resize", measure);
    measure();
    return () => {
      observer.disconnect();
      window.removeEventListener("scroll", update);
      window.removeEventListener("resize", measure);
    };
  }, [list]);

  /** The first line that is not under the sticky frame. */
  const firstSeen = useCallback(() => {
    if (!list.current) return 0;
    const { rowHeight, top } = geometryOf(list.current);
    return Math.max(0, Math.ceil((window.scrollY + STICKY_HEIGHT - top) / rowHeight));
  }, [list]);

  /** Scrolls as little as needed to show a line whole. */
  const reveal = useCallback(
    (index: number) => {
      if (!list.current) return;
      const { rowHeight, top } = geometryOf(list.current);
      const y = top + index * rowHeight;
      const low = y + rowHeight + 16 - window.innerHeight;
      const high = y - STICKY_HEIGHT;
      if (window.scrollY > high) window.scrollTo({ top: high });
      else if (window.scrollY < low) window.scrollTo({ top: low });
    },
    [list],
  );
  return { first: Math.min(first, Math.max(0, count - 1)), end: Math.min(end, count), firstSeen, reveal };
}
