"use client";

import { VirtualTable } from "#components/panels/chunks/virtual-table.client.tsx";
import { useTimeZone } from "#components/shell/zone.client.tsx";
import { formatTime, NOTHING, significant } from "#lib/format.ts";
import { JITTER_WORDS } from "#lib/jitter.ts";
import type { Jitter } from "#lib/model/jitter.ts";

/** Jitter as a table, newest first. */
export function JitterTable({ jitter }: { jitter: Jitter }) {
  const { zone } = useTimeZone();
  const { title, figure, counted } = JITTER_WORDS[jitter.measure];
  return (
    <VirtualTable
      label={`${title}, ${jitter.points.length} buckets`}
      rows={jitter.points.toReversed()}
      rowKey={({ time }) => time}
      columns={[
        { key: "time", heading: "bucket begins", width: 140, cell: ({ time }) => formatTime(time, zone) },
        {
          key: "jitter",
          heading: `${figure} ms`,
          width: 110,
          numeric: true,
          cell: ({ jitter_ms }) => (jitter_ms === null ? NOTHING : significant(jitter_ms)),
        },
        { key: "count", heading: counted, width: 84, numeric: true, cell: ({ count }) => String(count) },
      ]}
    />
  );
}
