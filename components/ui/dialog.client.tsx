"use client";

import { Dialog as Base } from "@base-ui/react/dialog";
import { X } from "lucide-react";
import type { ReactNode, RefObject } from "react";
import { buttonClass } from "./button.tsx";
import { cn } from "./cn.ts";

const FORM = {
  window: "top-[12vh] left-1/2 max-h-[76vh] w-[min(480px,calc(100vw-32px))] -translate-x-1/2 rounded-lg border",
  wide: "top-[8vh] left-1/2 max-h-[84vh] w-[min(920px,calc(100vw-32px))] -translate-x-1/2 rounded-lg border",
  sheet: "inset-y-0 left-0 w-[min(280px,85vw)] border-r",
} as const;

type DialogProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  children: ReactNode;
  /** `wide` is a window for text of many columns; `sheet` comes in from the left edge, full height, for navigation on a small screen. */
  form?: keyof typeof FORM;
  /** What has the focus first; the first control otherwise. */
  initialFocus?: RefObject<HTMLElement | null>;
};

/** A dialog over the page. Escape and a click beside it close it; focus returns to where it was. */
export function Dialog({ open, onOpenChange, title, children, form = "window", initialFocus }: DialogProps) {
  return (
    <Base.Root open={open} onOpenChange={(next) => onOpenChange(next)}>
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-50 bg-[rgb(0_0_0/0.35)]" />
        <Base.Popup
          {...(initialFocus ? { initialFocus } : {})}
          className={cn(
            "fixed z-50 flex flex-col overflow-y-auto border-line-strong bg-raised outline-none",
            FORM[form],
          )}
        >
          <div className="flex items-center justify-between py-2 pr-2 pl-4">
            <Base.Title className="text-14 font-medium">{title}</Base.Title>
            <Base.Close aria-label="Close" className={buttonClass("ghost", true)}>
              <X size={16} aria-hidden="true" />
            </Base.Close>
          </div>
          {children}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
