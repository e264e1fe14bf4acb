"use client";

import { parseAsString, useQueryState } from "nuqs";
import { useDeferredValue, useMemo } from "react";
import { AnswerPanel } from "#components/panels/storage/answer-panel.client.tsx";
import { useLiveQuery } from "#components/shell/use-live-query.ts";
import { useTimeZone } from "#components/shell/zone.client.tsx";
import { PanelMenu } from "#components/ui/panel-menu.client.tsx";
import { PanelMessage } from "#components/ui/panel.tsx";
import { CHUNKS_SHOWN, chunksQuery, chunksSearch, STORAGE_CHOICE, storagePath } from "#lib/api/storage.ts";
import type { Items } from "#lib/api/storage.ts";
import { formatCount, formatRecentTime } from "#lib/format.ts";
import type { Chunk } from "#lib/model/storage.ts";
import type { Problem } from "#lib/problem.ts";
import { recordsCsv } from "#lib/records-csv.ts";
import { chunkColumns } from "./chunk-columns.tsx";
import { ChunkDrawer } from "./chunk-drawer.client.tsx";
import { ChunkFilterBar } from "./chunk-filter-bar.client.tsx";
import { filterChunks, parseAsChunkFilter } from "./chunk-filter.ts";
import { parseAsChunkSort, sortChunks } from "./chunk-sort.ts";
import { VirtualTable } from "./virtual-table.client.tsx";

type ChunksPanelProps = {
  hypertable: string;
  initial: Items<Chunk> | undefined;
  initialProblem: Problem | undefined;
};

/** Every chunk of a hypertable, sorted and filtered as the address says; the address may open one of them. */
export function ChunksPanel({ hypertable, ...start }: ChunksPanelProps) {
  const { zone } = useTimeZone();
  const [sort, setSort] = useQueryState("sort", parseAsChunkSort);
  const [chunk, setChunk] = useQueryState("chunk", parseAsString.withOptions({ history: "push" }));
  const answer = useLiveQuery<Items<Chunk>>({ options: chunksQuery(hypertable), ...start, choice: STORAGE_CHOICE });
  const items = answer.data?.items;
  const { rows, filter } = useShown(items, sort);
  const counted = items?.some(({ activity }) => activity !== null) ?? false;
  const columns = useMemo(
    () => chunkColumns({ zone, counted, onOpen: (name) => void setChunk(name) }),
    [zone, counted, setChunk],
  );
  return (
    <>
      <AnswerPanel
        title={titleText(items, rows)}
        source={answer.data ? sourceText(answer.data, zone) : ""}
        answer={answer}
        height={480}
        flush
        menu={
          <PanelMenu
            title="Chunks"
            file={`chunks-${hypertable}`}
            sql={storagePath("chunks", chunksSearch(hypertable))}
            csv={() => recordsCsv(rows, CSV_KEYS)}
          />
        }
      >
        {(data) =>
          data.items.length === 0 ? (
            <PanelMessage kind="empty" title="There is no chunk yet.">
              The first row makes the first chunk.
            </PanelMessage>
          ) : (
            <>
              <ChunkFilterBar chunks={data.items} {...filter} />
              {rows.length === 0 ? (
                <PanelMessage kind="empty" title="No chunk passes the filter." />
              ) : (
                <VirtualTable
                  label="Chunks"
                  rows={rows}
                  rowKey={(each) => `${each.chunk_schema}.${each.chunk_name}`}
                  columns={columns}
                  sort={sort}
                  onSort={(key) => void setSort({ key, descending: sort.key === key ? !sort.descending : true })}
                  className="max-h-[560px]"
                />
              )}
            </>
          )
        }
      </AnswerPanel>
      <ChunkDrawer
        hypertable={hypertable}
        chunk={chunk}
        names={rows.map(({ chunk_name }) => chunk_name)}
        onOpen={(name) => void setChunk(name)}
      />
    </>
  );
}

/** The rows that the address asks for. Typing stays quick with many: the table follows when it can. */
function useShown(items: Chunk[] | undefined, sort: Parameters<typeof sortChunks>[1]) {
  const [state, setState] = useQueryState("state", parseAsChunkFilter);
  const [text, setText] = useQueryState("find", parseAsString.withDefault(""));
  const wanted = useDeferredValue(text);
  const rows = useMemo(() => sortChunks(filterChunks(items ?? [], state, wanted), sort), [items, state, wanted, sort]);
  const filter = {
    state,
    text,
    onState: (next: typeof state) => void setState(next),
    onText: (next: string) => void setText(next === "" ? null : next),
  };
  return { rows, filter };
}

const CSV_KEYS: (keyof Chunk)[] = [
  "hypertable_schema",
  "hypertable_name",
  "chunk_schema",
  "chunk_name",
  "range_start",
  "range_end",
  "state",
  "frozen",
  "total_bytes",
  "table_bytes",
  "index_bytes",
  "toast_bytes",
  "sizes_measured",
  "before_compression_bytes",
  "after_compression_bytes",
  "compression_ratio",
  "row_count_estimate",
  "late_row_estimate",
  "created_at",
];

const titleText = (items: Chunk[] | undefined, rows: Chunk[]): string => {
  if (!items) return "Chunks";
  const all = `${formatCount(items.length)}${items.length === CHUNKS_SHOWN ? " newest" : ""}`;
  return rows.length === items.length ? `Chunks, ${all}` : `Chunks, ${formatCount(rows.length)} of ${all}`;
};

const sourceText = ({ items, as_of }: Items<Chunk>, zone: string): string => {
  const measured = items.filter(({ sizes_measured }) => sizes_measured).length;
  const sizes =
    measured === items.length
      ? "sizes live"
      : `sizes live for ${formatCount(measured)}, ~ as VACUUM last saw the others`;
  return `${sizes}, before and after as of compression · rows from statistics · read ${formatRecentTime(as_of, zone, as_of)}`;
};
