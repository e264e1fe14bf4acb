import { cn } from "#components/ui/cn.ts";
import { CHUNK_STATE_WORDS, chunkTone } from "#lib/chart-lane.ts";
import type { ChunkTone } from "#lib/chart-lane.ts";
import { ratioText, shownName } from "#lib/chart-storage.ts";
import { formatBytes, formatCount, formatTime } from "#lib/format.ts";
import type { Chunk } from "#lib/model/storage.ts";
import type { Column } from "./virtual-table.client.tsx";

const MARKS: Record<ChunkTone, string> = {
  row: "bg-tier-row",
  compressed: "bg-tier-compressed",
  partial: "bg-tier-partial border-t-[3px] border-tier-partial-edge",
};

function State({ chunk }: { chunk: Chunk }) {
  return (
    <span className="inline-flex items-center gap-2">
      <span aria-hidden="true" className={cn("h-3 w-2.5 rounded-[2px]", MARKS[chunkTone(chunk.state)])} />
      {CHUNK_STATE_WORDS[chunk.state]}
      {chunk.frozen ? ", frozen" : ""}
    </span>
  );
}

/** The columns of the chunk table; `named` adds whose chunk it is. */
export function chunkColumns(zone: string, named: boolean): Column<Chunk>[] {
  const whose: Column<Chunk> = { key: "hypertable", heading: "hypertable", width: 150, cell: shownName };
  return [
    { key: "range", heading: "range", width: 250, cell: (chunk) => <Range chunk={chunk} zone={zone} /> },
    ...(named ? [whose] : []),
    { key: "state", heading: "state", width: 150, cell: (chunk) => <State chunk={chunk} /> },
    { key: "size", heading: "size now", width: 90, numeric: true, cell: (chunk) => formatBytes(chunk.total_bytes) },
    { key: "rows", heading: "rows", width: 80, numeric: true, cell: (chunk) => formatCount(chunk.row_count_estimate) },
    {
      key: "before",
      heading: "before",
      width: 90,
      numeric: true,
      cell: (chunk) => formatBytes(chunk.before_compression_bytes),
    },
    {
      key: "after",
      heading: "after",
      width: 90,
      numeric: true,
      cell: (chunk) => formatBytes(chunk.after_compression_bytes),
    },
    { key: "ratio", heading: "ratio", width: 70, numeric: true, cell: (chunk) => ratioText(chunk.compression_ratio) },
  ];
}

function Range({ chunk, zone }: { chunk: Chunk; zone: string }) {
  const range =
    chunk.range_start === null || chunk.range_end === null
      ? "on an integer"
      : `${formatTime(chunk.range_start, zone)} – ${formatTime(chunk.range_end, zone)}`;
  return (
    <span className="figure" title={`${chunk.chunk_schema}.${chunk.chunk_name}`}>
      {range}
    </span>
  );
}
