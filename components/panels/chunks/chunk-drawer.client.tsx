"use client";

import { ChevronDown, ChevronUp } from "lucide-react";
import { useEffect, useRef } from "react";
import { ProblemMessage } from "#components/shell/problem-message.tsx";
import { useLiveQuery } from "#components/shell/use-live-query.ts";
import { useTimeZone } from "#components/shell/zone.client.tsx";
import { buttonClass } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.client.tsx";
import { PanelMenu } from "#components/ui/panel-menu.client.tsx";
import { PanelSkeleton } from "#components/ui/panel.tsx";
import { chunkQuery, ofHypertable, STORAGE_CHOICE, storagePath } from "#lib/api/storage.ts";
import type { ChunkDetail } from "#lib/model/storage-detail.ts";
import { formatCount } from "#lib/format.ts";
import { ChunkFacts } from "./chunk-facts.tsx";

type ChunkDrawerProps = {
  hypertable: string;
  /** The chunk that the address opens; null: none. */
  chunk: string | null;
  /** The chunks of the table as they are shown, for the way to the next. */
  names: string[];
  onOpen: (chunk: string | null) => void;
};

/** Everything about one chunk beside the table; the keys j and k go to the next and the one before. */
export function ChunkDrawer({ hypertable, chunk, names, onOpen }: ChunkDrawerProps) {
  return (
    <Dialog
      open={chunk !== null}
      onOpenChange={(open) => (open ? undefined : onOpen(null))}
      title={chunk ?? "Chunk"}
      form="drawer"
    >
      {chunk === null ? null : <Opened {...{ hypertable, chunk, names, onOpen }} />}
    </Dialog>
  );
}

/** j and k, as long as the drawer is there. */
function useStepKeys(go: (step: number) => void) {
  const latest = useRef(go);
  useEffect(() => {
    latest.current = go;
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === "j") latest.current(1);
      if (event.key === "k") latest.current(-1);
    };
    document.addEventListener("keydown", listen);
    return () => document.removeEventListener("keydown", listen);
  }, []);
}

function Opened({ hypertable, chunk, names, onOpen }: ChunkDrawerProps & { chunk: string }) {
  const { zone } = useTimeZone();
  const answer = useLiveQuery<ChunkDetail>({
    options: chunkQuery(hypertable, chunk),
    initial: undefined,
    choice: STORAGE_CHOICE,
  });
  const place = names.indexOf(chunk);
  const go = (step: number) => {
    const next = names[place + step];
    if (place >= 0 && next !== undefined) onOpen(next);
  };
  useStepKeys(go);
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <div className="flex items-center gap-1 border-b px-4 pb-2 text-12 text-ink-3">
        <span className="flex-1">
          {place < 0
            ? "not in the table as filtered"
            : `${formatCount(place + 1)} of ${formatCount(names.length)} in the table`}
        </span>
        <button
          type="button"
          aria-label="Chunk before (k)"
          className={buttonClass("ghost", true)}
          disabled={place <= 0}
          onClick={() => go(-1)}
        >
          <ChevronUp size={16} aria-hidden="true" />
        </button>
        <button
          type="button"
          aria-label="Next chunk (j)"
          className={buttonClass("ghost", true)}
          disabled={place < 0 || place === names.length - 1}
          onClick={() => go(1)}
        >
          <ChevronDown size={16} aria-hidden="true" />
        </button>
        <PanelMenu
          title={`Chunk ${chunk}`}
          sql={storagePath(ofHypertable(hypertable, `/chunks/${encodeURIComponent(chunk)}`))}
        />
      </div>
      <div
        className="min-h-0 flex-1 overflow-y-auto p-4"
        tabIndex={0}
        role="region"
        aria-label="Everything about the chunk"
      >
        {answer.data ? (
          <ChunkFacts detail={answer.data} zone={zone} />
        ) : answer.problem ? (
          <ProblemMessage problem={answer.problem} />
        ) : (
          <PanelSkeleton rows={12} />
        )}
      </div>
    </div>
  );
}
