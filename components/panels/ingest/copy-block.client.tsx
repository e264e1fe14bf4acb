"use client";

import { Check, Copy } from "lucide-react";
import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { copyText } from "#components/ui/copy-text.ts";

/** A text to copy, under its name. */
export function CopyBlock({ title, text }: { title: string; text: string }) {
  const [copied, setCopied] = useState<boolean>();
  return (
    <section aria-label={title} className="min-w-0 rounded-md border bg-sunken">
      <div className="flex items-center gap-2 border-b px-3 py-1.5">
        <h3 className="flex-1 text-13 font-medium">{title}</h3>
        {copied === false ? (
          <span role="status" className="text-12 text-ink-3">
            Select and copy by hand.
          </span>
        ) : null}
        <Button look="ghost" aria-label={`Copy ${title}`} onClick={() => void copyText(text).then(setCopied)}>
          {copied ? <Check size={14} aria-hidden="true" /> : <Copy size={14} aria-hidden="true" />}
          {copied ? "Copied" : "Copy"}
        </Button>
      </div>
      <pre tabIndex={0} aria-label={`Text of ${title}`} className="overflow-x-auto px-3 py-2 font-mono text-12 leading-5">
        {text}
      </pre>
    </section>
  );
}
