"use client";

import { Check, Copy } from "lucide-react";
import { useState } from "react";
import { Button } from "./button.tsx";
import { copyText } from "./copy-text.ts";

type CopyButtonProps = {
  text: string;
  label: string;
  /** What is copied, for who does not see where the button stands. */
  name?: string;
};

/** Puts a text on the clipboard and says so, or says that the browser does not let it. */
export function CopyButton({ text, label, name }: CopyButtonProps) {
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
