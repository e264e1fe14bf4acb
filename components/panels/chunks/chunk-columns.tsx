import { cn } from "#components/ui/cn.ts";
import { CHUNK_STATE_WORDS, chunkTone } from "#lib/chart-lane.ts";
import type { ChunkTone } from "#lib/chart-lane.ts";
import { ratioText } from "#lib/chart-storage.ts";
import { formatBytes, formatCount, formatTime } from "#lib/format.ts";
import type { Chunk } from "#lib/model/storage.ts";
import type { Column } from "./virtual-table.client.tsx";

const MARKS: Record<ChunkTone, string> = {
  row: "bg-tier-row",
  compressed: "bg-tier-compressed",
  partial: "bg-tier-partial border-t-[3px] border-tier-partial-edge",
};

/** A chunk's state as swatch and words. */
export function State({ chunk }: { chunk: Chunk }) {
  return (
    <span className="inline-flex items-center gap-2">
      <span aria-hidden="true" className={cn("h-3 w-2.5 rounded-[2px]", MARKS[chunkTone(chunk.state)])} />
      {CHUNK_STATE_WORDS[chunk.state]}
      {chunk.frozen ? ", frozen" : ""}
    </span>
  );
}

type ColumnOptions = {
  zone: string;
  /** Opens a chunk; the first column is its button. */
  onOpen: (chunk_name: string) => void;
  /** Whether this server keeps count of scans. */
  counted: boolean;
};

/** The columns of the chunk table. */
export function chunkColumns({ zone, onOpen, counted }: ColumnOptions): Column<Chunk>[] {
  const number = (key: string, heading: string, width: number, cell: (chunk: Chunk) => string): Column<Chunk> => ({
    key,
    heading,
    width,
    numeric: true,
    cell,
  });
  return [
    {
      key: "range",
      heading: "range",
      width: 250,
      cell: (chunk) => <Range chunk={chunk} zone={zone} onOpen={onOpen} />,
    },
    { key: "state", heading: "state", width: 150, cell: (chunk) => <State chunk={chunk} /> },
    number("size", "size now", 90, (chunk) => `${chunk.sizes_measured ? "" : "~"}${formatBytes(chunk.total_bytes)}`),
    number("before", "before", 90, (chunk) => formatBytes(chunk.before_compression_bytes)),
    number("after", "after", 90, (chunk) => formatBytes(chunk.after_compression_bytes)),
    number("ratio", "ratio", 70, (chunk) => ratioText(chunk.compression_ratio)),
    number("index", "indexes", 90, (chunk) => formatBytes(chunk.index_bytes)),
    number("rows", "rows, est.", 90, (chunk) => formatCount(chunk.row_count_estimate)),
    number("late", "late rows", 80, (chunk) => formatCount(chunk.late_row_estimate)),
    ...(counted ? [number("scans", "scans", 70, (chunk) => formatCount(chunk.activity?.select_count))] : []),
  ];
}

type RangeProps = { chunk: Chunk; zone: string; onOpen: (chunk_name: string) => void };

function Range({ chunk, zone, onOpen }: RangeProps) {
  const range =
    chunk.range_start === null || chunk.range_end === null
      ? chunk.chunk_name
      : `${formatTime(chunk.range_start, zone)} – ${formatTime(chunk.range_end, zone)}`;
  return (
    <button
      type="button"
      className="figure hover:underline"
      title={`${chunk.chunk_schema}.${chunk.chunk_name}`}
      onClick={() => onOpen(chunk.chunk_name)}
    >
      {range}
    </button>
  );
}
