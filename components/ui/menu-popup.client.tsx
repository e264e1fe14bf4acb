"use client";

import { useEffect, useRef } from "react";
import type { KeyboardEvent, MouseEvent, ReactNode, RefObject } from "react";
import type { Align } from "#lib/placement.ts";
import { entriesIn, nextEntry } from "./menu-keys.ts";
import { Popup } from "./popup.client.tsx";

/** How long letters count as one word. */
const TYPING_MS = 600;

type MenuPopupProps = {
  anchor: RefObject<HTMLElement | null>;
  align: Align;
  /** Which entry has the focus first. */
  first: "first" | "last";
  labelledBy: string;
  onLeave: (back: boolean) => void;
  children: ReactNode;
};

/** The open menu: arrows, Home, End and letters move the focus; what is chosen closes it, but for a check. */
export function MenuPopup({ anchor, align, first, labelledBy, onLeave, children }: MenuPopupProps) {
  const menu = useRef<HTMLDivElement>(null);
  const typed = useRef({ text: "", at: 0 });
  useEffect(() => {
    const entry = entriesIn(menu.current).at(first === "last" ? -1 : 0);
    (entry ?? menu.current)?.focus();
  }, [first]);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Tab") return onLeave(true);
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const letter = event.key.length === 1 && event.key !== " ";
    if (letter) {
      const goesOn = event.timeStamp - typed.current.at < TYPING_MS;
      typed.current = { text: (goesOn ? typed.current.text : "") + event.key, at: event.timeStamp };
    }
    const entries = entriesIn(menu.current);
    const at = entries.findIndex((entry) => entry === document.activeElement);
    const names = entries.map((entry) => entry.textContent);
    const next = nextEntry(event.key, at, names, letter ? typed.current.text : "");
    if (next !== undefined) entries[next]?.focus();
    else if (!letter) return;
    event.preventDefault();
  };
  const onClick = (event: MouseEvent) => {
    const entry = event.target instanceof Element ? event.target.closest("[role^=menuitem]") : null;
    if (entry && entry.role !== "menuitemcheckbox" && entry.ariaDisabled !== "true") onLeave(true);
  };
  return (
    <Popup anchor={anchor} align={align} onLeave={onLeave} className="min-w-44">
      {/* oxlint-disable-next-line jsx-a11y/click-events-have-key-events -- keys press an entry, which clicks it */}
      <div
        ref={menu}
        role="menu"
        aria-labelledby={labelledBy}
        tabIndex={-1}
        className="p-1 outline-none"
        onKeyDown={onKeyDown}
        onClick={onClick}
      >
        {children}
      </div>
    </Popup>
  );
}
