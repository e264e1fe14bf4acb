"use client";

import { useQueryState } from "nuqs";
import { useMemo } from "react";
import { AnswerPanel } from "#components/panels/storage/answer-panel.client.tsx";
import { useLiveQuery } from "#components/shell/use-live-query.ts";
import { useTimeZone } from "#components/shell/zone.client.tsx";
import { PanelMessage } from "#components/ui/panel.tsx";
import { CHUNKS_SHOWN, chunksQuery, STORAGE_CHOICE } from "#lib/api/storage.ts";
import type { Items } from "#lib/api/storage.ts";
import { formatRecentTime } from "#lib/format.ts";
import type { Chunk } from "#lib/model/storage.ts";
import type { Problem } from "#lib/problem.ts";
import { chunkColumns } from "./chunk-columns.tsx";
import { parseAsChunkSort, sortChunks } from "./chunk-sort.ts";
import { VirtualTable } from "./virtual-table.client.tsx";

type ChunksPanelProps = {
  hypertable?: string;
  initial: Items<Chunk> | undefined;
  initialProblem: Problem | undefined;
};

/** Every chunk with state and sizes, sorted as the address says. */
export function ChunksPanel({ hypertable, ...start }: ChunksPanelProps) {
  const { zone } = useTimeZone();
  const [sort, setSort] = useQueryState("sort", parseAsChunkSort);
  const answer = useLiveQuery<Items<Chunk>>({ options: chunksQuery(hypertable), ...start, choice: STORAGE_CHOICE });
  const items = answer.data?.items;
  const rows = useMemo(() => sortChunks(items ?? [], sort), [items, sort]);
  const columns = useMemo(() => chunkColumns(zone, hypertable === undefined), [zone, hypertable]);
  return (
    <AnswerPanel
      title={items ? `Chunks, ${items.length}${items.length === CHUNKS_SHOWN ? " newest" : ""}` : "Chunks"}
      source={answer.data ? sourceText(answer.data.as_of, zone) : ""}
      answer={answer}
      height={hypertable ? 480 : 400}
      flush
    >
      {() =>
        rows.length === 0 ? (
          <PanelMessage kind="empty" title="There is no chunk yet.">
            The first measurement makes the first chunk.
          </PanelMessage>
        ) : (
          <VirtualTable
            label="Chunks"
            rows={rows}
            rowKey={(chunk) => `${chunk.chunk_schema}.${chunk.chunk_name}`}
            columns={columns}
            sort={sort}
            onSort={(key) => void setSort({ key, descending: sort.key === key ? !sort.descending : true })}
            className={hypertable ? "max-h-[560px]" : "max-h-[400px]"}
          />
        )
      }
    </AnswerPanel>
  );
}

const sourceText = (as_of: string, zone: string) =>
  `sizes live, before and after as of compression · rows estimated by ANALYZE · read ${formatRecentTime(as_of, zone, as_of)}`;
