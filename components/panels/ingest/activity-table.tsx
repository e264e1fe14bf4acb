import { Table } from "#components/panels/access/table.tsx";
import { batchText, lagText, rateOf, rateText } from "#lib/chart-ingest.ts";
import { formatCount, formatTime } from "#lib/format.ts";
import type { IngestActivity } from "#lib/model/ingest-activity.ts";

const HEADINGS = [
  { text: "time" },
  ...["rows/s", "stored", "repeated", "refused", "batches", "batch time, 95 %", "lag, half", "lag, 95 %"].map(
    (text) => ({
      text,
      numeric: true,
    }),
  ),
];

/** The table twin of the charts, newest first. Buckets in which nothing arrived are left out, and that is said. */
export function ActivityTable({ activity, zone }: { activity: IngestActivity; zone: string }) {
  return (
    <>
      <Table label="Arrival by time" headings={HEADINGS}>
        {activity.points.toReversed().map((point) => (
          <tr key={point.time}>
            <td className="figure whitespace-nowrap">{formatTime(point.time, zone)}</td>
            {[
              rateText(rateOf(activity, point)),
              formatCount(point.accepted),
              formatCount(point.duplicates),
              formatCount(point.rejected),
              formatCount(point.batches),
              batchText(point, 0.95),
              lagText(point, 0.5),
              lagText(point, 0.95),
            ].map((text, at) => (
              <td key={HEADINGS[at + 1]?.text} className="figure text-right whitespace-nowrap">
                {text}
              </td>
            ))}
          </tr>
        ))}
      </Table>
      <p className="pt-2 text-12 text-ink-3">Times in which nothing arrived have no line.</p>
    </>
  );
}
