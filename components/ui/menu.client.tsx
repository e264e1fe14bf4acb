"use client";

import { Menu as Base } from "@base-ui/react/menu";
import { Check } from "lucide-react";
import type { ReactNode } from "react";
import { buttonClass } from "./button.tsx";
import { cn } from "./cn.ts";

type MenuProps = {
  /** What the trigger shows. */
  trigger: ReactNode;
  /** Accessible name of the trigger, when what it shows is not enough. */
  label?: string;
  look?: "outline" | "ghost";
  icon?: boolean;
  align?: "start" | "center" | "end";
  triggerClassName?: string;
  children: ReactNode;
};

/** A button that opens a menu. Its children are MenuItem, MenuChoice, MenuCheck, MenuLabel and MenuLine. */
export function Menu({ trigger, label, look = "outline", icon, align = "end", triggerClassName, children }: MenuProps) {
  return (
    <Base.Root modal={false}>
      <Base.Trigger aria-label={label} className={cn(buttonClass(look, icon), triggerClassName)}>
        {trigger}
      </Base.Trigger>
      <Base.Portal>
        <Base.Positioner className="z-50 outline-none" sideOffset={4} align={align}>
          <Base.Popup className="max-h-[min(420px,var(--available-height))] min-w-44 overflow-y-auto rounded-lg border border-line-strong bg-raised p-1 text-13 outline-none">
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

const ITEM =
  "flex min-h-8 w-full items-center gap-2 rounded-md px-2 select-none outline-none data-highlighted:bg-hover data-disabled:opacity-50";

export function MenuItem(props: { onSelect: () => void; disabled?: boolean; children: ReactNode }) {
  return (
    <Base.Item className={ITEM} onClick={props.onSelect} disabled={props.disabled ?? false}>
      {props.children}
    </Base.Item>
  );
}

const TICK = <Check size={14} aria-hidden="true" />;

type ChoiceProps<T extends string> = {
  value: T;
  onChange: (value: T) => void;
  options: readonly { value: T; label: ReactNode; hint?: ReactNode }[];
};

/** One of several. */
export function MenuChoice<T extends string>({ value, onChange, options }: ChoiceProps<T>) {
  return (
    <Base.RadioGroup value={value} onValueChange={(next: T) => onChange(next)}>
      {options.map((option) => (
        <Base.RadioItem key={option.value} value={option.value} closeOnClick className={ITEM}>
          <span className="w-3.5 text-accent">
            <Base.RadioItemIndicator>{TICK}</Base.RadioItemIndicator>
          </span>
          <span className="flex-1">{option.label}</span>
          {option.hint ? <span className="pl-4 text-12 text-ink-3">{option.hint}</span> : null}
        </Base.RadioItem>
      ))}
    </Base.RadioGroup>
  );
}

/** One that is on or off. The menu stays open, so that several can be set. */
export function MenuCheck(props: {
  checked: boolean;
  onChange: (on: boolean) => void;
  children: ReactNode;
  hint?: ReactNode;
}) {
  return (
    <Base.CheckboxItem checked={props.checked} onCheckedChange={(on) => props.onChange(on)} className={ITEM}>
      <span className="w-3.5 text-accent">
        <Base.CheckboxItemIndicator>{TICK}</Base.CheckboxItemIndicator>
      </span>
      <span className="flex-1">{props.children}</span>
      {props.hint ? <span className="figure pl-4 text-12 text-ink-3">{props.hint}</span> : null}
    </Base.CheckboxItem>
  );
}

/** Entries that belong together under a heading; `hint` explains the heading. */
export function MenuGroup({ label, hint, children }: { label: string; hint?: string; children: ReactNode }) {
  return (
    <Base.Group>
      <Base.GroupLabel className="max-w-72 px-2 pt-1.5 pb-1 text-12 text-ink-3">
        {label}
        {hint ? <span className="block">{hint}</span> : null}
      </Base.GroupLabel>
      {children}
    </Base.Group>
  );
}

export function MenuLine() {
  return <Base.Separator className="mx-1 my-1 h-px bg-line" />;
}
