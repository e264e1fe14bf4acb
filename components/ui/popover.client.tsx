"use client";

import { useEffect, useId, useRef } from "react";
import type { ReactNode } from "react";
import { buttonClass } from "./button.tsx";
import { Popup } from "./popup.client.tsx";
import { stopsIn } from "./stops-in.ts";

type PopoverProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  trigger: ReactNode;
  className?: string;
  children: ReactNode;
};

/** A button that opens a small frame with anything in it. */
export function Popover({ open, onOpenChange, trigger, className, children }: PopoverProps) {
  const id = useId();
  const control = useRef<HTMLButtonElement>(null);
  const content = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (open) stopsIn(content.current)[0]?.focus();
  }, [open]);
  const was = useRef(open);
  useEffect(() => {
    // Closed with the focus inside, which is nowhere now.
    if (was.current && !open && document.activeElement === document.body) control.current?.focus();
    was.current = open;
  }, [open]);
  return (
    <>
      <button
        ref={control}
        id={id}
        type="button"
        aria-haspopup="dialog"
        aria-expanded={open}
        data-popup-open={open || undefined}
        className={buttonClass()}
        onClick={() => onOpenChange(!open)}
      >
        {trigger}
      </button>
      {open ? (
        <Popup
          anchor={control}
          align="end"
          role="dialog"
          aria-labelledby={id}
          className={className}
          onLeave={(back) => {
            if (back) control.current?.focus();
            onOpenChange(false);
          }}
        >
          <div ref={content} className="p-3">
            {children}
          </div>
        </Popup>
      ) : null}
    </>
  );
}
