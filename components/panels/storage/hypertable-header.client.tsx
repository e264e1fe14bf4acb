"use client";

import { StaleNotice } from "#components/shell/stale-notice.client.tsx";
import { useLiveQuery } from "#components/shell/use-live-query.ts";
import { Stat, StatRow } from "#components/ui/stat.tsx";
import { hypertablesQuery, STORAGE_CHOICE } from "#lib/api/storage.ts";
import type { Items } from "#lib/api/storage.ts";
import { perRowQuantity, ratioQuantity, rowsText, shownName, tierText } from "#lib/chart-storage.ts";
import { formatCount, bytesQuantity, countQuantity, formatBytes, formatDuration } from "#lib/format.ts";
import type { Hypertable } from "#lib/model/storage.ts";
import type { Problem } from "#lib/problem.ts";

type HypertableHeaderProps = {
  /** As the server found it; what is fresher replaces it. */
  hypertable: Hypertable;
  initial: Items<Hypertable> | undefined;
  initialProblem: Problem | undefined;
};

/** Who the hypertable is, and its figures. */
export function HypertableHeader({ hypertable, ...start }: HypertableHeaderProps) {
  const answer = useLiveQuery<Items<Hypertable>>({ options: hypertablesQuery(), ...start, choice: STORAGE_CHOICE });
  const same = (h: Hypertable) =>
    h.hypertable_schema === hypertable.hypertable_schema && h.hypertable_name === hypertable.hypertable_name;
  const of = answer.data?.items.find(same) ?? hypertable;
  return (
    <>
      <header>
        <h1 className="truncate text-20 font-medium tracking-[-0.01em]">{shownName(of)}</h1>
        <p className="truncate font-mono text-12 text-ink-3">
          {of.hypertable_schema}.{of.hypertable_name}
        </p>
      </header>
      <StaleNotice answer={answer} />
      <Tiles of={of} />
    </>
  );
}

const sizeText = ({ index_bytes, sizes_measured, unseen_chunk_count }: Hypertable): string => {
  if (unseen_chunk_count > 0) return `at least: ${formatCount(unseen_chunk_count)} chunks unseen`;
  return `${formatBytes(index_bytes)} of it indexes${sizes_measured ? "" : ", in part as VACUUM saw it"}`;
};

function Tiles({ of }: { of: Hypertable }) {
  const { row_count_estimate: rows } = of;
  return (
    <StatRow label={`Storage of ${shownName(of)}`}>
      <Stat label="size" quantity={bytesQuantity(of.total_bytes)} source={sizeText(of)} />
      <Stat label="rows" quantity={countQuantity(rows)} source={rowsText(of)} />
      <Stat label="per row" quantity={perRowQuantity(rows ? of.total_bytes / rows : null)} source={tierText(of)} />
      <Stat
        label="compression"
        quantity={ratioQuantity(of.compression_ratio)}
        source={
          of.compression_enabled
            ? `${formatCount(of.compressed_chunk_count)} of ${formatCount(of.chunk_count)} chunks`
            : "not switched on"
        }
      />
      <Stat
        label="chunks"
        quantity={countQuantity(of.chunk_count)}
        source={
          of.chunk_interval_seconds === null ? "on an integer" : `of ${formatDuration(of.chunk_interval_seconds)}`
        }
        className="max-md:col-span-2 md:max-xl:col-span-2"
      />
    </StatRow>
  );
}
