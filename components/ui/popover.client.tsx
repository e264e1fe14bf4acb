"use client";

import { lazy, Suspense, useEffect, useId, useRef } from "react";
import type { ReactNode } from "react";
import { buttonClass } from "./button.tsx";

// Comes when it is pointed at.
const load = async () => ({ default: (await import("./popover-box.client.tsx")).PopoverBox });
const PopoverBox = lazy(load);

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
        onPointerEnter={() => void load()}
        onFocus={() => void load()}
        onClick={() => onOpenChange(!open)}
      >
        {trigger}
      </button>
      {open ? (
        <Suspense fallback={null}>
          <PopoverBox
            anchor={control}
            labelledBy={id}
            className={className}
            onLeave={(back) => {
              if (back) control.current?.focus();
              onOpenChange(false);
            }}
          >
            {children}
          </PopoverBox>
        </Suspense>
      ) : null}
    </>
  );
}
