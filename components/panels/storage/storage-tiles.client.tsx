"use client";

import { ProblemMessage } from "#components/shell/problem-message.tsx";
import { StaleNotice } from "#components/shell/stale-notice.client.tsx";
import { useLiveQuery } from "#components/shell/use-live-query.ts";
import { Stat, StatRow } from "#components/ui/stat.tsx";
import { databaseQuery, hypertablesQuery, STORAGE_CHOICE } from "#lib/api/storage.ts";
import type { Items } from "#lib/api/storage.ts";
import { coldText, perRowQuantity, ratioQuantity, storageTotals } from "#lib/chart-storage.ts";
import type { StorageTotals } from "#lib/chart-storage.ts";
import { bytesQuantity, countQuantity, formatBytes, formatCount, formatDuration } from "#lib/format.ts";
import type { DatabaseOverview, Hypertable } from "#lib/model/storage.ts";
import type { Problem } from "#lib/problem.ts";
import { TilesFrame } from "./tiles-frame.tsx";

type StorageTilesProps = {
  database: { initial: DatabaseOverview | undefined; initialProblem: Problem | undefined };
  hypertables: { initial: Items<Hypertable> | undefined; initialProblem: Problem | undefined };
};

/** The database in six figures. Without hypertables its size and edition are still told. */
export function StorageTiles({ database, hypertables }: StorageTilesProps) {
  const overview = useLiveQuery<DatabaseOverview>({ options: databaseQuery(), ...database, choice: STORAGE_CHOICE });
  const tables = useLiveQuery<Items<Hypertable>>({
    options: hypertablesQuery(),
    ...hypertables,
    choice: STORAGE_CHOICE,
  });
  if (!overview.data)
    return <TilesFrame>{overview.problem ? <ProblemMessage problem={overview.problem} /> : null}</TilesFrame>;
  const totals = tables.data && storageTotals(tables.data.items);
  const { database_bytes } = overview.data;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-1">
      <StaleNotice answer={overview} />
      <StatRow label="Storage as a whole">
        <Stat
          label="database"
          quantity={bytesQuantity(database_bytes)}
          source={database_bytes === null ? "not permitted to ask" : overview.data.database_name}
        />
        {totals ? <TotalTiles totals={totals} /> : <UnreadTiles problem={tables.problem} />}
      </StatRow>
      <p className="px-1 text-12 text-ink-3">{editionText(overview.data)}</p>
    </div>
  );
}

const WHY_UNREAD: Partial<Record<Problem["kind"], string>> = {
  not_available: "not available",
  not_permitted: "not permitted",
};

/** The same tiles while hypertables are not known, with the reason: no figure is not a figure of nothing. */
function UnreadTiles({ problem }: { problem: Problem | undefined }) {
  const source = problem ? (WHY_UNREAD[problem.kind] ?? "no answer") : "being read";
  return ["measurements", "per measurement", "compression", "chunks", "cold"].map((label) => (
    <Stat key={label} label={label} quantity={countQuantity(null)} source={source} />
  ));
}

function TotalTiles({ totals }: { totals: StorageTotals }) {
  const { row_count_estimate, bytes_per_row, compression_ratio, before_compression_bytes } = totals;
  return (
    <>
      <Stat
        label="measurements"
        quantity={countQuantity(row_count_estimate)}
        source={row_count_estimate === null ? uncountedText(totals) : "estimated"}
      />
      <Stat label="per measurement" quantity={perRowQuantity(bytes_per_row)} source="indexes included" />
      <Stat
        label="compression"
        quantity={ratioQuantity(compression_ratio)}
        source={compression_ratio === null ? "nothing compressed yet" : `of ${formatBytes(before_compression_bytes)}`}
      />
      <Stat
        label="chunks"
        quantity={countQuantity(totals.chunk_count)}
        source={`${formatCount(totals.compressed_chunk_count)} compressed`}
      />
      <Stat label="cold" quantity={bytesQuantity(totals.cold_bytes)} source={coldText(totals)} />
    </>
  );
}

/** New chunks have no statistics until ANALYZE has seen them, which autovacuum does within minutes. */
const uncountedText = ({ counted_rows, uncounted_chunk_count }: StorageTotals): string =>
  `${formatCount(counted_rows)} and ${formatCount(uncounted_chunk_count)} new ${uncounted_chunk_count === 1 ? "chunk" : "chunks"} not counted yet`;

const EDITIONS = { timescale: "Community edition", apache: "Apache edition" } as const;

function editionText(overview: DatabaseOverview): string {
  const { edition, timescaledb_version, postgres_version, replica_lag_seconds, replica_away, embedded } = overview;
  const timescale =
    timescaledb_version === null
      ? "without TimescaleDB"
      : [`TimescaleDB ${timescaledb_version}`, edition && EDITIONS[edition]].filter(Boolean).join(", ");
  const replica = replica_away
    ? "the replica of DATABASE_REPLICA_URL does not answer: read from the primary"
    : replica_lag_seconds === null
      ? ""
      : `read from the replica, ${formatDuration(replica_lag_seconds)} behind`;
  return [timescale, `PostgreSQL ${postgres_version}`, replica, embedded ? "embedded" : ""].filter(Boolean).join(" · ");
}
