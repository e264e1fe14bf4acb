"use client";

import { Search } from "lucide-react";
import { lazy, Suspense, useEffect, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Kbd } from "#components/ui/kbd.tsx";

// Nobody waits for it before the page works: its code comes when it is first opened.
const load = async () => ({ default: (await import("./palette.client.tsx")).Palette });
const Palette = lazy(load);

/** Opens the palette, as Ctrl-K and Cmd-K do. */
export function PaletteButton() {
  const [open, setOpen] = useState(false);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const wanted =
        event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
      if (!wanted || event.defaultPrevented) return;
      event.preventDefault();
      setOpen((was) => !was);
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, []);
  return (
    <>
      <Button
        look="ghost"
        aria-label="Search, Ctrl K"
        aria-keyshortcuts="Control+K Meta+K"
        title="Search nodes, pages and actions (Ctrl K)"
        onPointerEnter={() => void load()}
        onClick={() => setOpen(true)}
      >
        <Search size={16} strokeWidth={1.75} aria-hidden="true" />
        <span className="max-xl:hidden" aria-hidden="true">
          <Kbd>Ctrl K</Kbd>
        </span>
      </Button>
      {open ? (
        <Suspense fallback={null}>
          <Palette onClose={() => setOpen(false)} />
        </Suspense>
      ) : null}
    </>
  );
}
