"use client";

import { Check, Copy } from "lucide-react";
import { useState } from "react";
import { Button } from "./button.tsx";
import { copyText } from "./copy-text.ts";

/** Copies a text and says whether the browser let it. `name`: what screen readers hear before it was pressed. */
export function CopyButton({ text, label, name }: { text: string; label: string; name?: string }) {
  const [state, setState] = useState<"idle" | "copied" | "refused">("idle");
  const words = { idle: label, copied: "Copied", refused: "Select and copy by hand" }[state];
  const Icon = state === "copied" ? Check : Copy;
  return (
    <Button
      look="ghost"
      aria-label={state === "idle" ? name : undefined}
      onClick={() => void copyText(text).then((done) => setState(done ? "copied" : "refused"))}
    >
      <Icon size={14} aria-hidden="true" />
      <span aria-live="polite">{words}</span>
    </Button>
  );
}
