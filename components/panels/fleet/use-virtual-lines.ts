import { useWindowVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useState } from "react";
import type { RefObject } from "react";

type Geometry = { rowHeight: number; top: number };

const AT_FIRST: Geometry = { rowHeight: 36, top: 320 };
/** What covers the top of the screen: bar and header. */
export const STICKY_HEIGHT = 128;

const FIRST_SCREEN = { width: 1280, height: 1000 };

/**
 * Which of `count` lines are near the screen. Lines place themselves by `--row-height` in CSS, so that the server's HTML
 * is right at any width; here the height only decides which lines exist.
 */
export function useVirtualLines(count: number, list: RefObject<HTMLElement | null>) {
  const [geometry, setGeometry] = useState(AT_FIRST);
  useEffect(() => {
    const measure = () => {
      if (!list.current) return;
      const rowHeight = Number.parseFloat(getComputedStyle(list.current).getPropertyValue("--row-height"));
      const top = Math.round(list.current.getBoundingClientRect().top + window.scrollY);
      setGeometry((known) => (known.rowHeight === rowHeight && known.top === top ? known : { rowHeight, top }));
    };
    const observer = new ResizeObserver(measure);
    observer.observe(document.body);
    if (list.current) observer.observe(list.current);
    measure();
    return () => observer.disconnect();
  }, [list]);
  const virtualizer = useWindowVirtualizer({
    count,
    estimateSize: () => geometry.rowHeight,
    scrollMargin: geometry.top,
    overscan: 12,
    initialRect: FIRST_SCREEN,
    scrollPaddingStart: STICKY_HEIGHT,
    scrollPaddingEnd: 16,
  });
  const { rowHeight } = geometry;
  useEffect(() => virtualizer.measure(), [virtualizer, rowHeight]);
  return virtualizer;
}
