"use client";

import { Check, Copy } from "lucide-react";
import { useState } from "react";
import type { ReactNode } from "react";
import { Button } from "#components/ui/button.tsx";

/** A secret that is shown once: selectable, with a button that copies it, and what it is good for. */
export function OneTime({ value, label, children }: { value: string; label: string; children: ReactNode }) {
  const [copied, setCopied] = useState(false);
  const copy = () => {
    void navigator.clipboard?.writeText(value).then(() => setCopied(true));
  };
  return (
    <div role="status" className="rounded-lg border bg-tint-info px-4 py-3">
      <p className="pb-2 text-13">{children}</p>
      <div className="flex items-center gap-2">
        <input
          readOnly
          aria-label={label}
          value={value}
          onFocus={(event) => event.currentTarget.select()}
          className="h-8 w-full min-w-0 rounded-md border border-line-strong bg-panel px-2 font-mono text-12"
        />
        <Button onClick={copy} aria-label={`Copy ${label}`}>
          {copied ? <Check size={14} aria-hidden="true" /> : <Copy size={14} aria-hidden="true" />}
          {copied ? "Copied" : "Copy"}
        </Button>
      </div>
    </div>
  );
}
