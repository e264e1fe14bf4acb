"use client";

import { Popover as Base } from "@base-ui/react/popover";
import type { ReactNode } from "react";
import { buttonClass } from "./button.tsx";
import { cn } from "./cn.ts";

type PopoverProps = {
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  trigger: ReactNode;
  label?: string;
  look?: "outline" | "ghost";
  icon?: boolean;
  align?: "start" | "center" | "end";
  triggerClassName?: string;
  className?: string;
  children: ReactNode;
};

/** A button that opens a small frame with anything in it. */
export function Popover(props: PopoverProps) {
  const { trigger, label, look = "outline", icon, align = "end", triggerClassName, className, children } = props;
  return (
    <Base.Root open={props.open} onOpenChange={(next) => props.onOpenChange?.(next)}>
      <Base.Trigger aria-label={label} className={cn(buttonClass(look, icon), triggerClassName)}>
        {trigger}
      </Base.Trigger>
      <Base.Portal>
        <Base.Positioner className="z-50" sideOffset={4} align={align} collisionPadding={8}>
          <Base.Popup
            className={cn("rounded-lg border border-line-strong bg-raised p-3 text-13 outline-none", className)}
          >
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
