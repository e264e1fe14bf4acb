"use client";

import { VirtualTable } from "#components/panels/chunks/virtual-table.client.tsx";
import { withShares } from "#lib/chart-distribution.ts";
import type { DistributionBar } from "#lib/chart-distribution.ts";
import { formatCount, latencyQuantity, shareQuantity } from "#lib/format.ts";
import type { LatencyDistribution } from "#lib/model/distribution.ts";

/** The bars as a table, fastest first. A bin without replies has 0: that is known. */
export function DistributionTable({ distribution }: { distribution: LatencyDistribution }) {
  const { bins, reply_count } = distribution;
  const column = (key: string, heading: string, cell: (row: DistributionBar) => string) => ({
    key,
    heading,
    cell,
    width: 84,
    numeric: true,
  });
  return (
    <VirtualTable
      label={`Distribution, ${bins.length} bins`}
      className="max-h-[276px] max-md:max-h-[360px]"
      rows={withShares(bins, reply_count)}
      rowKey={(row) => String(row.latency_ms_from)}
      columns={[
        column("latency_ms_from", "from ms", (row) => latencyQuantity(row.latency_ms_from).value),
        column("latency_ms_to", "below ms", (row) => latencyQuantity(row.latency_ms_to).value),
        column("reply_count", "replies", (row) => formatCount(row.reply_count)),
        column("share", "share %", (row) => shareQuantity(row.share, 2).value),
        column("share_upto", "this or faster %", (row) => shareQuantity(row.share_upto, 2).value),
      ]}
    />
  );
}
