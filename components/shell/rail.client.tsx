"use client";

import { PanelLeftClose, PanelLeftOpen } from "lucide-react";
import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { cn } from "#components/ui/cn.ts";
import { Brand } from "./brand.tsx";
import { COOKIES, remember } from "./cookies.ts";
import { RailLinks } from "./rail-links.client.tsx";

/** The left rail: 216 px, or icons when folded (remembered) and on screens below 1024 px; a sheet takes over below 768. */
export function Rail({ foldedAtFirst }: { foldedAtFirst: boolean }) {
  const [folded, setFolded] = useState(foldedAtFirst);
  const toggle = () => {
    remember(COOKIES.rail, folded ? "open" : "folded");
    setFolded(!folded);
  };
  const name = folded ? "Unfold the navigation" : "Fold the navigation";
  const label = folded ? "sr-only" : "max-lg:sr-only";
  const Icon = folded ? PanelLeftOpen : PanelLeftClose;
  return (
    <nav
      aria-label="Pages"
      className={cn(
        "sticky top-0 hidden h-dvh shrink-0 flex-col border-r bg-panel md:flex print:hidden",
        folded ? "w-[49px]" : "w-[49px] lg:w-[216px]",
      )}
    >
      <div className="flex h-12 items-center px-4">
        <span className={folded ? "hidden" : "max-lg:hidden"}>
          <Brand />
        </span>
        <span className={folded ? undefined : "lg:hidden"}>
          <Brand folded />
        </span>
      </div>
      <div className="flex-1 px-2 py-1">
        <RailLinks labelClass={label} />
      </div>
      <div className="hidden p-2 lg:block">
        <Button look="ghost" icon onClick={toggle} aria-label={name} title={name} aria-expanded={!folded}>
          <Icon size={16} strokeWidth={1.75} aria-hidden="true" />
        </Button>
      </div>
    </nav>
  );
}
