"use client";

import { lazy, useEffect, useLayoutEffect, useRef, useState, useSyncExternalStore } from "react";
import type { ComponentType, ReactNode } from "react";

/** How far from the window a part may be before its code is asked for. */
const NEAR = "600px";
const NO_CHANGE = { __html: "" };
const never = () => () => {};

/**
 * A part of a page far below its top. The server draws it; its code comes when it is near the window, when it is pointed
 * at or focused, and when its props change. Until then stands what the server drew, or, where it drew nothing (the page
 * was reached by a link), `frame`. `frame` also says why when the code cannot be loaded.
 */
export function later<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
  frame: (failed: boolean) => ReactNode,
): ComponentType<Props> {
  const Drawn = lazy(async () => ({ default: await load() }));
  let loaded: ComponentType<Props> | undefined;
  return function Later(props: Props) {
    const [Part, setPart] = useState(() => loaded);
    const [failed, setFailed] = useState(false);
    const drawn = useDrawnByServer();
    const box = useRef<HTMLDivElement>(null);
    const first = useRef(props);
    const focused = useRef(-1);
    const start = () => {
      load().then(
        (part) => {
          loaded = part;
          focused.current = stopsIn(box.current).findIndex((stop) => stop === document.activeElement);
          setPart(() => part);
        },
        () => setFailed(true),
      );
    };
    const changed = !sameProps(first.current, props);
    useEffect(() => {
      if (Part || failed || !box.current) return;
      if (changed) return start();
      const observer = new IntersectionObserver((seen) => seen.some((at) => at.isIntersecting) && start(), {
        rootMargin: `${NEAR} 0px`,
      });
      observer.observe(box.current);
      return () => observer.disconnect();
    }, [Part, failed, changed]);
    useLayoutEffect(() => {
      if (Part && focused.current >= 0) stopsIn(box.current)[focused.current]?.focus();
    }, [Part]);
    if (typeof window === "undefined")
      return (
        <div className="below" suppressHydrationWarning>
          <Drawn {...props} />
        </div>
      );
    if (Part)
      return (
        <div key="part" ref={box} className="below" suppressHydrationWarning>
          <Part {...props} />
        </div>
      );
    const ask = { ref: box, className: "below", onFocus: start, onPointerEnter: start };
    if (drawn && !failed)
      return <div key="drawn" {...ask} suppressHydrationWarning dangerouslySetInnerHTML={NO_CHANGE} />;
    return (
      <div key="frame" {...ask}>
        {frame(failed)}
      </div>
    );
  };
}

/** Whether the server drew this place: true on the server and for what takes over its document. */
function useDrawnByServer(): boolean {
  const now = useSyncExternalStore(
    never,
    () => false,
    () => true,
  );
  return useState(now)[0];
}

/** What focus can stand on: a part that takes the place of its picture keeps the reader's place in it. */
const stopsIn = (box: HTMLElement | null) =>
  Array.from(box?.querySelectorAll<HTMLElement>("a, button, input, [tabindex]") ?? []);

const sameProps = <Props extends object>(a: Props, b: Props): boolean =>
  Object.keys({ ...a, ...b }).every((key) => Object.is(Reflect.get(a, key), Reflect.get(b, key)));
