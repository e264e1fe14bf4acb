"use client";

import { useId } from "react";
import { cn } from "#components/ui/cn.ts";

type WhatIfFieldProps = {
  label: string;
  /** As in the URL; null: not asked. */
  value: string | null;
  /** What holds when nothing is asked; "" when there is nothing. */
  now: string;
  /** Where the slider stops, in order. */
  stops: readonly string[];
  hint: string;
  error: string | undefined;
  onChange: (value: string | null) => void;
};

/** A figure to try: written, or moved along with arrow keys. What holds now is one of the stops. */
export function WhatIfField({ label, value, now, stops, hint, error, onChange }: WhatIfFieldProps) {
  const id = useId();
  const shown = value ?? now;
  const all = now === "" || stops.includes(now) ? stops : withNow(stops, now);
  const place = all.indexOf(shown);
  const set = (text: string) => onChange(text === now ? null : text);
  return (
    <div className="grid min-w-0 grid-cols-[minmax(0,1fr)_104px] items-center gap-x-3 gap-y-1">
      <label htmlFor={id} className="text-12 text-ink-2">
        {label}
      </label>
      <input
        id={id}
        value={shown}
        onChange={(event) => set(event.target.value)}
        placeholder="not given"
        spellCheck={false}
        autoComplete="off"
        aria-invalid={error !== undefined}
        aria-describedby={`${id}-note`}
        className={cn(
          "figure row-span-2 h-8 w-full min-w-0 self-start rounded-md border bg-panel px-2 text-right text-13 aria-invalid:border-bad",
          value === null ? "border-line-strong" : "border-accent",
        )}
      />
      <input
        type="range"
        min={0}
        max={all.length - 1}
        value={place === -1 ? Math.floor(all.length / 2) : place}
        aria-label={`${label}, slider`}
        aria-valuetext={shown === "" ? "not given" : shown}
        className={cn("h-4 w-full accent-(--accent)", place === -1 && "opacity-50")}
        onChange={(event) => set(all[Number(event.target.value)] ?? now)}
      />
      <span
        id={`${id}-note`}
        role={error ? "alert" : undefined}
        className={cn("col-span-2 text-12", error ? "text-bad" : "text-ink-3")}
      >
        {error ?? hint}
      </span>
    </div>
  );
}

/** The value in force among the stops: behind the last stop of the same unit that is smaller, else at the start. */
function withNow(stops: readonly string[], now: string): readonly string[] {
  const sizeOf = (text: string) => {
    const [, amount, unit = ""] = /^([\d.]+)(\D*)$/.exec(text) ?? [];
    return amount === undefined ? Number.POSITIVE_INFINITY : Number(amount) * (UNITS[unit] ?? 1);
  };
  const at = stops.findIndex((stop) => sizeOf(stop) > sizeOf(now));
  return at === -1 ? [...stops, now] : stops.toSpliced(at, 0, now);
}

const UNITS: Record<string, number> = { s: 1, min: 60, h: 3600, d: 86_400 };
