import { CHUNK_STATE_WORDS } from "#lib/chart-lane.ts";
import { formatBytes, formatCount, formatTime } from "#lib/format.ts";
import type { LifecycleBlock } from "#lib/model/lifecycle.ts";

const HEADINGS = ["from", "to", "chunks", "state", "size now", "before", "rows", "late rows"];

/** The table twin of the lifecycle: a line for each block, the newest first. */
export function BlocksTable({ blocks, zone }: { blocks: LifecycleBlock[]; zone: string }) {
  return (
    <div className="max-h-[360px] overflow-auto" tabIndex={0} role="group" aria-label="Blocks">
      <table className="w-full text-13">
        <thead className="sticky top-0 bg-panel text-12 text-ink-3">
          <tr>
            {HEADINGS.map((heading, index) => (
              <th
                key={heading}
                className={`py-1 pr-4 font-normal whitespace-nowrap ${index > 3 ? "text-right" : "text-left"}`}
              >
                {heading}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="figure">
          {blocks.toReversed().map((of) => (
            <tr key={`${of.from_ms} ${of.state}`} className="border-t [&>td]:py-1 [&>td]:pr-4 [&>td]:whitespace-nowrap">
              <td>{formatTime(of.from_ms, zone)}</td>
              <td>{formatTime(of.to_ms, zone)}</td>
              <td>{of.chunk_name ?? formatCount(of.chunk_count)}</td>
              <td>{CHUNK_STATE_WORDS[of.state]}</td>
              <td className="text-right">{formatBytes(of.total_bytes)}</td>
              <td className="text-right">{formatBytes(of.before_bytes)}</td>
              <td className="text-right">{formatCount(of.row_count)}</td>
              <td className="text-right">{formatCount(of.late_rows)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

type CsvBlock = Omit<LifecycleBlock, "from_ms" | "to_ms"> & { from: string; to: string };

export const BLOCK_KEYS: (keyof CsvBlock)[] = [
  "from",
  "to",
  "chunk_name",
  "chunk_count",
  "state",
  "frozen",
  "total_bytes",
  "before_bytes",
  "row_count",
  "late_rows",
];

/** Blocks with their times as text. */
export const csvBlocks = (blocks: LifecycleBlock[]): CsvBlock[] =>
  blocks.map(({ from_ms, to_ms, ...block }) => ({
    ...block,
    from: new Date(from_ms).toISOString(),
    to: new Date(to_ms).toISOString(),
  }));
