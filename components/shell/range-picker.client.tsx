"use client";

import { ChevronDown } from "lucide-react";
import { usePathname } from "next/navigation";
import { lazy, Suspense, useState } from "react";
import { buttonClass } from "#components/ui/button.tsx";
import { cn } from "#components/ui/cn.ts";
import { Popover } from "#components/ui/popover.client.tsx";
import { formatTime } from "#lib/format.ts";
import { RANGES } from "#lib/range.ts";
import type { RangeChoice } from "#lib/range.ts";
import { navigationOf } from "./navigation.ts";
import { useRange } from "./use-range.ts";
import { useTimeZone } from "./zone.client.tsx";

const CustomRange = lazy(async () => ({ default: (await import("./custom-range.client.tsx")).CustomRange }));

/** The range of the page: one of six that end now, or from and to. Keys 1 to 6 choose the six. Absent where it changes nothing. */
export function RangePicker() {
  return navigationOf(usePathname())?.timeless ? null : <Picker />;
}

function Picker() {
  const { choice, setChoice, pending, error } = useRange();
  const { zone } = useTimeZone();
  const [open, setOpen] = useState(false);
  const choose = (next: RangeChoice) => {
    setChoice(next);
    setOpen(false);
  };
  const text = error ? "not understood" : choice.kind === "relative" ? choice.range : fixedText(choice, zone);
  const trigger = (
    <>
      <span className="text-ink-3 max-md:sr-only">range</span>
      <span className={cn("figure", pending && "text-ink-3")}>{text}</span>
      <ChevronDown size={14} aria-hidden="true" className="text-ink-3" />
    </>
  );
  return (
    <>
      <Popover open={open} onOpenChange={setOpen} trigger={trigger} className="w-[300px]">
        <fieldset className="grid grid-cols-6 gap-1">
          <legend className="sr-only">Ranges that end now</legend>
          {RANGES.map(({ key, name }) => (
            <button
              key={key}
              type="button"
              title={name}
              aria-label={name}
              aria-pressed={!error && choice.kind === "relative" && choice.range === key}
              className={cn(buttonClass("ghost"), "px-0! aria-pressed:font-medium aria-pressed:text-accent!")}
              onClick={() => choose({ kind: "relative", range: key })}
            >
              {key}
            </button>
          ))}
        </fieldset>
        <div className="mx-[-12px] my-3 h-px bg-line" />
        <Suspense fallback={<div className="h-28" />}>
          <CustomRange key={zone} choice={choice} onChoose={choose} />
        </Suspense>
      </Popover>
      {pending ? <div className="progress absolute inset-x-0 bottom-[-1px] h-px bg-accent" /> : null}
      <output className="sr-only">{pending ? "Loading the range" : ""}</output>
    </>
  );
}

const fixedText = (choice: { from: string; to: string }, zone: string): string =>
  `${formatTime(choice.from, zone).slice(5)} – ${formatTime(choice.to, zone).slice(5)}`;
