"use client";

import { useEffect, useRef } from "react";
import type { ReactNode, RefObject } from "react";
import { Popup } from "./popup.client.tsx";
import { stopsIn } from "./stops-in.ts";

type PopoverBoxProps = {
  anchor: RefObject<HTMLElement | null>;
  labelledBy: string;
  className?: string | undefined;
  onLeave: (back: boolean) => void;
  children: ReactNode;
};

/** The open frame: its first control has the focus. */
export function PopoverBox({ anchor, labelledBy, className, onLeave, children }: PopoverBoxProps) {
  const content = useRef<HTMLDivElement>(null);
  useEffect(() => {
    stopsIn(content.current)[0]?.focus();
  }, []);
  return (
    <Popup anchor={anchor} align="end" role="dialog" aria-labelledby={labelledBy} {...{ className, onLeave }}>
      <div ref={content} className="p-3">
        {children}
      </div>
    </Popup>
  );
}
