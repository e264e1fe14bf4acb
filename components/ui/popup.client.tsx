"use client";

import { useEffectEvent, useLayoutEffect, useRef } from "react";
import type { ComponentProps, RefObject } from "react";
import { placePopup } from "#lib/placement.ts";
import type { Align } from "#lib/placement.ts";
import { cn } from "./cn.ts";

type PopupProps = ComponentProps<"div"> & {
  /** The control that it belongs to and stands at. */
  anchor: RefObject<HTMLElement | null>;
  align: Align;
  /** It is left: `back` when the focus is to return to its control. */
  onLeave: (back: boolean) => void;
};

/** A frame over everything else, at its control. Escape, a press elsewhere and a focus that goes elsewhere leave it. */
export function Popup({ anchor, align, onLeave, className, children, ...rest }: PopupProps) {
  const box = useRef<HTMLDivElement>(null);
  const leave = useEffectEvent(onLeave);
  useLayoutEffect(() => {
    const popup = box.current;
    const control = anchor.current;
    if (!popup || !control) return;
    const place = () => {
      popup.style.maxHeight = "";
      const view = { width: document.documentElement.clientWidth, height: window.innerHeight };
      const { left, top, max_height } = placePopup(
        control.getBoundingClientRect(),
        { width: popup.offsetWidth, height: popup.offsetHeight },
        view,
        align,
      );
      Object.assign(popup.style, { left: `${left}px`, top: `${top}px`, maxHeight: `${max_height}px` });
    };
    const isOutside = (target: EventTarget | null) =>
      target instanceof Node && !popup.contains(target) && !control.contains(target);
    const onPress = (event: PointerEvent) => isOutside(event.target) && leave(false);
    const onFocus = (event: FocusEvent) => isOutside(event.target) && leave(false);
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== "Escape") return;
      event.preventDefault();
      event.stopPropagation();
      leave(true);
    };
    popup.showPopover();
    place();
    const sizes = new ResizeObserver(place);
    sizes.observe(popup);
    window.addEventListener("resize", place);
    document.addEventListener("scroll", place, { capture: true, passive: true });
    document.addEventListener("pointerdown", onPress, true);
    document.addEventListener("focusin", onFocus);
    document.addEventListener("keydown", onKey, true);
    return () => {
      sizes.disconnect();
      window.removeEventListener("resize", place);
      document.removeEventListener("scroll", place, { capture: true });
      document.removeEventListener("pointerdown", onPress, true);
      document.removeEventListener("focusin", onFocus);
      document.removeEventListener("keydown", onKey, true);
    };
  }, [anchor, align]);
  return (
    <div
      ref={box}
      popover="manual"
      className={cn(
        "fixed inset-auto overflow-y-auto overscroll-contain rounded-lg border border-line-strong bg-raised text-left text-13 font-normal whitespace-normal text-ink outline-none",
        className,
      )}
      {...rest}
    >
      {children}
    </div>
  );
}
