import type { ComponentProps } from "react";
import { cn } from "./cn.ts";

const LOOK = {
  outline: "border border-line-strong bg-panel hover:bg-hover",
  ghost: "text-ink-2 hover:bg-hover hover:text-ink",
  accent: "bg-accent text-on-accent hover:opacity-90",
} as const;

/** Class names of a button, for elements that are buttons by another name (menu triggers, links). */
export const buttonClass = (look: keyof typeof LOOK = "outline", icon = false): string =>
  cn(
    "inline-flex h-8 shrink-0 items-center justify-center gap-1.5 rounded-md text-13 whitespace-nowrap select-none",
    "disabled:opacity-50 data-popup-open:bg-hover aria-pressed:bg-selected aria-pressed:text-ink",
    icon ? "w-8" : "px-2.5",
    LOOK[look],
  );

type ButtonProps = ComponentProps<"button"> & { look?: keyof typeof LOOK; icon?: boolean };

/** A button of 32 px. One with an icon alone needs an `aria-label`. */
export function Button({ look = "outline", icon = false, className, type = "button", ...rest }: ButtonProps) {
  return <button type={type} className={cn(buttonClass(look, icon), className)} {...rest} />;
}
