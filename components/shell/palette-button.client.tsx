"use client";

import { Search } from "lucide-react";
import dynamic from "next/dynamic";
import { useEffect, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Kbd } from "#components/ui/kbd.tsx";

// Nobody waits for it before the page works: its code comes when it is first opened.
const load = () => import("./palette.client.tsx").then(({ Palette }) => Palette);
const Palette = dynamic(load, { ssr: false });

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
      {open ? <Palette onClose={() => setOpen(false)} /> : null}
    </>
  );
}
