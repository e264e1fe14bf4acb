"use client";

import { Check } from "lucide-react";
import { lazy, Suspense, useId, useRef, useState } from "react";
import type { PointerEvent, ReactNode } from "react";
import type { Align } from "#lib/placement.ts";
import { buttonClass } from "./button.tsx";
import { cn } from "./cn.ts";

// Comes when a menu is pointed at.
const load = async () => ({ default: (await import("./menu-popup.client.tsx")).MenuPopup });
const MenuPopup = lazy(load);

type MenuProps = {
  /** What the trigger shows. */
  trigger: ReactNode;
  /** Accessible name of the trigger, when what it shows is not enough. */
  label?: string;
  look?: "outline" | "ghost";
  icon?: boolean;
  align?: Align;
  triggerClassName?: string;
  children: ReactNode;
};

/** A button that opens a menu. Its children are MenuItem, MenuChoice, MenuCheck, MenuGroup and MenuLine. */
export function Menu({ trigger, label, look = "outline", icon, align = "end", triggerClassName, children }: MenuProps) {
  const id = useId();
  const control = useRef<HTMLButtonElement>(null);
  /** Which entry has the focus first; undefined while closed. */
  const [first, setFirst] = useState<"first" | "last">();
  const open = first !== undefined;
  const leave = (back: boolean) => {
    if (back) control.current?.focus();
    setFirst(undefined);
  };
  return (
    <>
      <button
        ref={control}
        id={id}
        type="button"
        aria-label={label}
        aria-haspopup="menu"
        aria-expanded={open}
        data-popup-open={open || undefined}
        className={cn(buttonClass(look, icon), triggerClassName)}
        onPointerEnter={() => void load()}
        onFocus={() => void load()}
        onClick={() => (open ? leave(true) : setFirst("first"))}
        onKeyDown={(event) => {
          if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
          event.preventDefault();
          setFirst(event.key === "ArrowUp" ? "last" : "first");
        }}
      >
        {trigger}
      </button>
      {first === undefined ? null : (
        <Suspense fallback={null}>
          <MenuPopup anchor={control} align={align} first={first} labelledBy={id} onLeave={leave}>
            {children}
          </MenuPopup>
        </Suspense>
      )}
    </>
  );
}

const ITEM =
  "flex min-h-8 w-full items-center gap-2 rounded-md px-2 text-left select-none outline-none focus:bg-hover aria-disabled:opacity-60";

/** The entry under the pointer is the one that keys act on. */
const follow = (event: PointerEvent<HTMLElement>) => event.currentTarget.focus({ preventScroll: true });

/** One that does something. Disabled it can still be reached, so that its reason is read. */
export function MenuItem(props: { onSelect?: () => void; disabled?: boolean; children: ReactNode }) {
  return (
    <button
      type="button"
      role="menuitem"
      tabIndex={-1}
      aria-disabled={props.disabled}
      className={ITEM}
      onClick={props.disabled ? undefined : props.onSelect}
      onPointerMove={follow}
    >
      {props.children}
    </button>
  );
}

const TICK = <Check size={14} aria-hidden="true" />;

type MarkedProps = {
  as: "radio" | "checkbox";
  checked: boolean;
  onSelect: () => void;
  hint?: ReactNode;
  hintClassName?: string;
  children: ReactNode;
};

function Marked({ as, checked, onSelect, hint, hintClassName, children }: MarkedProps) {
  return (
    <button
      type="button"
      role={`menuitem${as}`}
      aria-checked={checked}
      tabIndex={-1}
      className={ITEM}
      onClick={onSelect}
      onPointerMove={follow}
    >
      <span className="w-3.5 text-accent">{checked ? TICK : null}</span>
      <span className="flex-1">{children}</span>
      {hint ? <span className={cn("pl-4 text-12 text-ink-3", hintClassName)}>{hint}</span> : null}
    </button>
  );
}

type ChoiceProps<T extends string> = {
  value: T;
  onChange: (value: T) => void;
  options: readonly { value: T; label: ReactNode; hint?: ReactNode }[];
};

/** One of several. */
export function MenuChoice<T extends string>({ value, onChange, options }: ChoiceProps<T>) {
  return (
    <div role="group">
      {options.map((option) => (
        <Marked
          key={option.value}
          as="radio"
          checked={option.value === value}
          hint={option.hint}
          onSelect={() => onChange(option.value)}
        >
          {option.label}
        </Marked>
      ))}
    </div>
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
    <Marked
      as="checkbox"
      checked={props.checked}
      hint={props.hint}
      hintClassName="figure"
      onSelect={() => props.onChange(!props.checked)}
    >
      {props.children}
    </Marked>
  );
}

/** Entries that belong together under a heading; `hint` explains the heading. */
export function MenuGroup({ label, hint, children }: { label: string; hint?: string; children: ReactNode }) {
  const id = useId();
  return (
    <div role="group" aria-labelledby={id}>
      <div id={id} className="max-w-72 px-2 pt-1.5 pb-1 text-12 text-ink-3">
        {label}
        {hint ? <span className="block">{hint}</span> : null}
      </div>
      {children}
    </div>
  );
}

export function MenuLine() {
  return <hr className="mx-1 my-1" />;
}
