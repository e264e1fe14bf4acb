"use client";

import { X } from "lucide-react";
import { useId, useLayoutEffect, useRef } from "react";
import type { MouseEvent, ReactNode, RefObject } from "react";
import { buttonClass } from "./button.tsx";
import { cn } from "./cn.ts";

const FORM = {
  window: "top-[12vh] left-1/2 max-h-[76vh] w-[min(480px,calc(100vw-32px))] -translate-x-1/2 rounded-lg border",
  wide: "top-[8vh] left-1/2 max-h-[84vh] w-[min(920px,calc(100vw-32px))] -translate-x-1/2 rounded-lg border",
  palette: "top-[12vh] left-1/2 max-h-[70vh] w-[min(600px,calc(100vw-32px))] -translate-x-1/2 rounded-lg border",
  sheet: "inset-y-0 right-auto left-0 h-dvh max-h-none w-[min(280px,85vw)] border-r",
  drawer: "inset-y-0 right-0 left-auto h-dvh max-h-none w-[min(600px,100%)] border-l",
} as const;

type ModalProps = {
  onClose: () => void;
  /** `wide` is a window for text of many columns; `sheet` comes in from the left edge, full height, for navigation on a small screen; `drawer` from the right, for one item of a list. */
  form?: keyof typeof FORM;
  /** What has the focus first; the first control otherwise. */
  initialFocus?: RefObject<HTMLElement | null> | undefined;
  children: ReactNode;
} & ({ "aria-label": string } | { "aria-labelledby": string });

/** The platform's dialog over the page, which is out of reach until it closes; the focus returns to where it was. */
export function Modal({ onClose, form = "window", initialFocus, children, ...name }: ModalProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const element = dialog.current;
    element?.showModal();
    initialFocus?.current?.focus();
    return () => element?.close();
  }, [initialFocus]);
  const onClick = (event: MouseEvent<HTMLDialogElement>) => {
    if (event.target !== event.currentTarget) return;
    const { left, right, top, bottom } = event.currentTarget.getBoundingClientRect();
    const inside = event.clientX >= left && event.clientX < right && event.clientY >= top && event.clientY < bottom;
    // Its own closing gives the focus back before it is gone.
    if (!inside) event.currentTarget.close();
  };
  return (
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-noninteractive-element-interactions -- Escape is the key
    <dialog
      ref={dialog}
      {...name}
      // Not of one inside this, and not of a closing that was taken back.
      onClose={({ target, currentTarget }) => target === currentTarget && !currentTarget.open && onClose()}
      onClick={onClick}
      className={cn(
        "fixed flex max-w-none flex-col overflow-y-auto overscroll-contain border-line-strong bg-raised text-ink outline-none backdrop:bg-[rgb(0_0_0/0.35)]",
        FORM[form],
      )}
    >
      {children}
    </dialog>
  );
}

type DialogProps = Pick<ModalProps, "form" | "initialFocus" | "children"> & {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
};

/** A dialog with a title and a button to close it. Escape and a click beside it close it too. */
export function Dialog({ open, onOpenChange, title, children, ...rest }: DialogProps) {
  const id = useId();
  if (!open) return null;
  return (
    <Modal aria-labelledby={id} onClose={() => onOpenChange(false)} {...rest}>
      <div className="flex items-center justify-between py-2 pr-2 pl-4">
        <h2 id={id} className="text-14 font-medium">
          {title}
        </h2>
        <button
          type="button"
          aria-label="Close"
          className={buttonClass("ghost", true)}
          onClick={() => onOpenChange(false)}
        >
          <X size={16} aria-hidden="true" />
        </button>
      </div>
      {children}
    </Modal>
  );
}
