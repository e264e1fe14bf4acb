"use client";

import type { ReactNode } from "react";
import { KeepLink } from "#components/shell/keep-link.client.tsx";
import { useLiveQuery } from "#components/shell/use-live-query.ts";
import { useTimeZone } from "#components/shell/zone.client.tsx";
import { FactList, Facts } from "#components/ui/facts.tsx";
import { PanelMenu } from "#components/ui/panel-menu.client.tsx";
import { layoutQuery, ofHypertable, STORAGE_CHOICE, storagePath } from "#lib/api/storage.ts";
import { formatBytes, formatCount, formatDuration, formatRecentTime } from "#lib/format.ts";
import type { Dimension, HypertableIndex, HypertableLayout } from "#lib/model/storage-detail.ts";
import type { Hypertable } from "#lib/model/storage.ts";
import type { Problem } from "#lib/problem.ts";
import { recordsCsv } from "#lib/records-csv.ts";
import { AnswerPanel } from "./answer-panel.client.tsx";
import { IntervalAdviceView } from "./interval-advice.tsx";

type Props = {
  hypertable: Hypertable;
  name: string;
  initial: HypertableLayout | undefined;
  initialProblem: Problem | undefined;
};

/** Dimensions, compression settings, indexes and their use; and whether chunks are of the right size. */
export function LayoutPanel({ hypertable, name, ...start }: Props) {
  const { zone } = useTimeZone();
  const answer = useLiveQuery<HypertableLayout>({ options: layoutQuery(name), ...start, choice: STORAGE_CHOICE });
  const read = answer.data ? ` · read ${formatRecentTime(answer.data.as_of, zone, answer.data.as_of)}` : "";
  return (
    <AnswerPanel
      title="Layout"
      source={`catalog; index sizes and scans over all chunks${read}`}
      answer={answer}
      height={240}
      menu={
        <PanelMenu
          title="Layout"
          file={`layout-${name}`}
          sql={storagePath(ofHypertable(name))}
          {...(answer.data ? { csv: () => recordsCsv(answer.data?.indexes ?? [], INDEX_KEYS) } : {})}
        />
      }
    >
      {(layout) => (
        <div className="grid grid-cols-[minmax(0,1fr)] gap-6 xl:grid-cols-2">
          <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] content-start gap-5">
            <Part title="Partitioning and compression">
              <Settings of={hypertable} layout={layout} />
            </Part>
            <Part title="Chunk interval">
              <IntervalAdviceView hypertable={hypertable} memory={layout.memory} />
            </Part>
          </div>
          <Part title="Indexes">
            <Indexes indexes={layout.indexes} />
          </Part>
        </div>
      )}
    </AnswerPanel>
  );
}

const INDEX_KEYS: (keyof HypertableIndex)[] = [
  "index_name",
  "definition",
  "unique",
  "total_bytes",
  "scan_count",
  "chunk_count",
];

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="min-w-0">
      <h3 className="pb-1.5 text-13 font-medium">{title}</h3>
      {children}
    </section>
  );
}

function Settings({ of, layout }: { of: Hypertable; layout: HypertableLayout }) {
  const settings = (names: string[] | null) =>
    names === null ? "this server does not tell" : names.length === 0 ? "none" : names.join(", ");
  return (
    <FactList>
      {layout.dimensions.map((dimension) => (
        <Facts key={dimension.dimension_number} name={`dimension ${dimension.dimension_number}`}>
          {dimensionText(dimension)}
        </Facts>
      ))}
      <Facts name="compression">{of.compression_enabled ? "switched on" : "not switched on"}</Facts>
      {of.compression_enabled ? (
        <>
          <Facts name="segment by">{settings(of.segment_by)}</Facts>
          <Facts name="order by">{settings(of.order_by)}</Facts>
        </>
      ) : null}
      <Facts name="aggregates over it">
        {layout.aggregates.length === 0
          ? "none"
          : layout.aggregates.map((view, index) => (
              <span key={view}>
                {index > 0 ? ", " : ""}
                <KeepLink
                  href={`/storage/${encodeURIComponent(view)}`}
                  className="underline decoration-line-strong hover:decoration-ink"
                >
                  {view}
                </KeepLink>
              </span>
            ))}
      </Facts>
    </FactList>
  );
}

function dimensionText({
  column_name,
  column_type,
  interval_seconds,
  integer_interval,
  partitions,
}: Dimension): string {
  const step =
    interval_seconds !== null
      ? `chunks of ${formatDuration(interval_seconds)}`
      : integer_interval !== null
        ? `chunks of ${formatCount(integer_interval)}`
        : partitions !== null
          ? `${formatCount(partitions)} partitions`
          : "";
  return [`${column_name}, ${column_type}`, step].filter(Boolean).join(", ");
}

function Indexes({ indexes }: { indexes: HypertableIndex[] }) {
  if (indexes.length === 0)
    return <p className="text-13 text-ink-3">It has no index: every question reads whole chunks.</p>;
  const most = Math.max(1, ...indexes.map(({ scan_count }) => scan_count ?? 0));
  return (
    <ul className="grid gap-2">
      {indexes.map((index) => (
        <li key={index.index_name} className="text-13">
          <p className="flex items-baseline justify-between gap-3">
            <span className="truncate font-medium">{index.index_name}</span>
            <span className="figure shrink-0">{formatBytes(index.total_bytes)}</span>
          </p>
          <p className="truncate font-mono text-12 text-ink-3" title={index.definition}>
            {index.definition.replace(/^CREATE (UNIQUE )?INDEX .* USING /, index.unique ? "unique " : "")}
          </p>
          <p className="text-12 text-ink-2 tabular-nums">{usageText(index, most)}</p>
        </li>
      ))}
    </ul>
  );
}

function usageText({ scan_count, chunk_count, unique }: HypertableIndex, most: number): string {
  const where = `in ${formatCount(chunk_count)} ${chunk_count === 1 ? "chunk" : "chunks"}`;
  if (scan_count === null) return `${where}; the embedded server keeps no count of scans`;
  if (scan_count > 0) return `${formatCount(scan_count)} scans ${where}`;
  const kept = unique
    ? "it also keeps rows unique"
    : most > 1
      ? "candidate for removal once this has been so for weeks"
      : "no index was used yet";
  return `never scanned ${where}: ${kept}`;
}
