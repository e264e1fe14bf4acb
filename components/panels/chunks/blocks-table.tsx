import { CHUNK_STATE_WORDS } from "#lib/chart-lane.ts";
import { formatBytes, formatCount, formatTime } from "#lib/format.ts";
import { type LaneRow, laneRows } from "#lib/lane-rows.ts";
import type { Lifecycle } from "#lib/model/lifecycle.ts";

const HEADINGS = ["from", "to", "chunks", "state", "size now", "before", "in the archive", "rows", "late rows"];

const stateWords = ({ state }: LaneRow): string =>
  state === "archive_alone" ? "in the archive alone" : CHUNK_STATE_WORDS[state];

/** The table twin of the lifecycle: a line for each block and for each chunk that only the archive has, the newest first. */
export function BlocksTable({ of, zone }: { of: Lifecycle; zone: string }) {
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
          {laneRows(of)
            .toReversed()
            .map((row) => (
              <tr
                key={`${row.from_ms} ${row.state} ${row.chunk_name}`}
                className="border-t [&>td]:py-1 [&>td]:pr-4 [&>td]:whitespace-nowrap"
              >
                <td>{formatTime(row.from_ms, zone)}</td>
                <td>{formatTime(row.to_ms, zone)}</td>
                <td>{row.chunk_name ?? formatCount(row.chunk_count)}</td>
                <td>{stateWords(row)}</td>
                <td className="text-right">{formatBytes(row.total_bytes)}</td>
                <td className="text-right">{formatBytes(row.before_bytes)}</td>
                <td className="text-right">{formatBytes(row.archive_bytes)}</td>
                <td className="text-right">{formatCount(row.row_count)}</td>
                <td className="text-right">{formatCount(row.late_rows)}</td>
              </tr>
            ))}
        </tbody>
      </table>
    </div>
  );
}
