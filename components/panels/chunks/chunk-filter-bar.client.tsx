"use client";

import { useMemo } from "react";
import { buttonClass } from "#components/ui/button.tsx";
import { cn } from "#components/ui/cn.ts";
import { formatCount } from "#lib/format.ts";
import type { Chunk } from "#lib/model/storage.ts";
import { CHUNK_FILTERS, FILTER_WORDS, filterCounts } from "./chunk-filter.ts";
import type { ChunkFilter } from "./chunk-filter.ts";

type Props = {
  chunks: Chunk[];
  state: ChunkFilter | null;
  text: string;
  onState: (state: ChunkFilter | null) => void;
  onText: (text: string) => void;
};

/** States to choose from, each with its number, and a field for a name or a day. A state that no chunk is in is not offered. */
export function ChunkFilterBar({ chunks, state, text, onState, onText }: Props) {
  const counts = useMemo(() => filterCounts(chunks), [chunks]);
  const offered = CHUNK_FILTERS.filter((key) => counts[key] > 0 || key === state);
  return (
    <div className="flex flex-wrap items-center gap-1 px-4 pb-2">
      <input
        type="search"
        value={text}
        aria-label="Find chunks by name, day or state"
        placeholder="name or day"
        className="mr-2 h-8 w-44 rounded-md border border-line-strong bg-panel px-2 text-13"
        onChange={(event) => onText(event.target.value)}
      />
      {offered.map((key) => (
        <button
          key={key}
          type="button"
          aria-pressed={state === key}
          className={cn(buttonClass("ghost"), "aria-pressed:font-medium aria-pressed:text-accent!")}
          onClick={() => onState(state === key ? null : key)}
        >
          {FILTER_WORDS[key]} <span className="figure text-12 text-ink-3">{formatCount(counts[key])}</span>
        </button>
      ))}
    </div>
  );
}
