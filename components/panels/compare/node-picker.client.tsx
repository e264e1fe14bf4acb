"use client";

import { Plus } from "lucide-react";
import { useEffect, useEffectEvent, useRef, useState } from "react";
import { isForPage } from "#components/shell/key-events.ts";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.client.tsx";
import { Kbd } from "#components/ui/kbd.tsx";
import { COMPARE_MAX } from "#lib/compare.ts";
import { NodeChoices } from "./node-choices.client.tsx";
import type { ComparisonState } from "./use-comparison.ts";

/** A button and a dialog in which nodes are searched and chosen; `a` opens it, Enter in the search takes the first. */
export function NodePicker({ state, look = "outline" }: { state: ComparisonState; look?: "outline" | "accent" }) {
  const [open, setOpen] = useState(false);
  const search = useRef<HTMLInputElement>(null);
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.key !== "a" || !isForPage(event)) return;
    setOpen(true);
    event.preventDefault();
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent) => onKey(event);
    document.addEventListener("keydown", listener);
    return () => document.removeEventListener("keydown", listener);
  }, []);
  return (
    <>
      <Button look={look} onClick={() => setOpen(true)}>
        <Plus size={14} aria-hidden="true" />
        Choose nodes <Kbd>a</Kbd>
      </Button>
      <Dialog open={open} onOpenChange={setOpen} title={`Choose up to ${COMPARE_MAX} nodes`} initialFocus={search}>
        <NodeChoices node_ids={state.node_ids} max={COMPARE_MAX} toggle={state.toggle} search={search} />
      </Dialog>
    </>
  );
}
